"""Schedules: invoices that come again and again, such as a retainer, hosting or a licence.

It bills *periods*, each once: names of occurrences (``2026-Q4``), the same on every machine. Invoices say which are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice, pairwise

from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.duration import Duration
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import ANYTHING, Kind, ListColumn, Seen
from backoffice.core.lines import Line, Prices, Rates, totals_of
from backoffice.core.money import ZERO, Money, total
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part
from backoffice.core.period import Period
from backoffice.core.record import Record, Ref
from backoffice.core.recurrence import Occurrence, Recurrence
from backoffice.core.report import Cell
from backoffice.core.scalar import Currency, Date, Id, Integer, Length, Positive
from backoffice.core.tax import TaxCode
from backoffice.kinds.client import Client

CONTRADICTION = Fault(
    "bad-schedule",
    "A schedule contradicts itself: it ends before it starts, bills nothing, pauses backwards, or skips a period that "
    "it does not have.",
)
ONE_DAY = dt.timedelta(days=1)
A_YEAR = Duration(months=12)


class Step(Part):
    """A new price from a day on."""

    since: Annotated[Date, "First billing day of the new price."]
    price: Annotated[Positive, "Price of one unit from then on."]


class ScheduledLine(Part):
    """A line of every invoice. ``{period}`` in its text becomes the time it covers."""

    text: Annotated[str, "What is delivered; {period} stands for the time covered, such as 2026-11."]
    quantity: Annotated[Positive, "How many units."] = Decimal(1)
    unit: Annotated[str, "The unit: hour, day, piece, month, km …"] = ""
    price: Annotated[Positive, "Price of one unit at the start, without tax unless prices are gross."]
    steps: Annotated[tuple[Step, ...], "Later prices, each from a day on."] = ()
    per: Annotated[Positive, "How many units the price is for, usually one."] = Decimal(1)
    tax: Annotated[str, "A code of the tax table; empty: the client's or the workspace's usual one."] = ""
    income: Annotated[str, "The kind of income, part of the ledger account."] = "services"

    def price_on(self, day: dt.date) -> Decimal:
        """Return the price that holds on a billing day."""
        begun = [step for step in self.steps if step.since <= day]
        return max(begun, key=lambda step: step.since).price if begun else self.price


class Pause(Part):
    """A time in which nothing is billed; both days belong to it."""

    since: Annotated[Date, "First day."]
    until: Annotated[Date | None, "Last day; empty: until further notice."] = None
    reason: Annotated[str, "Why."] = ""

    def holds(self, day: dt.date) -> bool:
        """Tell whether ``day`` lies in the pause."""
        return self.since <= day and (self.until is None or day <= self.until)


class Instalment(NamedTuple):
    """One invoice to come: its billing day, its period's name, the days it covers, and of how many days they are."""

    day: dt.date
    name: str
    covers: Period
    whole: int

    @property
    def days(self) -> int:
        """How many days it covers."""
        return _days(self.covers)

    @property
    def time(self) -> str:
        """What it covers, as invoices say it in any language: ``2026-11``, ``2027-03-01 – 2027-03-15``."""
        return str(self.covers).replace("..", " – ")


class Schedule(Record):
    """What is billed again and again, and when."""

    noun: ClassVar[str] = "schedule"

    client: Annotated[Id, Ref("client"), "Who pays."]
    project: Annotated[Id | None, Ref("project"), "The project it belongs to."] = None
    every: Annotated[Recurrence, "When: month, quarter, 6m, month on last, year on 04-15 …"]
    start: Annotated[Date, "First day of the service; all billing days are counted from it."]
    until: Annotated[Date | None, "Last day of the service; a period that has begun by then is still billed."] = None
    count: Annotated[Integer | None, "How many periods there are, skipped ones among them."] = None
    covers: Annotated[
        Literal["calendar", "ahead"],
        "calendar: each invoice covers the month, quarter or year it is named after; "
        "ahead: the time from its billing day to the next.",
    ] = "calendar"
    prorate: Annotated[
        Literal["none", "days"], "days: a period cut by start or until is billed by its days; none: in full."
    ] = "none"
    date: Annotated[
        Literal["scheduled", "issued"], "Date of the invoices: the billing day, or the day on which they are issued."
    ] = "scheduled"
    subject: Annotated[str, "One line that says what it is about; may hold {period}."] = ""
    reference: Annotated[str, "The client's order number; empty: the client's usual one."] = ""
    currency: Annotated[Currency | None, "Currency; empty: the client's."] = None
    terms: Annotated[Length | None, "How long the client has to pay; empty: the client's usual terms."] = None
    prices: Annotated[Prices, "gross: the prices include tax; net: they do not."] = "net"
    intro: Annotated[str, "Text printed above the lines (Markdown); may hold {period}."] = ""
    lines: Annotated[tuple[ScheduledLine, ...], "What every invoice bills."]
    closing: Annotated[str, "Text printed below the totals (Markdown)."] = ""
    pauses: Annotated[tuple[Pause, ...], "Times whose billing days fall out."] = ()
    skipped: Annotated[tuple[str, ...], "Periods that are not billed, by name, such as 2026-08."] = ()

    @property
    def title(self) -> str:
        """What it is about, for whom."""
        return (
            f"{self.subject.replace('{period}', '…') or self.lines[0].text if self.lines else self.id} · {self.client}"
        )

    def instalments(self, upto: dt.date) -> Iterator[Instalment]:
        """Yield what is billed up to a day, in order, without what is skipped or falls into a pause."""
        most = None if self.count is None else max(self.count, 0)
        for occurrence, following in islice(pairwise(self.every.occurrences(self.start)), most):
            covers = self._covered(occurrence, following)
            if occurrence.day > upto or (self.until and covers.start > self.until):
                break
            if occurrence.name not in self.skipped and not any(pause.holds(occurrence.day) for pause in self.pauses):
                yield Instalment(occurrence.day, occurrence.name, self._cut(covers), _days(covers))

    def _covered(self, occurrence: Occurrence, following: Occurrence) -> Period:
        if self.covers == "ahead":
            return Period(occurrence.day, following.day - ONE_DAY)
        return Period.parse(occurrence.name)

    def _cut(self, covers: Period) -> Period:
        if self.prorate == "none":
            return covers
        end = covers.end if self.until is None else min(covers.end, self.until)
        return Period(max(covers.start, self.start), end)

    def lines_of(self, instalment: Instalment) -> tuple[Line, ...]:
        """Return the lines of one invoice: at the price of its day, by days where its period is cut."""
        return tuple(_line(line, instalment) for line in self.lines)

    def check(self) -> Iterator[Diagnostic]:
        """Yield what the schedule contradicts itself in."""
        if not self.lines:
            yield CONTRADICTION.at(self.where, "the schedule has no lines")
        if self.until and self.until < self.start:
            yield CONTRADICTION.at(self.where, f"the schedule ends on {self.until}, before it starts on {self.start}")
        if self.count is not None and self.count < 1:
            yield CONTRADICTION.at(self.where, f"the schedule has {self.count} periods")
        for pause in self.pauses:
            if pause.until and pause.until < pause.since:
                yield CONTRADICTION.at(self.where, f"a pause ends on {pause.until}, before it starts on {pause.since}")
        for name in self.skipped:
            if not self._has(name):
                hint = f"the first is {next(self.every.occurrences(self.start)).name}"
                yield CONTRADICTION.at(self.where, f"the schedule has no period {name} to skip", hint=hint)

    def _has(self, name: str) -> bool:
        try:
            last = A_YEAR.after(Period.parse(name).end)
        except ValueError:
            return False
        return any(each.name == name for each in self.every.between(self.start, self.start, last))

    def state(self, as_of: dt.date) -> str:
        """Return whether the schedule is to come, running, paused or over on a day."""
        if as_of < self.start:
            return "planned"
        if self.until and self.until < as_of:
            return "over"
        return "paused" if any(pause.holds(as_of) for pause in self.pauses) else "running"

    def following(self, as_of: dt.date) -> dt.date | None:
        """Return the next billing day after a day, within two years of it."""
        later = (each.day for each in self.instalments(A_YEAR.after(A_YEAR.after(as_of))) if each.day > as_of)
        return next(later, None)


def _days(period: Period) -> int:
    return (period.end - period.start).days + 1


def _line(line: ScheduledLine, instalment: Instalment) -> Line:
    cut = instalment.days < instalment.whole
    return Line(
        text=line.text.replace("{period}", instalment.time),
        quantity=line.quantity * instalment.days if cut else line.quantity,
        unit="day" if cut else line.unit,
        price=line.price_on(instalment.day),
        per=line.per * instalment.whole if cut else line.per,
        tax=line.tax,
        income=line.income,
    )


def _next(seen: Seen) -> Cell:
    schedule: Schedule = seen.record
    return schedule.following(seen.as_of)


def _net(seen: Seen) -> Cell:
    """What a whole period comes to."""
    schedule: Schedule = seen.record
    day = schedule.following(seen.as_of) or seen.as_of
    whole = Instalment(day, "", Period(day, day), 1)
    billing: Billing | None = seen.around or (Billing(schedule.currency, "", {}) if schedule.currency else None)
    return billing.net(schedule, whole) if billing else None


class Billing(NamedTuple):
    """What a schedule's invoices depend on besides itself: currency, usual tax code, and the tax table."""

    currency: str
    tax: str
    taxes: Mapping[str, TaxCode]

    def net(self, schedule: Schedule, instalment: Instalment) -> Money:
        """Return what an instalment comes to without tax; a code without a rate on its day counts as free of it."""
        lines = schedule.lines_of(instalment)
        if schedule.prices == "net":
            return total((line.amount(self.currency) for line in lines), self.currency)
        rows = {line.tax or self.tax: self.taxes.get(line.tax or self.tax, FREE) for line in lines}
        rates = Rates(self.tax, {code: (row, row.rate(instalment.day) or ZERO) for code, row in rows.items()})
        return Money.of(totals_of(lines, (), (), rates, self.currency, prices="gross").net, self.currency)


FREE = TaxCode(category="Z")


def billing_of(schedule: Schedule, books: Books) -> Billing:
    """Return what its invoices depend on: what it says itself, its client, or the workspace."""
    client, settings = books.get(Client, schedule.client), books.settings
    currency = schedule.currency or (client and client.currency) or settings.currency
    return Billing(currency, (client and client.tax) or settings.tax, settings.taxes)


def _billing(books: Books) -> dict[str, Billing]:
    return {schedule.id: billing_of(schedule, books) for schedule in books.all(Schedule)}


EXAMPLE = """\
---
client: acme
every: month
start: 2026-01-01
subject: Retainer {period}
lines:
  - text: Design retainer, two days
    quantity: 2
    unit: day
    price: 760
    steps:
      - {since: 2027-01-01, price: 790}
  - text: Hosting
    price: 49
    income: hosting
pauses:
  - {since: 2026-08-01, until: 2026-08-31, reason: Company holidays}
---
Agreed by e-mail on 3 December.
"""

KIND = Kind(
    record=Schedule,
    plural="schedules",
    help="Invoices that come again and again: retainers, hosting, licences.",
    paths=("schedules/{id}.md",),
    id_pattern=r"[a-z0-9][a-z0-9-]{0,51}",
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Schedule"),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("every", lambda seen: str(seen.record.every)),
        ListColumn("start", lambda seen: seen.record.start),
        ListColumn("next", _next),
        ListColumn("net", _net),
        ListColumn("state", lambda seen: seen.record.state(seen.as_of), filter=True),
    ),
    around=_billing,
    states=dict.fromkeys(("planned", "running", "paused", "over"), ANYTHING),
    faults=(CONTRADICTION,),
    example=EXAMPLE,
)
