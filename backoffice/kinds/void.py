"""Voids: an issued invoice that should never have been, taken back whole while nothing has been paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn, Standing
from backoffice.core.ledger import Chart, Posting
from backoffice.core.lines import Sale, Totals
from backoffice.core.money import Money
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Id
from backoffice.kinds.invoice import KIND as INVOICE
from backoffice.kinds.invoice import Invoice


class Void(Record):
    """An event file beside the invoice; carries a copy of the totals it reverses, which ``check`` compares."""

    noun: ClassVar[str] = "void"

    date: Annotated[Date, "Day of the void."]
    reason: Annotated[str, "Why."]
    client: Annotated[Id, Ref("client"), "The invoice's client."]
    project: Annotated[Id | None, Ref("project"), "The invoice's project."] = None
    currency: Annotated[Currency, "The invoice's currency."]
    totals: Annotated[Totals, "The totals of the invoice, all of which are reversed."]

    @property
    def dated(self) -> dt.date | None:
        """The day of the void."""
        return self.date

    @property
    def title(self) -> str:
        """What was voided, and why."""
        return f"Void {self.id}: {self.reason}"

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield the reverse of the invoice."""
        sale = Sale(self.date, self.currency, f"invoice/{self.id}", self.client, self.project or "")
        yield from self.totals.postings(chart, sale, sign=-1)


def void(invoice: Invoice, standing: Standing, *, on: dt.date, reason: str) -> Plan:
    """Plan to void an issued invoice ``on`` a day.

    Raises:
        RefusedError: for a draft, or when anything has been posted against the invoice.
    """
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft, which can simply be deleted")
    state = invoice.state(standing)
    if state == "void":
        return Plan(f"{invoice.id} is void already")
    if state != "open":
        hint = f"backoffice invoice credit {invoice.id}"
        raise RefusedError(f"{invoice.id} is {state}; only an open invoice can be voided", hint=hint)
    if on < invoice.issued.date:
        raise RefusedError(f"{invoice.id} was issued on {invoice.issued.date}, after {on}")
    event = Void(
        id=invoice.id,
        where=invoice.where,
        date=on,
        reason=reason,
        client=invoice.client,
        project=invoice.project,
        currency=invoice.issued.currency,
        totals=invoice.issued.totals,
    )
    path = KIND.path_of(invoice.id, year=str(invoice.issued.date.year))
    return Plan(f"Void {invoice.id}: {reason}", (AddRecord(path, fields_tree(event)),))


EXAMPLE = """\
date: 2026-11-21
reason: Sent to the wrong client
client: acme
currency: EUR
totals:
  income:
    - {category: services, tax: standard, amount: 100.00}
  net: 100.00
  taxes:
    - {code: standard, category: S, rate: 20, taxable: 100.00, tax: 20.00}
  tax: 20.00
  gross: 120.00
"""

KIND = Kind(
    record=Void,
    plural="voids",
    help="Invoices taken back whole, with the reason.",
    paths=("invoices/{year}/{id}.void.yaml",),
    id_pattern=INVOICE.id_pattern,
    columns=(
        ListColumn("invoice", lambda seen: seen.record.id),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("gross", lambda seen: Money.of(seen.record.totals.gross, seen.record.currency)),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    example=EXAMPLE,
)
