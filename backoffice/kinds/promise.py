"""Promises: the day by which a client said that they will pay. Until it is past, they are not reminded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from backoffice.core.change import AddRecord, Plan
from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.money import Money
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Id, Positive
from backoffice.kinds.invoice import Invoice

BACKWARDS = Fault("bad-promise", "A promise is to pay before the day on which it was given.")


class Promise(Record):
    """An event file beside the invoice. A later promise takes the place of an earlier one."""

    noun: ClassVar[str] = "promise"

    invoice: Annotated[str, Ref("invoice"), "The invoice."]
    date: Annotated[Date, "Day on which it was given."]
    client: Annotated[Id, Ref("client"), "The invoice's client."]
    pay_by: Annotated[Date, "Day by which they will pay."]
    currency: Annotated[Currency, "The invoice's currency."]
    amount: Annotated[Positive | None, "What they will pay; empty: all that is open."] = None
    note: Annotated[str, "Who said so, and how."] = ""

    @property
    def dated(self) -> dt.date | None:
        """The day on which it was given."""
        return self.date

    @property
    def title(self) -> str:
        """What is promised by when."""
        return f"{self.invoice} promised by {self.pay_by}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return f"{self.invoice}--{self.date}"

    @property
    def money(self) -> Money | None:
        """What they will pay, where it is not all."""
        return None if self.amount is None else Money.of(self.amount, self.currency)

    def check(self) -> Iterator[Diagnostic]:
        """Yield a promise to pay in the past."""
        if self.pay_by < self.date:
            yield BACKWARDS.at(self.where, f"given on {self.date}, it is to pay by {self.pay_by}")

    def deadlines(self) -> Iterator[Deadline]:
        """Yield the day by which they will pay."""
        what = f"{self.client} promised to pay {self.invoice}"
        yield Deadline(self.pay_by, self.ref, "promise", what, settled_by=f"invoice/{self.invoice}")


def promise(
    invoice: Invoice,
    earlier: Iterable[Promise],
    *,
    on: dt.date,
    pay_by: dt.date,
    amount: Decimal | None = None,
    note: str = "",
) -> Plan:
    """Plan to record that a client will pay an issued invoice by a day; nothing where they said so already.

    Raises:
        RefusedError: for a draft, a day in the past, or when another promise was given on that day.
    """
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft; nobody can promise to pay it")
    if not invoice.issued.date <= on <= pay_by:
        raise RefusedError(f"issued {invoice.issued.date}, promised {on}, paid by {pay_by} are not in this order")
    for each in earlier:
        if (each.pay_by, each.amount) == (pay_by, amount) and each.date <= on:
            return Plan(f"it is recorded already that {invoice.id} is promised by {pay_by}, in {each.where.path}")
        if each.date == on:
            raise RefusedError(f"{each.where.path} records another promise of that day", hint="edit that file")
    identity = f"{invoice.id}--{on}"
    event = Promise(
        id=identity,
        where=invoice.where,
        invoice=invoice.id,
        date=on,
        client=invoice.client,
        pay_by=pay_by,
        currency=invoice.issued.currency,
        amount=amount,
        note=note,
    )
    path = KIND.path_of(identity, year=str(invoice.issued.date.year))
    return Plan(f"Record that {invoice.id} is promised by {pay_by}", (AddRecord(path, fields_tree(event)),))


EXAMPLE = """\
invoice: INV-2026-0042
date: 2026-11-18
client: acme
pay_by: 2026-11-27
currency: EUR
amount: 600.00
note: Ada on the telephone; the rest in December
"""

KIND = Kind(
    record=Promise,
    plural="promises",
    help="Days by which clients said that they will pay.",
    paths=("invoices/{year}/{id}.promise.yaml",),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,126}",
    columns=(
        ListColumn("invoice", lambda seen: seen.record.invoice, filter=True),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("pay_by", lambda seen: seen.record.pay_by, title="Pay by"),
        ListColumn("amount", lambda seen: seen.record.money),
        ListColumn("note", lambda seen: seen.record.note, optional=True),
        ListColumn("id", lambda seen: seen.record.id, title="Promise", optional=True),
    ),
    faults=(BACKWARDS,),
    example=EXAMPLE,
)
