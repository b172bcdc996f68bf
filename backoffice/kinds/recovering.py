"""Other ways in which an invoice is settled: out of the client's credit, or after it was written off."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from backoffice.core.change import Plan
from backoffice.core.errors import RefusedError
from backoffice.core.exact import exactly
from backoffice.core.money import Money
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.paying import payable
from backoffice.kinds.payment import Payment, record
from backoffice.kinds.refund import CREDIT
from backoffice.kinds.write_off import WriteOff


def use_credit(
    invoice: Invoice,
    remaining: Money,
    credit: Money,
    *,
    on: dt.date,
    amount: Decimal | None = None,
    again: int = 1,
) -> Plan:
    """Plan to settle an invoice out of its client's ``credit``: as much as fits, or ``amount``.

    Raises:
        RefusedError: for a draft, before the issue date, or when less is open or there is less credit.
    """
    issued = payable(invoice, on)
    part = min(remaining, credit) if amount is None else exactly(amount, remaining.currency)
    if part > credit or credit.amount <= 0:
        raise RefusedError(f"{invoice.client} has a credit of {credit}", hint=_HINT)
    if part.amount <= 0 or part > remaining:
        raise RefusedError(f"{remaining} of {invoice.id} is open, so {part} of credit cannot settle it")
    made = Payment(
        id="",
        where=invoice.where,
        date=on,
        client=invoice.client,
        amount=part.amount,
        currency=part.currency,
        account=CREDIT,
        allocate={invoice.id: part.amount},
    )
    return Plan(f"Use credit of {part} for {invoice.id} of {issued.buyer.name}", (record(made, again=again),))


_HINT = "what another invoice was overpaid becomes credit by backoffice invoice refund NUMBER --to-credit"


def recover(
    invoice: Invoice,
    loss: WriteOff,
    recovered: Money,
    *,
    on: dt.date,
    amount: Decimal | None = None,
    account: str = "bank",
    again: int = 1,
) -> Plan:
    """Plan to record that a client paid what was written off: all that has not been ``recovered`` yet, or ``amount``.

    Raises:
        RefusedError: before the write-off, or when less was written off.
    """
    if on < loss.date:
        hint = f"see {loss.where}"
        raise RefusedError(f"{invoice.id} was written off on {loss.date}, after {on}", hint=hint)
    lost = Money.of(loss.amount, loss.currency) - recovered
    part = lost if amount is None else exactly(amount, loss.currency)
    if part.amount <= 0 or part > lost:
        raise RefusedError(f"{lost} of what was written off of {invoice.id} has not come, not {part}")
    made = Payment(
        id="",
        where=invoice.where,
        date=on,
        client=invoice.client,
        amount=part.amount,
        currency=part.currency,
        account=account,
        recovers={invoice.id: part.amount},
    )
    return Plan(f"Record payment of {part} for {invoice.id}, which was written off", (record(made, again=again),))
