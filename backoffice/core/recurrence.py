"""Recurrence: ``every: month on last``, always counted from a fixed anchor, so that nothing ever drifts.

    6m · 2w · 30d · 1y          the anchor plus k intervals, clamped at month ends (31 Jan, 28 Feb, 31 Mar)
    week · month · quarter · year           the same, of one
    week on mon,thu             these weekdays
    month on 1,15 · month on last           these days of each month, clamped
    year on 04-15               this day of each year (02-29 becomes 02-28 where there is none)
    quarter + 25d · month + 10d · year + 7m so long after the period has ended, named after the period

An occurrence *is* its nominal date, before any shift to a business day; the shift never feeds back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import dropwhile

from backoffice.core.duration import Duration, add_months
from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Annotated
from backoffice.core.named import NamedTuple
from backoffice.core.scalar import Scalar

_FORM = r"(?P<unit>week|month|quarter|year)( on (?P<on>[a-z0-9,-]+)| \+ (?P<after>\d{1,4}[dwmy]))?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_EXPECTED = "a recurrence such as 6m, month on last, week on mon,thu, quarter + 25d or year on 04-15"
_LAST = 31


class Occurrence(NamedTuple):
    """One time that something happens: its nominal day, and its name (``2026-Q1``, ``2026-03``, ``2026-03-31``)."""

    day: dt.date
    name: str


class Every(NamedTuple):
    """A recurrence as written in ``text``."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Every:
        """Read a recurrence.

        Raises:
            ValueTextError: when it is none.
        """
        words = " ".join(text.split())
        _series(words, dt.date(2000, 1, 1))
        return cls(words)

    def occurrences(self, start: dt.date) -> Iterator[Occurrence]:
        """Yield every occurrence on or after the anchor ``start``, without end (to the end of the calendar)."""
        try:
            series = dropwhile(lambda each: each.day < start, _series(self.text, start))
            latest, each = None, next(series)
            while latest is None or latest < each.day:  # months are clamped at the end of the calendar
                yield each
                latest, each = each.day, next(series)
        except (OverflowError, ValueError):
            return

    def between(self, start: dt.date, first: dt.date, last: dt.date) -> list[Occurrence]:
        """Return the occurrences from ``first`` to ``last``, both included, of the recurrence anchored at ``start``."""
        found: list[Occurrence] = []
        for each in self.occurrences(start):
            if each.day > last:
                break
            if each.day >= first:
                found.append(each)
        return found

    def __str__(self) -> str:
        """Return the text it was read from."""
        return self.text


Recurrence = Annotated[Every, Scalar(Every.parse, name="recurrence")]


def _series(text: str, start: dt.date) -> Iterator[Occurrence]:
    """Return the occurrences of ``text``, in order, from about ``start`` on."""
    import re

    match = re.fullmatch(_FORM, text)
    if not match:
        return _intervals(_interval(text), start)
    unit, on, after = match["unit"], match["on"], match["after"]
    if after:
        return _after_periods(unit, Duration.parse(after), start)
    if on:
        return _on(unit, on, start)
    return _intervals(Duration(days=7) if unit == "week" else Duration(months=_MONTHS[unit]), start)


def _interval(text: str) -> Duration:
    try:
        interval = Duration.parse(text)
    except ValueTextError:
        raise ValueTextError(_EXPECTED) from None
    if interval == Duration():
        raise ValueTextError("an interval longer than nothing")
    return interval


def _intervals(interval: Duration, start: dt.date) -> Iterator[Occurrence]:
    k = 0
    while True:
        day = Duration(months=interval.months * k, days=interval.days * k).after(start)
        yield Occurrence(day, _name(day, interval))
        k += 1


def _name(day: dt.date, interval: Duration) -> str:
    if interval.days:
        return str(day)
    return f"{day.year:04}" if interval.months % 12 == 0 else f"{day:%Y-%m}"


def _on(unit: str, on: str, start: dt.date) -> Iterator[Occurrence]:
    import re

    if unit == "week":
        return _weekly(_numbers(on, _weekday), start)
    if unit == "month":
        return _monthly(_numbers(on, _month_day), start)
    if unit == "year" and (match := re.fullmatch(r"(\d\d)-(\d\d)", on)):
        return _yearly(int(match[1]), int(match[2]), start)
    raise ValueTextError(_EXPECTED)


def _numbers(text: str, read: Callable[[str], int]) -> list[int]:
    try:
        return sorted({read(part) for part in text.split(",")})
    except ValueError:
        raise ValueTextError(_EXPECTED) from None


def _weekday(text: str) -> int:
    return _WEEKDAYS.index(text)


def _month_day(text: str) -> int:
    number = _LAST if text == "last" else int(text)
    if not 1 <= number <= _LAST:
        raise ValueError(text)
    return number


def _weekly(weekdays: list[int], start: dt.date) -> Iterator[Occurrence]:
    monday = start - dt.timedelta(days=start.weekday())
    while True:
        for weekday in weekdays:
            day = monday + dt.timedelta(days=weekday)
            yield Occurrence(day, str(day))
        monday += dt.timedelta(days=7)


def _monthly(days: list[int], start: dt.date) -> Iterator[Occurrence]:
    first = start.replace(day=1)
    while True:
        month = dict.fromkeys(add_months(dt.date(2000, 1, day), _distance(first)) for day in days)
        for day in month:
            yield Occurrence(day, str(day) if len(days) > 1 else f"{day:%Y-%m}")
        first = add_months(first, 1)


def _distance(first: dt.date) -> int:
    return (first.year - 2000) * 12 + first.month - 1


def _yearly(month: int, day: int, start: dt.date) -> Iterator[Occurrence]:
    try:
        leap = dt.date(2000, month, day)
    except ValueError:
        raise ValueTextError(_EXPECTED) from None
    return _years(leap, start.year)


def _years(leap: dt.date, year: int) -> Iterator[Occurrence]:
    while True:
        nominal = add_months(leap, (year - leap.year) * 12)
        yield Occurrence(nominal, f"{year:04}")
        year += 1


def _after_periods(unit: str, after: Duration, start: dt.date) -> Iterator[Occurrence]:
    if unit == "week":
        raise ValueTextError(_EXPECTED)
    return _period_ends(unit, after, start)


def _period_ends(unit: str, after: Duration, start: dt.date) -> Iterator[Occurrence]:
    """The first period is the one that holds the anchor."""
    months = _MONTHS[unit]
    first = start.replace(month=(start.month - 1) // months * months + 1, day=1)
    while True:
        following = add_months(first, months)
        yield Occurrence(after.after(following - dt.timedelta(days=1)), _period_name(unit, first))
        first = following


def _period_name(unit: str, first: dt.date) -> str:
    if unit == "quarter":
        return f"{first.year:04}-Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m}" if unit == "month" else f"{first.year:04}"
