"""A credit note as it is printed: like the invoice it credits, with amounts as positive as there."""

from __future__ import annotations

from backoffice.core.settings import Settings
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.render.invoice_page import InvoicePage, Printing
from backoffice.render.letter_page import Fact, facts_of, vat_number
from backoffice.render.look import Load
from backoffice.render.sales_parts import Payment


def credit_page(note: CreditNote, settings: Settings, load: Load) -> InvoicePage:
    """Return a credit note as it is printed."""
    return _Crediting(note, settings).page(load)


class _Crediting(Printing):
    """One credit note on its way to paper."""

    def __init__(self, note: CreditNote, settings: Settings) -> None:
        invoice, issued = _in_terms_of_an_invoice(note)
        super().__init__(invoice, issued, settings, preview=False)
        self.note = note

    def title(self) -> str:
        """Return the heading."""
        return self.wording.say("credit_note", self.note.id)

    def facts(self) -> tuple[Fact, ...]:
        """Return numbers and dates: its own and those of the invoice it credits."""
        wording, note = self.wording, self.note
        return facts_of(
            wording,
            ("credit_number", note.id),
            ("credit_date", wording.date(note.date)),
            ("number", note.invoice),
            ("date", wording.date(note.invoiced)),
            ("reference", note.reference),
            ("their_vat", vat_number(note.buyer.vat_id)),
        )

    def payment(self) -> Payment:
        """Return what is credited, where an invoice says how to pay."""
        say, note = self.wording.say, self.note
        amount, invoiced = self.wording.money(self.money(note.totals.due)), self.wording.date(note.invoiced)
        sentence = say("credited", amount=amount, number=note.invoice, date=invoiced)
        return Payment(title=say("credit_title"), sentence=sentence, account=(), code="", scan="")


def _in_terms_of_an_invoice(note: CreditNote) -> tuple[Invoice, Issued]:
    """Return the invoice that has the lines, parties and totals of a credit note."""
    issued = Issued(
        number=note.id,
        date=note.date,
        due=note.date,
        currency=note.currency,
        language=note.language,
        draft="",
        tax=note.tax,
        seller=note.seller,
        buyer=note.buyer,
        totals=note.totals,
    )
    invoice = Invoice(
        id=note.id,
        where=note.where,
        client=note.client,
        subject=note.reason,
        lines=note.lines,
        allowances=note.allowances,
        charges=note.charges,
        issued=issued,
    )
    return invoice, issued
