"""Expenses: what was bought, with the receipt; a bill is an expense with a due date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.exact import inexact
from backoffice.core.filed import beside
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import Flag, Kind, ListColumn, Seen
from backoffice.core.ledger import Chart, Posting, Query
from backoffice.core.money import Money
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Digest, Id, Percent, Positive, RelativePath, YesNo

TOO_MUCH_TAX = Fault("tax-over-amount", "The input tax of an expense is more than the expense itself.")
PAID_EARLY = Fault("paid-before-bill", "A bill was paid before the day it is dated.")


class Expense(Record):
    """Something bought. It was paid at once, unless it has a due date or was paid later: that is a bill."""

    noun: ClassVar[str] = "expense"

    date: Annotated[Date, "Day of the receipt or bill."]
    supplier: Annotated[str, "Who sold it."]
    text: Annotated[str, "What was bought."] = ""
    category: Annotated[str, "What sort of expense, part of the ledger account: software, travel, rent …"]
    amount: Annotated[Positive, "What it cost, with tax."]
    currency: Annotated[Currency, "Its currency."]
    vat: Annotated[Positive, "Input tax contained in the amount, as the receipt states it."] = Decimal(0)
    tax: Annotated[str, "Tax code of the input tax."] = ""
    nature: Annotated[
        Literal["delivery", "overhead"],
        "delivery: it went into what was sold; overhead: it keeps the business running.",
    ] = "overhead"
    account: Annotated[str, "Paid from: bank, cash, owner, or the name of a ledger account."] = "bank"
    number: Annotated[str, "The supplier's bill number."] = ""
    due: Annotated[Date | None, "Due date of a bill."] = None
    paid: Annotated[Date | None, "Day on which a bill was paid."] = None
    client: Annotated[Id | None, Ref("client"), "For which client."] = None
    project: Annotated[Id | None, Ref("project"), "For which project."] = None
    rebill: Annotated[YesNo, "yes: it is billed on to the client."] = False
    markup: Annotated[Percent, "Percent that are added when it is billed on."] = Decimal(0)
    receipt: Annotated[RelativePath | None, "The receipt's file, beside this one."] = None
    receipt_sha256: Annotated[
        Digest | None, "What the receipt hashes to; then `check` sees that it stays the same."
    ] = None

    @property
    def dated(self) -> dt.date | None:
        """The day of the receipt or bill."""
        return self.date

    @property
    def title(self) -> str:
        """Supplier and text."""
        return " · ".join(part for part in (self.supplier, self.text) if part)

    @property
    def money(self) -> Money:
        """What it cost, with tax."""
        return Money.of(self.amount, self.currency)

    @property
    def is_bill(self) -> bool:
        """Whether it was owed for a while, or still is."""
        return self.due is not None or self.paid not in {None, self.date}

    @property
    def receipt_path(self) -> str | None:
        """Where the receipt is, from the root of the workspace."""
        return f"{self.where.path.rpartition('/')[0]}/{self.receipt}" if self.receipt else None

    def check(self) -> Iterator[Diagnostic]:
        """Yield tax that is more than the amount, parts of a cent, and bills paid before they were written."""
        yield from inexact(self.where, self.currency, {("amount",): self.amount, ("vat",): self.vat})
        if self.vat > self.amount:
            yield TOO_MUCH_TAX.at(self.where, f"the tax {self.vat} is more than the amount {self.amount}")
        if self.paid and self.paid < self.date:
            yield PAID_EARLY.at(self.where, f"paid on {self.paid}, before its date {self.date}")

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield expense and input tax against the money, or against payables until the bill is paid."""
        money, tax = self.money, Money.of(self.vat, self.currency)
        account = f"{chart.expenses}:{self.category}"
        project, code, source = self.project or "", self.tax, chart.named(self.account)
        yield Posting(self.date, account, money - tax, self.ref, self.supplier, project, code, self.nature)
        if tax:
            yield Posting(self.date, chart.vat_input, tax, self.ref, self.supplier, project, code)
        owed = chart.payable if self.is_bill else source
        yield Posting(self.date, owed, -money, self.ref, self.supplier, project)
        if self.is_bill and self.paid:
            yield Posting(self.paid, chart.payable, money, self.ref, self.supplier, project)
            yield Posting(self.paid, source, -money, self.ref, self.supplier, project)

    def deadlines(self) -> Iterator[Deadline]:
        """Yield the due date of a bill that is not paid."""
        if self.due and not self.paid:
            yield Deadline(self.due, self.ref, "bill", f"Pay {self.supplier}", settled_by=self.ref)


def _open(seen: Seen) -> Money | None:
    """What is still owed to the supplier."""
    owed = [amount for amounts in seen.standing.values() for amount in amounts]
    return -owed[0] if owed else None


EXAMPLE = """\
---
date: 2026-11-03
supplier: Printworks
text: 500 postcards
category: printing
amount: 96.00
currency: EUR
vat: 16.00
tax: standard
nature: delivery
client: acme
project: acme-website
receipt: 2026-11-03-printworks.pdf
number: PW-20817
due: 2026-12-03
---
"""

KIND = Kind(
    record=Expense,
    plural="expenses",
    help="What was bought, with receipt, tax and category; a bill is an expense with a due date.",
    paths=("expenses/{year}/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Expense"),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("supplier", lambda seen: seen.record.supplier, filter=True),
        ListColumn("category", lambda seen: seen.record.category, filter=True),
        ListColumn("nature", lambda seen: seen.record.nature, filter=True, optional=True),
        ListColumn("amount", lambda seen: seen.record.money),
        ListColumn("vat", lambda seen: Money.of(seen.record.vat, seen.record.currency), title="VAT", optional=True),
        ListColumn("open", _open),
    ),
    standing=Query(by=("document",), account="payable"),
    flags=(Flag("unpaid", "Only bills that are still to be paid.", lambda seen: bool(_open(seen)), standing=bool),),
    files=lambda record: beside(record.where.path, (record.receipt, record.receipt_sha256)),
    hashed="receipt_sha256",
    faults=(TOO_MUCH_TAX, PAID_EARLY),
    example=EXAMPLE,
)
