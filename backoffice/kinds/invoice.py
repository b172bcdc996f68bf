"""Invoices: drafts, and the frozen documents they become when they are issued.

One file is one invoice. A draft (``invoices/drafts/<name>.md``) has no number and may be changed. Issuing moves it to
``invoices/<year>/<number>.md`` and adds ``issued``: number, seller and buyer as of that day, totals, a digest that
chains it to the number before. Then it never changes; what happens to it (a payment, a void) is in files of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from backoffice.core.canonical import digest_of
from backoffice.core.cash_discount import CashDiscount, GrantedDiscount
from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Tree
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import ANYTHING, Flag, Kind, ListColumn, Seen, Standing, Trace
from backoffice.core.ledger import Chart, Posting, Query
from backoffice.core.lines import Adjustment, Deduction, Line, Prices, Rates, Sale, Totals, totals_of
from backoffice.core.money import Money, total
from backoffice.core.part import Part
from backoffice.core.party import Party
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.report import Cell
from backoffice.core.scalar import Currency, Date, Digest, Id, Length, Positive
from backoffice.core.seal import holds, unsealed
from backoffice.core.settings import Language
from backoffice.kinds.foreseen import Foreseen

State = Literal["draft", "void", "written off", "refunded", "credited", "paid", "partial", "open"]

MISPLACED = Fault(
    "misplaced-invoice",
    "A draft lies among the issued invoices, or an issued one among the drafts, or its file has another name.",
)
CHANGED = Fault(
    "changed-invoice",
    "The content of an issued invoice is not what its digest was computed from: the file was changed after it was "
    "issued. Bring the issued text back (git log shows every version) and correct it by a void or a credit note.",
)
TOTALS = Fault(
    "wrong-totals",
    "The totals stored in an issued invoice are not what its lines add up to, so the paper and the books disagree.",
)
NO_LINES = Fault("no-lines", "An invoice has no lines, so there is nothing to pay.")
FAULTS = (MISPLACED, CHANGED, TOTALS, NO_LINES)

DRAFTS = "invoices/drafts"


class Issued(Part):
    """What is frozen into an invoice when it gets its number."""

    number: Annotated[str, "The invoice number; also the name of the file."]
    date: Annotated[Date, "Issue date."]
    due: Annotated[Date, "Due date: the last day on which payment is in time."]
    currency: Annotated[Currency, "Currency of all amounts."]
    language: Annotated[Language, "Language of the printed document."]
    draft: Annotated[str, "Identity of the draft, so that none becomes two invoices."]
    reference: Annotated[str, "What the client wants quoted, its usual reference where the draft named none."] = ""
    rate: Annotated[Positive | None, "What one unit of the currency was worth in that of the books."] = None
    cash_discount: Annotated[GrantedDiscount | None, "Discount for paying early."] = None
    tax: Annotated[str, "Tax code of the lines that name none."]
    seller: Annotated[Party, "The business as it was."]
    buyer: Annotated[Party, "The client as it was."]
    totals: Annotated[Totals, "What the lines add up to."]
    pdf_sha256: Annotated[Digest | None, "What the PDF hashes to that was archived with it."] = None
    previous: Annotated[Digest | None, "Digest of the invoice before this one in the series."] = None
    joins: Annotated[tuple[Digest, ...], "Digests of other ends of the series, where copies had issued unseen."] = ()
    digest: Annotated[Digest | None, "SHA-256 of all facts of this invoice but this one."] = None


class Invoice(Record):
    """An invoice, or the draft of one."""

    noun: ClassVar[str] = "invoice"

    client: Annotated[Id, Ref("client"), "Who pays."]
    project: Annotated[Id | None, Ref("project"), "The project it belongs to."] = None
    type: Annotated[
        Literal["invoice", "deposit"],
        "invoice: for what was delivered; deposit: for money in advance (EN 16931, type 386).",
    ] = "invoice"
    quote: Annotated[str | None, Ref("quote"), "The quote of which it bills a part."] = None
    deposits: Annotated[tuple[str, ...], Ref("invoice"), "Deposit invoices that prepaid a part of this one."] = ()
    subject: Annotated[str, "One line that says what it is about."] = ""
    reference: Annotated[str, "The client's order number or reference; empty: the client's usual one."] = ""
    delivered: Annotated[str, "Day or period of delivery as printed, such as 2026-10 or 2026-10-01..2026-10-15."] = ""
    tax_point: Annotated[Date | None, "Day that decides the tax rates; empty: the issue date."] = None
    planned: Annotated[Date | None, "Issue date that a schedule planned; empty: the day it is issued."] = None
    currency: Annotated[Currency | None, "Currency; empty: the client's."] = None
    terms: Annotated[Length | None, "How long the client has to pay; empty: the client's usual terms."] = None
    cash_discount: Annotated[CashDiscount | None, "Discount for paying early; empty: the client's usual one."] = None
    prices: Annotated[Prices, "gross: the prices include tax; net: they do not."] = "net"
    intro: Annotated[str, "Text printed above the lines (Markdown)."] = ""
    lines: Annotated[tuple[Line, ...], "What was delivered."]
    allowances: Annotated[tuple[Adjustment, ...], "Discounts on the whole invoice."] = ()
    charges: Annotated[tuple[Adjustment, ...], "Surcharges on the whole invoice."] = ()
    closing: Annotated[str, "Text printed below the totals (Markdown)."] = ""
    issued: Annotated[Issued | None, "Written by `invoice issue`; never by hand."] = None

    @property
    def title(self) -> str:
        """Number and subject, as far as there are any."""
        return " · ".join(part for part in (self.issued.number if self.issued else self.id, self.subject) if part)

    @property
    def dated(self) -> dt.date | None:
        """The issue date; a draft has none."""
        return self.issued.date if self.issued else None

    @property
    def gross(self) -> Money | None:
        """The total with tax, once it is issued."""
        return Money.of(self.issued.totals.gross, self.issued.currency) if self.issued else None

    def facts(self) -> Tree:
        """Return what the digest is of: every field in its canonical form, without defaults, notes and the digest."""
        return unsealed(fields_tree(self), "issued")

    def digest(self) -> str:
        """Return the SHA-256 of the invoice's facts in canonical JSON."""
        return digest_of(self.facts())

    def codes(self, usual: str) -> set[str]:
        """Return the tax codes that occur, ``usual`` being that of lines that name none."""
        adjusted = {each.tax for each in (*self.allowances, *self.charges) if each.tax}
        return {each.tax or usual for each in self.lines} | adjusted

    def totals(self, rates: Rates, currency: str, prepaid: Sequence[Deduction] = ()) -> Totals:
        """Return what the lines add up to at ``rates``, and what was prepaid of it."""
        stated = (self.lines, self.allowances, self.charges, rates, currency)
        return totals_of(*stated, prices=self.prices, deposit=self.type == "deposit", prepaid=prepaid)

    def check(self) -> Iterator[Diagnostic]:
        """Yield what the invoice itself shows to be wrong: its place, totals that do not add up."""
        if not self.lines:
            yield NO_LINES.at(self.where, "the invoice has no lines")
        drafts = "/drafts/" in self.where.path
        if self.issued is None:
            if not drafts:
                yield MISPLACED.at(self.where, f"this is a draft, but not in {DRAFTS}/")
            return
        if drafts or self.issued.number != self.id:
            say = f"invoice {self.issued.number} is not in invoices/{self.issued.date.year}/{self.issued.number}.md"
            hint = "to make a draft of a copy, delete `issued` and all below it" if drafts else ""
            yield MISPLACED.at(self.where, say, hint=hint)
        if not self._adds_up(self.issued):
            yield TOTALS.at(self.where, f"the stored totals of {self.issued.number} are not those of its lines")

    def check_seal(self, written: Mapping[str, Tree]) -> Iterator[Diagnostic]:
        """Yield that an issued invoice was changed."""
        if self.issued and not holds(self.issued.digest, unsealed(written, "issued"), self.facts):
            yield CHANGED.at(self.where, f"{self.issued.number} was changed after it was issued")

    def _adds_up(self, issued: Issued) -> bool:
        rates, deducted = issued.totals.rates(issued.tax), tuple(each.number for each in issued.totals.prepaid)
        if not self.codes(issued.tax) <= rates.codes.keys() or deducted != self.deposits:
            return False
        return self.totals(rates, issued.currency, issued.totals.prepaid) == issued.totals

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield receivable against income and output tax; a draft posts nothing."""
        if self.issued:
            yield from self.issued.totals.postings(chart, self.sale(self.issued.date))

    def sale(self, date: dt.date) -> Sale:
        """Return what postings about this invoice on ``date`` have in common."""
        currency = self.issued.currency if self.issued else ""
        return Sale(date, currency, self.ref, self.client, self.project or "")

    def deadlines(self) -> Iterator[Deadline]:
        """Yield the due date."""
        if self.issued:
            what = f"{self.issued.number} is due from {self.issued.buyer.name}"
            yield Deadline(self.issued.due, self.ref, "payment", what, settled_by=self.ref)

    def state(self, standing: Standing) -> State:
        """Return the state that the ledger gives the invoice; ``standing`` by source of the posting."""
        if not self.issued:
            return "draft"
        by_source = {source for (source,) in standing}
        remaining = self.open(standing)
        for source, state in _ENDINGS:
            if source in by_source and (source == "void" or remaining.amount <= 0):
                return state
        if remaining.amount <= 0:
            return "paid"
        return "partial" if by_source - {"invoice"} else "open"

    def open(self, standing: Standing) -> Money:
        """Return what is still to be paid (negative: overpaid); nothing for a draft."""
        if not self.issued:
            return Money.of(0, self.currency or "XXX")
        currency = self.issued.currency
        return total([each for amounts in standing.values() for each in amounts if each.currency == currency], currency)

    def overdue(self, standing: Standing, as_of: dt.date) -> bool:
        """Tell whether something is open and the due date is past; due today is not overdue."""
        return self.issued is not None and self.issued.due < as_of and self.open(standing).amount > 0


_ENDINGS: tuple[tuple[str, State], ...] = (
    ("void", "void"),
    ("write-off", "written off"),
    ("refund", "refunded"),
    ("credit-note", "credited"),
)


def _gross(seen: Seen) -> Money | None:
    """The total with tax; of a draft, what it would be if it were issued on the day of the list."""
    invoice: Invoice = seen.record
    if invoice.issued or not invoice.lines or seen.around is None:
        return invoice.gross
    at = seen.around.rates(invoice.client, invoice.codes, invoice.tax_point or invoice.planned or seen.as_of)
    currency = invoice.currency or (at[1] if at else "")
    return Money.of(invoice.totals(at[0], currency).gross, currency) if at else None


def _open(seen: Seen) -> Cell:
    invoice: Invoice = seen.record
    return invoice.open(seen.standing) if invoice.issued else None


def _late(seen: Seen) -> int | None:
    """Whole days past the due date, of an invoice that is overdue."""
    invoice: Invoice = seen.record
    if invoice.issued is None or not invoice.overdue(seen.standing, seen.as_of):
        return None
    return (seen.as_of - invoice.issued.due).days


def _owed(cents: int) -> bool:
    return cents > 0


def _unpaid(seen: Seen) -> bool:
    invoice: Invoice = seen.record
    return invoice.open(seen.standing).amount > 0


EXAMPLE = """\
---
client: acme
project: acme-website
subject: Website relaunch, phase 1
delivered: 2026-09-01..2026-10-31
lines:
  - text: Concept and design
    quantity: 24
    unit: hour
    price: 95
  - text: Stock photographs
    price: 120.50
    tax: standard
allowances:
  - reason: Returning client
    percent: 5
---
Ada wants the hours listed next time.
"""

KIND = Kind(
    record=Invoice,
    plural="invoices",
    help="Drafts and issued invoices, their totals and what is still open.",
    paths=("invoices/{year}/{id}.md", f"{DRAFTS}/{{id}}.md"),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,62}",
    columns=(
        ListColumn("number", lambda seen: seen.record.id),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("date", lambda seen: seen.record.dated, optional=True, place="issued.date"),
        ListColumn("due", lambda seen: seen.record.issued.due if seen.record.issued else None, place="issued.due"),
        ListColumn("gross", _gross),
        ListColumn("open", _open),
        ListColumn("state", lambda seen: seen.record.state(seen.standing), filter=True),
        ListColumn("days_late", _late, title="Late"),
    ),
    standing=Query(by=("document", "source"), account="receivable", nonzero=False),
    around=Foreseen,
    counts=lambda seen: "Total" if seen.record.issued else "Drafts",
    flags=(
        Flag("unpaid", "Only invoices with something still to be paid.", _unpaid, standing=_owed),
        Flag("overdue", "Only unpaid invoices past their due date.", lambda seen: bool(_late(seen)), standing=_owed),
    ),
    states={
        "draft": Trace(place="issued.number", passes=lambda number: number is None),
        "open": Trace(_owed),
        "partial": Trace(_owed),
        "paid": ANYTHING,
        **{state: Trace(source=source) for source, state in _ENDINGS},
    },
    archived="issued.pdf_sha256",
    faults=FAULTS,
    example=EXAMPLE,
)
