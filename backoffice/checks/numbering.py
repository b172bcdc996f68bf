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

TWICE = Fault(
    "issued-twice",
    "Two invoices were made from the same draft, on two branches or devices. Void the one that was not sent; credit it "
    "in full if both were.",
)


def numbering(books: Books) -> Iterator[Diagnostic]:
    """Yield gaps in the numbers, cuts and forks in the chain, and drafts that became two invoices."""
    issued = [(invoice, invoice.issued) for invoice in books.all(Invoice) if invoice.issued]
    chained = [Numbered(invoice, facts.digest, facts.previous) for invoice, facts in issued]
    yield from unbroken(Series(books.settings.pattern("invoice")), chained, unread(books, KIND))
    yield from _twice(books, issued)


def _twice(books: Books, issued: Sequence[tuple[Invoice, Issued]]) -> Iterator[Diagnostic]:
    first: dict[str, Invoice] = {}
    for invoice, facts in issued:
        other = first.setdefault(facts.draft, invoice)
        if other is not invoice and not (withdrawn(books, invoice) or withdrawn(books, other)):
            say = f"{invoice.id} and {other.id} were issued from the same draft"
            hint = f"the other is {other.where}; {taking_back(invoice)}"
            yield TWICE.at(invoice.where, say, hint=hint, about=("issued", "draft"))


CHECK = Check("numbering", "Invoice numbers have no gap and their chain is whole.", numbering, (*FAULTS, TWICE))
