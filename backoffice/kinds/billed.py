"""What of time and expenses is billed, where: the links in the lines of invoices, and what was taken back of them.

A void invoice bills nothing. A credit note that takes a whole line back takes its links back too, so the hours and
expenses of that line can be billed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from backoffice.core.books import Books
from backoffice.core.hints import TypeAlias
from backoffice.core.hours import Minutes
from backoffice.core.lines import Line
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.void import Void

Bills: TypeAlias = "dict[str, dict[str, int]]"
"""By what is billed, by the invoice that bills it: minutes of an entry of time, 1 for an expense."""


class Billed:
    """Every link of the books, drafts among them."""

    def __init__(self, books: Books) -> None:
        """Gather the links of all invoices, once."""
        self.time: Bills = defaultdict(lambda: defaultdict(int))
        self.expenses: Bills = defaultdict(lambda: defaultdict(int))
        void = set(books.ids(Void.noun))
        linking: set[str] = set()
        for invoice in books.all(Invoice):
            if invoice.id not in void and self._add(invoice.id, invoice.lines, 1):
                linking.add(invoice.id)
        for note in books.all(CreditNote) if linking else ():
            if note.invoice in linking:
                self._add(note.invoice, note.lines, -1)

    def _add(self, number: str, lines: Sequence[Line], sign: int) -> bool:
        """Add the links of one document, and tell whether it has any."""
        for line in lines:
            for name, minutes in line.time.items():
                self.time[name][number] += sign * minutes
            for name in line.expenses:
                self.expenses[name][number] += sign
        return any(line.time or line.expenses for line in lines)

    def minutes(self, entry: str) -> Minutes:
        """Return how much of an entry is billed, drafts included."""
        return Minutes(sum(self.time[entry].values()) if entry in self.time else 0)

    def of_time(self, entry: str) -> Iterator[str]:
        """Yield the invoices that bill an entry of time."""
        return (number for number, minutes in self.time.get(entry, {}).items() if minutes)

    def of_expense(self, expense: str) -> Iterator[str]:
        """Yield the invoices that bill an expense on."""
        return (number for number, count in self.expenses.get(expense, {}).items() if count)
