"""Refunds: money paid back to a client, of what an invoice was overpaid or credited, or of the client's credit.

With the account ``client_credit`` no money leaves: what an invoice was overpaid becomes credit of the client.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from backoffice.core.canonical import digest_of
from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.document import FieldPath
from backoffice.core.errors import RefusedError
from backoffice.core.exact import exactly, inexact
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.ledger import Chart, Posting
from backoffice.core.money import Money
from backoffice.core.part import field, replaced
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Id, Positive
from backoffice.kinds.invoice import Invoice

UNBALANCED = Fault(
    "bad-refund",
    "A refund is of nothing, of less than the invoices it names, or makes credit of a client out of their credit.",
)
CREDIT = "client_credit"
"""The account that a refund goes to when it becomes credit of the client."""


class Refund(Record):
    """One payment to a client. What is for no invoice comes out of the client's credit."""

    noun: ClassVar[str] = "refund"

    date: Annotated[Date, "Day on which the money left."]
    client: Annotated[Id, Ref("client"), "Who got it."]
    amount: Annotated[Positive, "What they got."]
    currency: Annotated[Currency, "Its currency."]
    account: Annotated[str, "Where it came from: bank, cash, or an account's name; client_credit: it stays here."] = (
        "bank"
    )
    invoices: Annotated[
        Mapping[str, Positive], Ref("invoice"), "Invoice number to what is paid back of it; the rest is credit."
    ] = field(default_factory=dict)
    fee: Annotated[Positive, "What the bank took in addition."] = Decimal(0)
    reason: Annotated[str, "Why."] = ""

    @property
    def dated(self) -> dt.date | None:
        """The day on which the money left."""
        return self.date

    @property
    def title(self) -> str:
        """Who got how much."""
        return f"Refund of {self.money(self.amount)} to {self.client}"

    def money(self, amount: Decimal) -> Money:
        """Return an amount in the refund's currency."""
        return Money.of(amount, self.currency)

    @property
    def credit(self) -> Money:
        """What of it comes out of the client's credit."""
        return self.money(self.amount - sum(self.invoices.values(), start=Decimal(0)))

    def check(self) -> Iterator[Diagnostic]:
        """Yield refunds of nothing, parts of a cent, and refunds of less than the invoices they name."""
        parts: dict[FieldPath, Decimal] = {("invoices", number): part for number, part in self.invoices.items()}
        yield from inexact(self.where, self.currency, {("amount",): self.amount, ("fee",): self.fee} | parts)
        if not self.amount:
            yield UNBALANCED.at(self.where, "the refund is of nothing")
        if self.credit.amount < 0:
            yield UNBALANCED.at(self.where, f"{-self.credit} more is for invoices than was paid back")
        if self.account == CREDIT and self.credit.amount > 0:
            yield UNBALANCED.at(self.where, f"{self.credit} of the client's credit becomes credit of the client")

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield the money against the receivables that were overpaid, and the rest against the client's credit."""
        yield Posting(self.date, chart.named(self.account), -self.money(self.amount + self.fee), self.ref, self.client)
        if self.fee:
            yield Posting(self.date, chart.bank_fees, self.money(self.fee), self.ref, self.client, nature="overhead")
        for number, part in self.invoices.items():
            yield Posting(self.date, chart.receivable, self.money(part), f"invoice/{number}", self.client)
        if self.credit:
            yield Posting(self.date, chart.client_credit, self.credit, self.ref, self.client)


def refund(
    invoice: Invoice,
    remaining: Money,
    *,
    on: dt.date,
    amount: Decimal | None = None,
    account: str = "bank",
    reason: str = "",
    again: int = 1,
) -> Plan:
    """Plan to pay back what an invoice was overpaid: all, or ``amount`` of it. ``remaining`` of it is open.

    Raises:
        RefusedError: for a draft, before the issue date, or more than was overpaid.
    """
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft; nobody paid it")
    if on < invoice.issued.date:
        raise RefusedError(f"{invoice.id} was issued on {invoice.issued.date}, after {on}")
    over = -remaining
    if over.amount <= 0:
        hint = "what was paid for too much is credited first: backoffice invoice credit"
        raise RefusedError(f"{invoice.id} was not paid too much: {remaining} is open", hint=hint)
    back = over if amount is None else exactly(amount, over.currency)
    if back.amount <= 0 or back > over:
        raise RefusedError(f"{over} of {invoice.id} was paid too much, so {back} cannot be paid back")
    made = _refund(invoice.client, back, on, account, reason)
    to = "credit of" if account == CREDIT else "to"
    made = replaced(made, invoices={invoice.id: back.amount})
    return _plan(f"Pay {back} of {invoice.id} back: {to} {invoice.issued.buyer.name}", made, again)


def repay(
    client: str,
    credit: Money,
    *,
    on: dt.date,
    amount: Decimal | None = None,
    account: str = "bank",
    reason: str = "",
    again: int = 1,
) -> Plan:
    """Plan to pay a client's ``credit`` back: all, or ``amount`` of it.

    Raises:
        RefusedError: when they have less.
    """
    if credit.amount <= 0:
        raise RefusedError(f"{client} has no credit in {credit.currency}")
    back = credit if amount is None else exactly(amount, credit.currency)
    if back.amount <= 0 or back > credit:
        raise RefusedError(f"{client} has a credit of {credit}, so {back} cannot be paid back")
    return _plan(f"Pay credit of {back} back to {client}", _refund(client, back, on, account, reason), again)


def _refund(client: str, back: Money, on: dt.date, account: str, reason: str) -> Refund:
    return Refund(
        id="",
        where=Location(""),
        date=on,
        client=client,
        amount=back.amount,
        currency=back.currency,
        account=account,
        reason=reason,
    )


def _plan(summary: str, made: Refund, again: int) -> Plan:
    facts = fields_tree(made)
    fingerprint = digest_of({"facts": facts, "again": str(again)})[:8]
    path = KIND.path_of(f"{made.date}-{fingerprint}", year=str(made.date.year))
    return Plan(summary, (AddRecord(path, facts),))


EXAMPLE = """\
date: 2026-11-20
client: acme
amount: 60.00
currency: EUR
invoices:
  INV-2026-0042: 10.00         # paid twice; the other 50.00 are credit of the client
reason: Asked for it by e-mail
"""

KIND = Kind(
    record=Refund,
    plural="refunds",
    help="Money paid back to clients: what was overpaid or credited, and their credit.",
    paths=("refunds/{year}/{id}.yaml",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Refund"),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("amount", lambda seen: seen.record.money(seen.record.amount)),
        ListColumn("invoices", lambda seen: ", ".join(seen.record.invoices)),
        ListColumn("credit", lambda seen: seen.record.credit or None),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    faults=(UNBALANCED,),
    example=EXAMPLE,
)
