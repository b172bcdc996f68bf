"""Payments: money a client paid, and which invoices it settles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from backoffice.core.canonical import digest_of
from backoffice.core.change import AddRecord
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import FieldPath
from backoffice.core.exact import inexact
from backoffice.core.exchange import Conversion
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.ledger import Chart, Posting
from backoffice.core.money import Money
from backoffice.core.part import field
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Id, Positive

OVERDRAWN = Fault(
    "payment-overdrawn",
    "The allocations of a payment are more than the payment with its fee, its discount and what was withheld.",
)
TAXED = Fault("discount-taxed-too-much", "The tax that a cash discount takes back is more than the discount itself.")
EMPTY = Fault("empty-payment", "A payment, or a part of it, is of nothing.")


class Payment(Record):
    """One incoming payment. What is not allocated is the client's credit."""

    noun: ClassVar[str] = "payment"

    date: Annotated[Date, "Day on which the money arrived."]
    client: Annotated[Id, Ref("client"), "Who paid."]
    amount: Annotated[Positive, "What arrived."]
    currency: Annotated[Currency, "Its currency."]
    account: Annotated[str, "Where it arrived: bank, cash, clearing, or the name of a ledger account."] = "bank"
    allocate: Annotated[Mapping[str, Positive], Ref("invoice"), "Invoice number to the part of the payment for it."] = (
        field(default_factory=dict)
    )
    recovers: Annotated[
        Mapping[str, Positive],
        Ref("invoice"),
        "Invoice that was written off to what came for it after all.",
    ] = field(default_factory=dict)
    fee: Annotated[Positive, "What the bank kept of what the client paid."] = Decimal(0)
    discount: Annotated[Positive, "Cash discount the client took, and was entitled to."] = Decimal(0)
    discount_tax: Annotated[Mapping[str, Positive], "Tax code to the tax in the discount, which it takes back."] = (
        field(default_factory=dict)
    )
    withheld: Annotated[Positive, "Tax the client withheld, and pays to their tax office in our name."] = Decimal(0)
    conversion: Annotated[Conversion | None, "What the bank made of it, where it converted it."] = None
    late_charges: Annotated[
        Mapping[str, Positive], Ref("invoice"), "Invoice number to what was paid of the charges its reminders claim."
    ] = field(default_factory=dict)
    reference: Annotated[str, "Text on the statement."] = ""

    @property
    def dated(self) -> dt.date | None:
        """The day on which the money arrived."""
        return self.date

    @property
    def title(self) -> str:
        """Who paid how much."""
        return f"Payment of {self.money(self.amount)} from {self.client}"

    def money(self, amount: Decimal) -> Money:
        """Return an amount in the payment's currency."""
        return Money.of(amount, self.currency)

    @property
    def credit(self) -> Money:
        """What is left for the client to use later."""
        used = (*self.allocate.values(), *self.recovers.values(), *self.late_charges.values())
        return self.money(self.amount + self.fee + self.discount + self.withheld - sum(used, start=Decimal(0)))

    def check(self) -> Iterator[Diagnostic]:
        """Yield payments of nothing, parts of a cent, and allocations that are more than the payment."""
        yield from inexact(self.where, self.currency, dict(self._stated()))
        if not (self.amount or self.discount or self.withheld):
            yield EMPTY.at(self.where, "the payment is of nothing")
        for number, part in (*self.allocate.items(), *self.recovers.items(), *self.late_charges.items()):
            if not part:
                yield EMPTY.at(self.where, f"nothing is allocated to {number}")
        if sum(self.discount_tax.values()) > self.discount:
            yield TAXED.at(self.where, "more tax is taken back than the discount comes to")
        if self.credit.amount < 0:
            yield OVERDRAWN.at(self.where, f"{-self.credit} more is allocated than was paid")

    def _stated(self) -> Iterator[tuple[FieldPath, Decimal]]:
        """Yield every amount by its field."""
        for name in ("amount", "fee", "discount", "withheld"):
            yield (name,), getattr(self, name)
        for name in ("allocate", "recovers", "late_charges", "discount_tax"):
            for key, amount in getattr(self, name).items():
                yield (name, key), amount

    def _arrival(self, chart: Chart) -> Iterator[Posting]:
        """Yield the money; what was converted goes through an account that holds it at the rate of the invoice."""
        paid, account = self.money(self.amount), chart.named(self.account)
        if self.conversion is None:
            if paid:
                yield Posting(self.date, account, paid, self.ref, self.client)
            return
        yield Posting(self.date, account, self.conversion.arrived, self.ref, self.client)
        yield Posting(self.date, chart.conversion, -self.conversion.worth(paid), self.ref, self.client)
        if gain := self.conversion.gain(paid):
            yield Posting(self.date, chart.exchange, -gain, self.ref, self.client)
        yield Posting(self.date, chart.conversion, paid, self.ref, self.client)

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield the money against the receivables it settles, and the rest as the client's credit."""
        yield from self._arrival(chart)
        for account, amount in (
            (chart.bank_fees, self.fee),
            (chart.discounts, self.discount - sum(self.discount_tax.values())),
            (chart.withheld, self.withheld),
        ):
            if amount:
                nature = "overhead" if account == chart.bank_fees else ""
                yield Posting(self.date, account, self.money(amount), self.ref, self.client, nature=nature)
        for code, tax in self.discount_tax.items():
            yield Posting(self.date, chart.vat_output, self.money(tax), self.ref, self.client, tax=code)
        for number, part in self.allocate.items():
            yield Posting(self.date, chart.receivable, -self.money(part), f"invoice/{number}", self.client)
        for number, part in self.late_charges.items():
            yield Posting(self.date, chart.late_charges, -self.money(part), f"invoice/{number}", self.client)
        for number, part in self.recovers.items():
            yield Posting(
                self.date, chart.bad_debt, -self.money(part), f"invoice/{number}", self.client, nature="overhead"
            )
        if self.credit:
            yield Posting(self.date, chart.client_credit, -self.credit, self.ref, self.client)


def lowering(payment: Payment, field: str, number: str, excess: Money, *, twin: bool) -> str:
    """Say how a payment names ``excess`` less for a document: lower, or gone where it is a ``twin`` of another."""
    path, part = payment.where.path, getattr(payment, field)[number]
    rest = payment.money(part) - excess
    less = f"lower {field}.{number} to {rest.amount} in" if rest.amount > 0 else f"take {number} out of {field} in"
    less += f" {path}: the rest becomes credit of {payment.client}"
    return f"delete {path} if it is the same payment; if both came, {less}" if twin else less


def record(payment: Payment, *, again: int = 1) -> AddRecord:
    """Return the step that writes a payment, in a file whose name follows from its facts.

    Recording a payment twice is recording it once; ``again`` counts true twins of one day.
    """
    facts = fields_tree(payment)
    fingerprint = digest_of({"facts": facts, "again": str(again)})[:8]
    path = KIND.path_of(f"{payment.date}-{fingerprint}", year=str(payment.date.year))
    return AddRecord(path, facts)


EXAMPLE = """\
date: 2026-11-20
client: acme
amount: 1500.00
currency: EUR
allocate:
  INV-2026-0041: 1200.00
  INV-2026-0042: 250.00        # the other 50.00 become credit of the client
reference: INV-2026-0041 and part of 0042
"""

KIND = Kind(
    record=Payment,
    plural="payments",
    help="Money that clients paid, and which invoices it settles.",
    paths=("payments/{year}/{id}.yaml",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Payment"),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("amount", lambda seen: seen.record.money(seen.record.amount)),
        ListColumn("invoices", lambda seen: ", ".join(seen.record.allocate)),
        ListColumn("credit", lambda seen: seen.record.credit or None),
    ),
    faults=(OVERDRAWN, EMPTY, TAXED),
    example=EXAMPLE,
)
