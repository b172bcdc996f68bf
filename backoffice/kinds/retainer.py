"""Retainers: hours, or money's worth of hours, that a client has bought ahead, again for every period.

What a period grants is used by the client's time, the oldest first. What is left lapses with its period, or later where
``keeps`` says so. What is worked beyond it is billed like any other time.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Annotated, ClassVar, NamedTuple

from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.duration import Duration, add_days
from backoffice.core.hours import Minutes, Worked
from backoffice.core.kind import ANYTHING, Kind, ListColumn, Seen
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.record import Record, Ref
from backoffice.core.recurrence import Occurrence, Recurrence
from backoffice.core.scalar import Currency, Date, Id, Length, Positive

CONTRADICTION = Fault(
    "impossible-retainer",
    "A retainer contradicts itself: it ends before it starts, or it grants neither hours nor an amount, or both.",
)
NO_TIME = Duration()


class Grant(NamedTuple):
    """What one period grants: its name and days, how much, and the last day on which that can be used.

    ``units`` are minutes, or minor units of the currency.
    """

    name: str
    covers: Period
    units: int
    usable: dt.date


class Retainer(Record):
    """Work bought ahead."""

    noun: ClassVar[str] = "retainer"

    client: Annotated[Id, Ref("client"), "Who has bought it."]
    project: Annotated[Id | None, Ref("project"), "Only time on this project uses it; empty: all of the client's."] = (
        None
    )
    task: Annotated[str, "Only time of this task uses it; empty: of any."] = ""
    every: Annotated[Recurrence, "How often it is granted anew: month, quarter, year, 6m …"]
    start: Annotated[Date, "First day; all periods are counted from it."]
    until: Annotated[Date | None, "Last day; a period that has begun by then is granted in full."] = None
    hours: Annotated[Worked | None, "How much time each period grants, such as 40h."] = None
    amount: Annotated[Positive | None, "Or for how much money, net; time uses it at its rate."] = None
    currency: Annotated[Currency | None, "Currency of the amount; empty: the client's."] = None
    keeps: Annotated[Length, "How long what is left can be used after its period, such as 3m; 0d: it lapses."] = NO_TIME
    schedule: Annotated[Id | None, Ref("schedule"), "The schedule that bills it."] = None

    @property
    def title(self) -> str:
        """What it grants, to whom."""
        return f"{self.hours or self.amount} every {self.every} · {self.client}"

    @property
    def dated(self) -> dt.date | None:
        """Its first day."""
        return self.start

    def check(self) -> Iterator[Diagnostic]:
        """Yield what the retainer contradicts itself in."""
        if (self.hours is None) == (self.amount is None):
            yield CONTRADICTION.at(self.where, "a retainer grants hours or an amount, one of the two")
        if self.until and self.until < self.start:
            yield CONTRADICTION.at(self.where, f"it ends on {self.until}, before it starts on {self.start}")

    def uses(self, project: str | None, task: str) -> bool:
        """Tell whether time of its client on a project, at a task, may use it."""
        return self.project in {None, project} and self.task in {"", task}

    def grants(self, upto: dt.date, currency: str) -> Iterator[Grant]:
        """Yield what has been granted up to a day, in order; an amount in minor units of ``currency``."""
        units = int(self.hours or 0) if self.amount is None else Money.of(self.amount, currency).minor
        end = min(upto, self.until or upto)
        for one, following in takewhile(lambda pair: pair[0].day <= end, pairwise(self.every.occurrences(self.start))):
            covers = Period(one.day, add_days(following.day, -1))
            yield Grant(_name(one, covers), covers, units, add_days(self.keeps.after(following.day), -1))

    def worth(self, units: int, currency: str) -> Minutes | Money:
        """Return so many of its units as what they are: a length of time, or an amount of ``currency``."""
        return Minutes(units) if self.amount is None else Money.of_minor(units, currency)

    def state(self, as_of: dt.date) -> str:
        """Return whether it is to come, running or over on a day."""
        if as_of < self.start:
            return "planned"
        return "over" if self.until and self.until < as_of else "running"


def _name(one: Occurrence, covers: Period) -> str:
    """Return the name of what it covers where that has one (``2026-Q2``), else of when it begins."""
    whole = str(covers)
    return one.name if ".." in whole else whole


def _grant(seen: Seen) -> Minutes | Money | None:
    retainer: Retainer = seen.record
    if retainer.amount is not None:
        return Money.of(retainer.amount, retainer.currency) if retainer.currency else None
    return retainer.hours


EXAMPLE = """\
---
client: acme
project: acme-website
every: month
start: 2026-01-01
hours: 20h
keeps: 3m
schedule: acme-retainer
---
Unused hours stay three months, then they lapse.
"""

KIND = Kind(
    record=Retainer,
    plural="retainers",
    help="Hours, or money's worth of them, that clients have bought ahead.",
    paths=("retainers/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Retainer"),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("project", lambda seen: seen.record.project, filter=True, optional=True),
        ListColumn("every", lambda seen: str(seen.record.every)),
        ListColumn("grants", _grant),
        ListColumn("keeps", lambda seen: str(seen.record.keeps) if seen.record.keeps != NO_TIME else None),
        ListColumn("start", lambda seen: seen.record.start),
        ListColumn("until", lambda seen: seen.record.until),
        ListColumn("state", lambda seen: seen.record.state(seen.as_of), filter=True),
    ),
    states=dict.fromkeys(("planned", "running", "over"), ANYTHING),
    faults=(CONTRADICTION,),
    example=EXAMPLE,
)
