"""Disputes: what a client says is wrong with an invoice. While one lasts, nobody is reminded of that invoice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from backoffice.core.change import AddRecord, Plan, SetField
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id
from backoffice.kinds.invoice import Invoice

BACKWARDS = Fault("bad-dispute", "A dispute is settled before it began, or says how it was settled but not when.")


class Dispute(Record):
    """An event file beside the invoice; living until it is settled."""

    noun: ClassVar[str] = "dispute"

    invoice: Annotated[str, Ref("invoice"), "The invoice."]
    date: Annotated[Date, "Day on which they objected."]
    client: Annotated[Id, Ref("client"), "The invoice's client."]
    reason: Annotated[str, "What they say is wrong."]
    settled: Annotated[Date | None, "Day on which it was settled; empty: it lasts."] = None
    outcome: Annotated[str, "How it was settled."] = ""

    @property
    def dated(self) -> dt.date | None:
        """The day on which they objected."""
        return self.date

    @property
    def title(self) -> str:
        """What is disputed, and why."""
        return f"{self.invoice} disputed: {self.reason}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return f"{self.invoice}--{self.date}"

    def lasts(self, as_of: dt.date) -> bool:
        """Tell whether it is unsettled at the end of a day."""
        return self.date <= as_of and (self.settled is None or self.settled > as_of)

    def check(self) -> Iterator[Diagnostic]:
        """Yield a settlement before its time, or without one."""
        if self.settled and self.settled < self.date:
            yield BACKWARDS.at(self.where, f"it is settled on {self.settled}, before it began on {self.date}")
        if self.outcome and not self.settled:
            yield BACKWARDS.at(self.where, "it has an outcome, but no day on which it was settled")


def dispute(invoice: Invoice, earlier: Iterable[Dispute], *, on: dt.date, reason: str) -> Plan:
    """Plan to record that a client objects to an issued invoice; nothing where a dispute lasts.

    Raises:
        RefusedError: for a draft, before the issue date, or when one was recorded and settled on that day.
    """
    date = _issue_date(invoice, on)
    for each in earlier:
        if each.lasts(on):
            return Plan(f"{invoice.id} is disputed already, since {each.date}: {each.reason}")
        if each.date == on:
            raise RefusedError(f"{each.where.path} records a dispute of that day", hint="edit that file")
    identity = f"{invoice.id}--{on}"
    event = Dispute(id=identity, where=invoice.where, invoice=invoice.id, date=on, client=invoice.client, reason=reason)
    path = KIND.path_of(identity, year=str(date.year))
    return Plan(f"Record that {invoice.id} is disputed: {reason}", (AddRecord(path, fields_tree(event)),))


def settle(invoice: Invoice, earlier: Iterable[Dispute], *, on: dt.date, outcome: str) -> Plan:
    """Plan to record that the dispute of an invoice is settled; nothing where it was.

    Raises:
        RefusedError: when there is no dispute.
    """
    known = [each for each in earlier if each.date <= on]
    for each in known:
        if each.lasts(on):
            path = each.where.path
            steps = (SetField(path, ("settled",), str(on)), SetField(path, ("outcome",), outcome))
            return Plan(f"Settle the dispute of {invoice.id}: {outcome}", steps)
    if known:
        return Plan(f"the dispute of {invoice.id} was settled on {known[-1].settled}")
    raise RefusedError(f"{invoice.id} is not disputed")


def _issue_date(invoice: Invoice, on: dt.date) -> dt.date:
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft, which can simply be changed")
    if on < invoice.issued.date:
        raise RefusedError(f"{invoice.id} was issued on {invoice.issued.date}, after {on}")
    return invoice.issued.date


EXAMPLE = """\
invoice: INV-2026-0042
date: 2026-11-12
client: acme
reason: Two of the booklets are cut crookedly
"""

KIND = Kind(
    record=Dispute,
    plural="disputes",
    help="Invoices that clients object to; nobody is reminded of them.",
    paths=("invoices/{year}/{id}.dispute.yaml",),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,126}",
    columns=(
        ListColumn("invoice", lambda seen: seen.record.invoice, filter=True),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("settled", lambda seen: seen.record.settled),
        ListColumn("reason", lambda seen: seen.record.reason),
        ListColumn("id", lambda seen: seen.record.id, title="Dispute", optional=True),
    ),
    faults=(BACKWARDS,),
    example=EXAMPLE,
)
