"""What a tidy archive has: a receipt for every expense, a PDF for every invoice."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.filed import pdf_of
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.expense import Expense
from backoffice.kinds.invoice import Invoice

NO_RECEIPT = Fault("no-receipt", "An expense has no receipt, so its tax may not be deductible.", "warning")
NO_PDF = Fault(
    "no-archived-pdf",
    "An issued invoice or a credit note has no PDF beside it. `backoffice invoice pdf NUMBER -o FILE` (`credit-note "
    "pdf`) writes one from the frozen facts.",
    "warning",
)


def unfiled(books: Books) -> Iterator[Diagnostic]:
    """Yield expenses without a receipt, invoices and credit notes without their PDF."""
    for expense in books.all(Expense):
        if not expense.receipt:
            yield NO_RECEIPT.at(expense.where, f"{expense.title} of {expense.date} has no receipt")
    issued = (invoice for invoice in books.all(Invoice) if invoice.issued)
    for document in (*issued, *books.all(CreditNote)):
        if not books.has_file(pdf_of(document.where.path)):
            yield NO_PDF.at(document.where, f"{document.id} has no archived PDF")


CHECK = Check("unfiled", "Expenses have receipts, invoices their PDF.", unfiled, (NO_RECEIPT, NO_PDF), tier="strict")
