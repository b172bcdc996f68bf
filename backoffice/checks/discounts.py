"""Discounts were taken in time and took their tax back, and what was converted has the rate of its invoice."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books, having
from backoffice.core.cash_discount import tax_in
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.payment import Payment

LATE = Fault(
    "late-discount",
    "A payment takes the discount for paying early after its last day, or more than the invoice grants. That is right "
    "where you let it pass; otherwise lower `discount`, and the rest is open again.",
    "warning",
)
TAX = Fault(
    "wrong-discount-tax",
    "The tax that a discount takes back (`discount_tax`) is not that in it at the rates of the invoice. Without it the "
    "tax return pays too much.",
    "warning",
)


COPY = Fault(
    "wrong-exchange-rate",
    "A payment that was converted names another rate than the one frozen into its invoice, or another currency than "
    "that of the books, so the gain or loss is wrong.",
)


def discounts(books: Books) -> Iterator[Diagnostic]:
    """Yield payments whose discount, or whose rate, is not that of their invoice."""
    for payment in having(books, Payment, "conversion", "discount"):
        yield from _converted(books, payment)
        if payment.discount and len(payment.allocate) == 1:
            (number,) = payment.allocate
            invoice = books.get(Invoice, number)
            if invoice and invoice.issued:
                yield from _granted(payment, invoice, invoice.issued)


def _converted(books: Books, payment: Payment) -> Iterator[Diagnostic]:
    conversion, home = payment.conversion, books.settings.currency
    if conversion is None:
        return
    if conversion.currency != home or payment.currency == home:
        message = f"it is converted from {payment.currency} to {conversion.currency}, not to {home}"
        yield COPY.at(payment.where, message, about=("conversion", "currency"))
    for number in payment.allocate:
        invoice = books.get(Invoice, number)
        if invoice and invoice.issued and invoice.issued.rate != conversion.rate:
            message = f"the rate of {number} is {invoice.issued.rate or 'none'}, not {conversion.rate}"
            hint = f"the invoice is {invoice.where}"
            yield COPY.at(payment.where, message, hint=hint, about=("conversion", "rate"))


def _granted(payment: Payment, invoice: Invoice, issued: Issued) -> Iterator[Diagnostic]:
    granted, discount, see = issued.cash_discount, payment.money(payment.discount), f"the invoice is {invoice.where}"
    if discount.currency != issued.currency:
        return
    if granted and payment.date > granted.until:
        yield LATE.at(payment.where, f"{invoice.id} grants a discount until {granted.until}", hint=see, about=("date",))
    if granted and discount > granted.of(payment.money(payment.allocate[invoice.id])):
        say = f"{invoice.id} grants {granted.percent} %, not {discount}"
        yield LATE.at(payment.where, say, hint=see, about=("discount",))
    right = tax_in(discount, issued.totals.taxes)
    if (granted or payment.discount_tax) and dict(payment.discount_tax) != right:
        said = ", ".join(f"{code}: {tax}" for code, tax in right.items()) or "no tax"
        hint = f"discount_tax: {{{said}}}; {see}"
        about = "discount_tax" if payment.discount_tax else "discount"
        yield TAX.at(payment.where, f"{discount} of {invoice.id} holds {said}", hint=hint, about=(about,))


CHECK = Check(
    "discounts", "Discounts and exchange rates of payments are those of their invoices.", discounts, (LATE, TAX, COPY)
)
