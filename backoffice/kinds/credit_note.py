"""Credit notes: what of an issued invoice is taken back, in a document of its own (EN 16931, type 381).

Amounts are positive, as they are printed; the postings reverse them against the invoice. A full credit note copies the
invoice's stored totals; a partial one credits lines, whole or by amount. All credit notes to one invoice together never
exceed it, which ``check`` verifies because two branches may each write one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from backoffice.core.canonical import digest_of
from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.errors import RefusedError
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.ledger import Chart, Posting
from backoffice.core.lines import Adjustment, Line, Sale, Totals, totals_of
from backoffice.core.money import Money
from backoffice.core.party import Party
from backoffice.core.plain import fields_tree, tree_of
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Digest, Id
from backoffice.core.settings import Language
from backoffice.kinds.invoice import Invoice, Issued, frozen_rates

CHANGED = Fault(
    "changed-credit-note",
    "The content of a credit note is not what its digest was computed from: it was changed after it was issued.",
)
FAULTS = (CHANGED,)


class CreditNote(Record):
    """A frozen document from the day it is written."""

    noun: ClassVar[str] = "credit-note"

    invoice: Annotated[str, Ref("invoice"), "The invoice it credits."]
    invoiced: Annotated[Date, "Issue date of that invoice."]
    date: Annotated[Date, "Issue date of the credit note."]
    reason: Annotated[str, "Why; printed on it."]
    client: Annotated[Id, Ref("client"), "The invoice's client."]
    project: Annotated[Id | None, Ref("project"), "The invoice's project."] = None
    currency: Annotated[Currency, "The invoice's currency."]
    language: Annotated[Language, "Language of the printed document."]
    seller: Annotated[Party, "The business as it was."]
    buyer: Annotated[Party, "The client as it was on the invoice."]
    lines: Annotated[tuple[Line, ...], "What is credited."]
    allowances: Annotated[tuple[Adjustment, ...], "Discounts of the whole invoice, on a full credit note."] = ()
    charges: Annotated[tuple[Adjustment, ...], "Surcharges of the whole invoice, on a full credit note."] = ()
    totals: Annotated[Totals, "What is taken back, in positive amounts."]
    previous: Annotated[Digest | None, "Digest of the credit note before this one in the series."] = None
    digest: Annotated[Digest | None, "SHA-256 of all facts but this one."] = None

    @property
    def dated(self) -> dt.date | None:
        """The issue date."""
        return self.date

    @property
    def title(self) -> str:
        """Number and reason."""
        return f"{self.id} · {self.reason}"

    @property
    def gross(self) -> Money:
        """What is taken back, with tax."""
        return Money.of(self.totals.gross, self.currency)

    def check(self) -> Iterator[Diagnostic]:
        """Yield an error when the document was changed after it was issued."""
        if self.digest != digest_of(tree_of(dataclasses.replace(self, digest=None))):
            yield CHANGED.at(self.where, f"{self.id} was changed after it was issued")

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield the reverse of a sale, against the invoice."""
        sale = Sale(self.date, self.currency, f"invoice/{self.invoice}", self.client, self.project or "")
        yield from self.totals.postings(chart, sale, sign=-1)


@dataclass(frozen=True, slots=True)
class Part:
    """What of an invoice is credited: lines by position from 1, each whole (None) or by net amount."""

    lines: Mapping[int, Decimal | None]


def credit(
    invoice: Invoice,
    credited: Money,
    *,
    on: dt.date,
    reason: str,
    number: str,
    part: Part | None = None,
    previous: str | None = None,
) -> Plan:
    """Plan a credit note to an invoice of which ``credited`` (gross) is taken back already; without ``part``, of all.

    Raises:
        RefusedError: for a draft, a day before the invoice, a line that is not there, or more than is left of it.
    """
    issued = invoice.issued
    if issued is None:
        raise RefusedError(f"{invoice.id} is a draft, which can simply be changed")
    if on < issued.date:
        raise RefusedError(f"{invoice.id} was issued on {issued.date}, after {on}")
    lines = _lines(invoice, issued, part)
    note = CreditNote(
        id=number,
        where=invoice.where,
        invoice=invoice.id,
        invoiced=issued.date,
        date=on,
        reason=reason,
        client=invoice.client,
        project=invoice.project,
        currency=issued.currency,
        language=issued.language,
        seller=issued.seller,
        buyer=issued.buyer,
        lines=lines,
        allowances=() if part else invoice.allowances,
        charges=() if part else invoice.charges,
        totals=totals_of(lines, (), (), frozen_rates(issued), issued.currency) if part else issued.totals,
        previous=previous,
    )
    _require_within(invoice, credited, note)
    note = dataclasses.replace(note, digest=digest_of(tree_of(note)))
    path = KIND.path_of(number, year=str(on.year))
    return Plan(f"Credit {note.gross} of {invoice.id} by {number}: {reason}", (AddRecord(path, fields_tree(note)),))


def _lines(invoice: Invoice, issued: Issued, part: Part | None) -> tuple[Line, ...]:
    if part is None:
        return invoice.lines
    return tuple(_line(invoice, issued, position, amount) for position, amount in sorted(part.lines.items()))


def _line(invoice: Invoice, issued: Issued, position: int, amount: Decimal | None) -> Line:
    if not 1 <= position <= len(invoice.lines):
        raise RefusedError(f"{invoice.id} has no line {position}; it has {len(invoice.lines)}")
    line = invoice.lines[position - 1]
    whole = line.net(issued.currency)
    if amount is None:
        return line
    if amount <= 0 or amount > whole.amount:
        raise RefusedError(f"line {position} of {invoice.id} is {whole}; {amount} of it cannot be credited")
    return Line(text=line.text, price=amount, tax=line.tax, income=line.income)


def _require_within(invoice: Invoice, credited: Money, note: CreditNote) -> None:
    gross = invoice.gross
    if gross is not None and credited + note.gross > gross:
        left = gross - credited
        raise RefusedError(f"only {left} of {invoice.id} is left to credit, not {note.gross}", hint="credit a part")


KIND = Kind(
    record=CreditNote,
    plural="credit-notes",
    help="What of issued invoices was taken back.",
    paths=("credit-notes/{year}/{id}.md",),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,62}",
    columns=(
        ListColumn("number", lambda seen: seen.record.id),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("invoice", lambda seen: seen.record.invoice),
        ListColumn("gross", lambda seen: seen.record.gross),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    faults=FAULTS,
)
