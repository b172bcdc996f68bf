"""Invoices that were taken back whole: what they billed may be billed again."""

from __future__ import annotations

from backoffice.core.books import Books, referring
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.void import Void


def withdrawn(books: Books, invoice: Invoice) -> bool:
    """Tell whether an invoice is void, or credited in full by one credit note."""
    if invoice.issued is None:
        return False
    if books.get(Void, invoice.id):
        return True
    notes = books.some(CreditNote, referring(books, invoice.ref, CreditNote.noun))
    return any(note.totals == invoice.issued.totals for note in notes)


def taking_back(invoice: Invoice) -> str:
    """Say how to take an issued invoice back."""
    return (
        f"backoffice invoice void {invoice.id} --reason TEXT if it was not sent; "
        f"else backoffice invoice credit {invoice.id} --full --reason TEXT"
    )
