"""Holidays: the days on which nobody works, a file for each place; the settings name the one that counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from backoffice.core.books import Books
from backoffice.core.calendar import Calendar
from backoffice.core.change import AddRecord, Plan, SetField
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Tree
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.part import Part
from backoffice.core.record import Record
from backoffice.core.scalar import Date, YesNo

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

NO_WORK = Fault("no-working-day", "A calendar leaves no day of the week to work on, so nothing could ever be done.")


class Holiday(Part):
    """A day off."""

    date: Annotated[Date, "The day."]
    name: Annotated[str, "What it is called."] = ""
    yearly: Annotated[YesNo, "Whether it is this day of every year."] = False


class Holidays(Record):
    """The calendar of one place."""

    noun: ClassVar[str] = "holidays"

    name: Annotated[str, "Where it holds."] = ""
    days: Annotated[tuple[Holiday, ...], "The days off."] = ()
    weekend: Annotated[tuple[Weekday, ...], "Days of the week on which nobody works."] = ("sat", "sun")

    @property
    def title(self) -> str:
        """Where it holds."""
        return self.name or self.id

    @property
    def calendar(self) -> Calendar:
        """The calendar, to count business days by."""
        return Calendar(
            frozenset(each.date for each in self.days if not each.yearly),
            frozenset(WEEK.index(each) for each in self.weekend),
            frozenset((each.date.month, each.date.day) for each in self.days if each.yearly),
        )

    def check(self) -> Iterator[Diagnostic]:
        """Yield an error when no working day is left."""
        if set(self.weekend) == set(WEEK):
            yield NO_WORK.at(self.where, "all seven days of the week are free", about=("weekend",))


def business_days(books: Books) -> Calendar:
    """Return the calendar that the settings name; weekends only where they name none that can be read."""
    name = books.settings.calendar
    found = books.get(Holidays, name) if name else None
    return found.calendar if found and not list(found.check()) else Calendar()


def _next(record: Holidays, as_of: dt.date) -> dt.date | None:
    """Return the next day off that is no weekend, within a year."""
    calendar = record.calendar
    days = (as_of + dt.timedelta(days=n) for n in range(366))
    off = (day for day in days if day.weekday() not in calendar.weekend and not calendar.is_business_day(day))
    return next(off, None)


def add(record: Holidays | None, identity: str, days: Iterable[tuple[dt.date, str]]) -> Plan:
    """Return what writes days off into a calendar; those that it has already are left out."""
    path = record.where.path if record else KIND.path_of(identity)
    calendar = record.calendar if record else Calendar(weekend=frozenset())
    new = [(day, name) for day, name in days if not _is_off(calendar, day)]
    fields: list[Tree] = [{"date": str(day), "name": name} for day, name in new]
    summary = f"Add {len(new)} holidays to {identity}" if new else f"{identity} has all of these days"
    if record is None:
        return Plan(summary, (AddRecord(path, {"name": identity.upper(), "days": fields}),))
    first = len(record.days)
    return Plan(summary, tuple(SetField(path, ("days", first + at), each) for at, each in enumerate(fields)))


def _is_off(calendar: Calendar, day: dt.date) -> bool:
    return day in calendar.holidays or (day.month, day.day) in calendar.yearly


EXAMPLE = """\
name: Hamburg
days:
  - {date: 2000-01-01, name: New Year's Day, yearly: yes}
  - {date: 2026-04-03, name: Good Friday}
  - {date: 2000-12-25, name: Christmas Day, yearly: yes}
"""

KIND = Kind(
    record=Holidays,
    plural="holidays",
    help="Days on which nobody works, by place; deadlines to act are moved off them.",
    paths=("holidays/{id}.yaml",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Calendar"),
        ListColumn("name", lambda seen: seen.record.name),
        ListColumn("days", lambda seen: len(seen.record.days)),
        ListColumn("next", lambda seen: _next(seen.record, seen.as_of), title="Next day off"),
    ),
    faults=(NO_WORK,),
    example=EXAMPLE,
)
