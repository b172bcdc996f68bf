"""Bills that were filed twice."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books, having
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.kinds.expense import Expense

TWIN = Fault(
    "same-bill-twice",
    "Two expenses have the same supplier and bill number, so the same bill was probably filed, and deducted, twice.",
    "warning",
)


def same_bills(books: Books) -> Iterator[Diagnostic]:
    """Yield expenses that repeat the supplier and bill number of another."""
    first: dict[tuple[str, str], Expense] = {}
    for expense in having(books, Expense, "number"):
        other = first.setdefault((expense.supplier, expense.number), expense)
        if other is not expense and expense.number:
            say = f"bill {expense.number} of {expense.supplier} is also {other.where}"
            yield TWIN.at(expense.where, say, about=("number",))


CHECK = Check("twins", "No bill is filed twice.", same_bills, (TWIN,))
