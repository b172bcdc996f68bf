"""Invoice numbers: no gap, no draft issued twice, and a chain of digests that nobody has cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backoffice.checks.check import Check
from backoffice.checks.series import FAULTS, Numbered, unbroken
from backoffice.checks.unread import unread
from backoffice.checks.withdrawn import taking_back, withdrawn
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.numbering import Series
from backoffice.kinds.invoice import KIND, Invoice, Issued

DRAFTED = Fault(
    "number-drafted",
    "A draft has a name that looks like a number of the series, so it would be taken for an issued document, or hide "
    "one. Give its file another name.",
)
TWICE = Fault(
    "issued-twice",
    "Two invoices were made from the same draft, on two branches or devices. Void the one that was not sent; credit it "
    "in full if both were.",
)


def numbering(books: Books) -> Iterator[Diagnostic]:
    """Yield gaps in the numbers, cuts and forks in the chain, and drafts that became two invoices."""
    series, everything = Series(books.settings.pattern("invoice")), list(books.all(Invoice))
    for invoice in everything:
        if invoice.issued is None and series.place(invoice.id):
            yield DRAFTED.at(invoice.where, f"the draft {invoice.id} has the name of a number", hint="rename its file")
    issued = [(invoice, invoice.issued) for invoice in everything if invoice.issued]
    chained = [Numbered(invoice, facts.digest, facts.previous) for invoice, facts in issued]
    yield from unbroken(series, chained, unread(books, KIND))
    yield from _twice(books, issued)


def _twice(books: Books, issued: Sequence[tuple[Invoice, Issued]]) -> Iterator[Diagnostic]:
    first: dict[str, tuple[Invoice, str]] = {}
    for invoice, facts in issued:
        other, number = first.setdefault(facts.draft, (invoice, facts.number))
        # the copy of a file, with its number, is told of as misplaced
        if number != facts.number and not (withdrawn(books, invoice) or withdrawn(books, other)):
            say = f"{invoice.id} and {other.id} were issued from the same draft"
            hint = f"the other is {other.where}; {taking_back(invoice)}"
            yield TWICE.at(invoice.where, say, hint=hint, about=("issued", "draft"))


CHECK = Check(
    "numbering", "Invoice numbers have no gap and their chain is whole.", numbering, (*FAULTS, DRAFTED, TWICE)
)
