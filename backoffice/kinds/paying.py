"""Paying: what of an invoice a payment settles, with the discount it takes and the tax that was withheld."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from backoffice.core.cash_discount import tax_in
from backoffice.core.change import Plan
from backoffice.core.diagnostic import Fault
from backoffice.core.errors import RefusedError
from backoffice.core.exact import exactly
from backoffice.core.exchange import Conversion
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.payment import Payment, record

UNISSUED = Fault(
    "paid-draft",
    "A payment settles a draft, or an invoice that was issued later than it was paid. What came before is the client's "
    "credit: leave the invoice out of `allocate`, and settle it by `invoice pay NUMBER --from-credit`.",
)


class Means(NamedTuple):
    """How an invoice was paid. ``amount``: what arrived; None: all that is open.

    ``charges`` of it settle late charges; ``withheld`` went to a tax office instead. ``discount`` grants the invoice's
    early-payment discount after its last day too; in time it is granted to whoever pays less by exactly that.
    ``converted`` is what the bank made of it in the currency of the books.
    """

    amount: Decimal | None = None
    account: str = "bank"
    charges: Decimal = Decimal(0)
    withheld: Decimal = Decimal(0)
    discount: bool = False
    converted: Money | None = None


def paid(invoice: Invoice, remaining: Money, means: Means, *, on: dt.date) -> Payment:
    """Return the payment of an invoice of which ``remaining`` is open. What is more becomes the client's credit.

    Raises:
        RefusedError: for a draft, before the issue date, when nothing is open, or when it grants no discount.
    """
    issued = payable(invoice, on)
    nothing = remaining * 0
    beside = exactly(means.charges, remaining.currency) - exactly(means.withheld, remaining.currency)
    discount = _discount(issued, remaining, means, beside, on)
    amount = remaining - discount + beside if means.amount is None else exactly(means.amount, remaining.currency)
    if means.amount is not None and amount.amount <= 0 and not means.withheld:
        hint = f"what goes back to the client is a refund: backoffice invoice refund {invoice.id}"
        raise RefusedError(f"{means.amount} {remaining.currency} is no payment", hint=hint)
    if amount.amount < 0 or not (amount or means.withheld):
        raise RefusedError(f"nothing of {invoice.id} is open", hint="name an amount to record a payment all the same")
    part = max(min(amount - beside + discount, remaining), nothing)
    return Payment(
        id="",
        where=invoice.where,
        date=on,
        client=invoice.client,
        amount=amount.amount,
        currency=amount.currency,
        account=means.account,
        allocate={invoice.id: part.amount} if part else {},
        discount=discount.amount,
        discount_tax=tax_in(discount, issued.totals.taxes) if discount else {},
        withheld=means.withheld,
        conversion=_conversion(issued, means),
        late_charges={invoice.id: means.charges} if means.charges else {},
    )


def payable(invoice: Invoice, on: dt.date) -> Issued:
    """Return what is frozen into an invoice that can be paid on a day.

    Raises:
        RefusedError: for a draft, or before the issue date.
    """
    if invoice.issued is None:
        say = f"{invoice.id} is a draft; issue it before it can be paid"
        raise RefusedError.of(UNISSUED.at(invoice.where, say, hint=f"backoffice invoice issue {invoice.id}"))
    if on < invoice.issued.date:
        say = f"{invoice.id} was issued on {invoice.issued.date}, after {on}"
        hint = f"a payment that names no invoice is credit: then backoffice invoice pay {invoice.id} --from-credit"
        raise RefusedError.of(UNISSUED.at(invoice.where, say, hint=hint, about=("issued", "date")))
    return invoice.issued


def _discount(issued: Issued, remaining: Money, means: Means, beside: Money, on: dt.date) -> Money:
    granted = issued.cash_discount
    if granted is None:
        if means.discount:
            hint = "a discount that was agreed otherwise is the field `discount` of a payment written by hand"
            raise RefusedError(f"{issued.number} grants no discount for paying early", hint=hint)
        return remaining * 0
    discount = granted.of(remaining)
    fits = means.amount is not None and Money.of(means.amount, remaining.currency) == remaining - discount + beside
    return discount if remaining.amount > 0 and (means.discount or (on <= granted.until and fits)) else remaining * 0


def _conversion(issued: Issued, means: Means) -> Conversion | None:
    if means.converted is None:
        return None
    arrived = means.converted
    if issued.rate is None or issued.currency == arrived.currency:
        hint = (
            f"rates of {issued.currency} under exchange in backoffice.yaml are frozen into invoices issued from then on"
        )
        raise RefusedError(
            f"no rate from {issued.currency} to {arrived.currency} is frozen into {issued.number}", hint=hint
        )
    return Conversion(amount=arrived.amount, currency=arrived.currency, rate=issued.rate)


def pay(invoice: Invoice, payment: Payment, *, again: int = 1) -> Plan:
    """Plan to record a payment made by ``paid``.

    The file's name follows from the facts, so recording a payment twice is recording it once; ``again`` counts true
    twins of one day.
    """
    whom = invoice.issued.buyer.name if invoice.issued else invoice.client
    less = f" less {payment.money(payment.discount)} of discount" if payment.discount else ""
    summary = f"Record payment of {payment.money(payment.amount)} for {invoice.id} from {whom}{less}"
    return Plan(summary, (record(payment, again=again),))
