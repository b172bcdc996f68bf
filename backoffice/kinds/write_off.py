"""Write-offs: what of an invoice will never be paid, taken as a loss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.errors import RefusedError
from backoffice.core.exact import inexact
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn, Standing
from backoffice.core.ledger import Chart, Posting
from backoffice.core.money import Money
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Id, Positive
from backoffice.kinds.invoice import KIND as INVOICE
from backoffice.kinds.invoice import Invoice

EMPTY = Fault("empty-write-off", "A write-off is of nothing. Only what is open of an invoice can be given up.")


class WriteOff(Record):
    """An event file beside the invoice."""

    noun: ClassVar[str] = "write-off"

    date: Annotated[Date, "Day of the write-off."]
    reason: Annotated[str, "Why it will not be paid."]
    client: Annotated[Id, Ref("client"), "The invoice's client."]
    project: Annotated[Id | None, Ref("project"), "The invoice's project."] = None
    currency: Annotated[Currency, "The invoice's currency."]
    amount: Annotated[Positive, "What is given up."]

    @property
    def dated(self) -> dt.date | None:
        """The day of the write-off."""
        return self.date

    @property
    def title(self) -> str:
        """What was written off, and why."""
        return f"Write off {self.id}: {self.reason}"

    def check(self) -> Iterator[Diagnostic]:
        """Yield a write-off of nothing, or of parts of a cent."""
        yield from inexact(self.where, self.currency, {("amount",): self.amount})
        if not self.amount:
            yield EMPTY.at(self.where, f"nothing of {self.id} is written off", hint="delete it", about=("amount",))

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield the loss against the receivable."""
        amount = Money.of(self.amount, self.currency)
        about = {"document": f"invoice/{self.id}", "party": self.client, "project": self.project or ""}
        yield Posting(self.date, chart.bad_debt, amount, **about, nature="overhead")
        yield Posting(self.date, chart.receivable, -amount, **about)


def write_off(invoice: Invoice, standing: Standing, *, on: dt.date, reason: str) -> Plan:
    """Plan to give up all that is still open of an issued invoice.

    Raises:
        RefusedError: for a draft, or when nothing is open.
    """
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft, which can simply be deleted")
    state, remaining = invoice.state(standing), invoice.open(standing)
    if state == "written off":
        return Plan(f"{invoice.id} is written off already")
    if remaining.amount <= 0:
        raise RefusedError(f"nothing of {invoice.id} is open; it is {state}")
    if on < invoice.issued.date:
        raise RefusedError(f"{invoice.id} was issued on {invoice.issued.date}, after {on}")
    event = WriteOff(
        id=invoice.id,
        where=invoice.where,
        date=on,
        reason=reason,
        client=invoice.client,
        project=invoice.project,
        currency=remaining.currency,
        amount=remaining.amount,
    )
    path = KIND.path_of(invoice.id, year=str(invoice.issued.date.year))
    return Plan(f"Write off {remaining} of {invoice.id}: {reason}", (AddRecord(path, fields_tree(event)),))


def lowering(loss: WriteOff, rest: Money) -> str:
    """Say how a write-off becomes one of the ``rest`` that was lost."""
    path = loss.where.path
    return f"lower amount to {rest.amount} in {path}" if rest.amount > 0 else f"delete {path}: nothing was lost"


EXAMPLE = """\
date: 2026-11-21
reason: Insolvent, nothing left to distribute
client: acme
currency: EUR
amount: 120.00
"""

KIND = Kind(
    record=WriteOff,
    plural="write-offs",
    help="What of an invoice will never be paid, taken as a loss.",
    paths=("invoices/{year}/{id}.written-off.yaml",),
    id_pattern=INVOICE.id_pattern,
    columns=(
        ListColumn("invoice", lambda seen: seen.record.id),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("amount", lambda seen: Money.of(seen.record.amount, seen.record.currency)),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    faults=(EMPTY,),
    example=EXAMPLE,
)
