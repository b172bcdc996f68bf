"""The record of a quote: what is offered at what price, and what is frozen when it is sent.

As a draft (``quotes/drafts/<name>.md``) it has no number. Sending moves it to ``quotes/<year>/<number>.md`` and adds
``sent``: number, dates, the parties as they are, the tax rates, and a digest over all of it. What the client says to it
is a file beside it; what was billed of it follows from the invoices that name it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from backoffice.core.canonical import digest_of
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Tree
from backoffice.core.duration import Duration
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.lines import Adjustment, Line, Prices, Rates, Totals, totals_of
from backoffice.core.money import Money
from backoffice.core.part import Part
from backoffice.core.party import Party
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Billed, Currency, Date, Digest, Id, Length, Percent, Positive, YesNo
from backoffice.core.seal import holds, unsealed
from backoffice.core.settings import Language
from backoffice.core.tax import Category, TaxCode

MISPLACED = Fault(
    "misplaced-quote", "A draft lies among the quotes that were sent, or a sent one among the drafts, or is renamed."
)
CHANGED = Fault(
    "changed-quote",
    "The content of a quote is not what its digest was computed from: the file was changed after it was sent. Bring "
    "the text that was sent back (git log shows every version); a new offer is a new quote.",
)
EMPTY = Fault("empty-quote", "A quote offers nothing: all its lines are optional, or it has none.")
MILESTONES = Fault("bad-milestones", "The milestones of a quote do not add up to 100 percent.")
FAULTS = (MISPLACED, CHANGED, EMPTY, MILESTONES)

MONTH = Duration(days=30)
HUNDRED = Decimal(100)


class QuoteLine(Part):
    """One line of an offer: always part of it, of one of several options, or to be had in addition."""

    text: Annotated[str, "What is offered; the first line is printed in bold when there are several."]
    quantity: Annotated[Billed, "How many units."] = Decimal(1)
    unit: Annotated[str, "The unit: hour, day, piece, month, km …"] = ""
    price: Annotated[Billed, "Price of one unit, without tax unless prices are gross."]
    per: Annotated[Positive, "How many units the price is for, usually one."] = Decimal(1)
    tax: Annotated[str, "A code of the tax table; empty: the client's or the workspace's usual one."] = ""
    income: Annotated[str, "The kind of income, part of the ledger account."] = "services"
    allowances: Annotated[tuple[Adjustment, ...], "Discounts on this line."] = ()
    charges: Annotated[tuple[Adjustment, ...], "Surcharges on this line."] = ()
    option: Annotated[str, "Name of the option it belongs to; of several options the client takes one."] = ""
    optional: Annotated[YesNo, "Whether it is offered in addition, and counts only where the client takes it."] = False

    @property
    def line(self) -> Line:
        """The line of the invoice it becomes."""
        return Line(
            text=self.text,
            quantity=self.quantity,
            unit=self.unit,
            price=self.price,
            per=self.per,
            tax=self.tax,
            income=self.income,
            allowances=self.allowances,
            charges=self.charges,
        )


class Milestone(Part):
    """A part of the work that is billed once it is done."""

    name: Annotated[str, "What is reached; printed on its invoice."]
    percent: Annotated[Percent, "How much of the whole it is."]


class QuotedRate(Part):
    """A tax code as it was when the quote was sent."""

    code: Annotated[str, "The code in the tax table."]
    category: Annotated[Category, "EN 16931 category."]
    rate: Annotated[Percent, "The rate in percent."]
    reason: Annotated[str, "Why no tax is charged."] = ""


class Sent(Part):
    """What is frozen into a quote when it is sent."""

    number: Annotated[str, "The number of the quote; also the name of the file."]
    date: Annotated[Date, "Day on which it was sent."]
    until: Annotated[Date, "Last day on which it can be accepted."]
    currency: Annotated[Currency, "Currency of all amounts."]
    language: Annotated[Language, "Language of the printed document."]
    draft: Annotated[str, "Identity of the draft, so that none is sent twice."]
    reference: Annotated[str, "What the client wants quoted."] = ""
    tax: Annotated[str, "Tax code of the lines that name none."]
    rates: Annotated[tuple[QuotedRate, ...], "Tax codes and rates as they were."]
    seller: Annotated[Party, "The business as it was."]
    buyer: Annotated[Party, "The client as it was."]
    pdf_sha256: Annotated[Digest | None, "What the PDF hashes to that was archived with it."] = None
    digest: Annotated[Digest | None, "SHA-256 of all facts of this quote but this one."] = None


class Quote(Record):
    """An offer to a client, or the draft of one."""

    noun: ClassVar[str] = "quote"

    client: Annotated[Id, Ref("client"), "To whom it is offered."]
    project: Annotated[Id | None, Ref("project"), "The project it belongs to, where there is one already."] = None
    subject: Annotated[str, "One line that says what it is about."] = ""
    reference: Annotated[str, "The client's reference; empty: the client's usual one."] = ""
    valid: Annotated[Length, "How long it can be accepted."] = MONTH
    currency: Annotated[Currency | None, "Currency; empty: the client's."] = None
    terms: Annotated[Length | None, "How long the client has to pay its invoices; empty: the client's terms."] = None
    prices: Annotated[Prices, "gross: the prices include tax; net: they do not."] = "net"
    intro: Annotated[str, "Text printed above the lines (Markdown)."] = ""
    lines: Annotated[tuple[QuoteLine, ...], "What is offered."]
    allowances: Annotated[tuple[Adjustment, ...], "Discounts on the whole."] = ()
    charges: Annotated[tuple[Adjustment, ...], "Surcharges on the whole."] = ()
    deposit: Annotated[Percent | None, "How much is to be paid in advance, in percent."] = None
    milestones: Annotated[tuple[Milestone, ...], "Parts that are billed as they are done; 100 percent together."] = ()
    closing: Annotated[str, "Text printed below the totals (Markdown)."] = ""
    sent: Annotated[Sent | None, "Written by `quote send`; never by hand."] = None

    @property
    def title(self) -> str:
        """Number and subject, as far as there are any."""
        return " · ".join(part for part in (self.id, self.subject) if part)

    @property
    def dated(self) -> dt.date | None:
        """The day on which it was sent; a draft has none."""
        return self.sent.date if self.sent else None

    @property
    def options(self) -> tuple[str, ...]:
        """The options of which the client takes one, in the order of the lines."""
        return tuple(dict.fromkeys(line.option for line in self.lines if line.option))

    @property
    def extras(self) -> tuple[int, ...]:
        """The positions, from 1, of the lines to be had in addition."""
        return tuple(at for at, line in enumerate(self.lines, start=1) if line.optional)

    def chosen(self, option: str = "", extras: Collection[int] = ()) -> tuple[Line, ...]:
        """Return the lines of one option (empty: the first) with some in addition, by position from 1."""
        wanted = option or next(iter(self.options), "")
        return tuple(
            line.line
            for at, line in enumerate(self.lines, start=1)
            if line.option in {"", wanted} and (not line.optional or at in extras)
        )

    def rates(self) -> Rates:
        """Return the tax rates frozen into it; none for a draft."""
        if self.sent is None:
            return Rates("", {})
        codes = {
            each.code: (TaxCode(category=each.category, reason=each.reason), each.rate) for each in self.sent.rates
        }
        return Rates(self.sent.tax, codes)

    def totals(self, option: str = "", extras: Collection[int] = ()) -> Totals | None:
        """Return what an option comes to with some lines in addition; None for a draft."""
        if self.sent is None:
            return None
        lines = self.chosen(option, extras)
        return totals_of(lines, self.allowances, self.charges, self.rates(), self.sent.currency, prices=self.prices)

    def net(self, option: str = "", extras: Collection[int] = ()) -> Money | None:
        """Return what that comes to without tax."""
        totals = self.totals(option, extras)
        return Money.of(totals.net, self.sent.currency) if totals and self.sent else None

    def facts(self) -> Tree:
        """Return what the digest is of: every field in its canonical text form, without notes and digest."""
        return unsealed(fields_tree(self), "sent")

    def digest(self) -> str:
        """Return the SHA-256 of its facts in canonical JSON."""
        return digest_of(self.facts())

    def check(self) -> Iterator[Diagnostic]:
        """Yield what the quote itself shows to be wrong."""
        if not self.chosen():
            yield EMPTY.at(self.where, "the quote offers nothing", hint="give it lines that are not optional")
        if self.milestones and (whole := sum(each.percent for each in self.milestones)) != HUNDRED:
            yield MILESTONES.at(self.where, f"the milestones add up to {whole} percent", about=("milestones",))
        drafts = "/drafts/" in self.where.path
        if self.sent is None:
            if not drafts:
                yield MISPLACED.at(self.where, "this is a draft, but not in quotes/drafts/")
            return
        if drafts or self.sent.number != self.id:
            place = f"quotes/{self.sent.date.year}/{self.sent.number}.md"
            yield MISPLACED.at(self.where, f"quote {self.sent.number} is not in {place}")

    def check_seal(self, written: Mapping[str, Tree]) -> Iterator[Diagnostic]:
        """Yield that a quote was changed after it was sent."""
        if self.sent and not holds(self.sent.digest, unsealed(written, "sent"), self.facts):
            yield CHANGED.at(self.where, f"{self.sent.number} was changed after it was sent")
