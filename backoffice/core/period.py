"""Periods of whole days, both ends inclusive: ``2026``, ``2026-Q1``, ``2026-03``, ``2026-01-15..2026-02-14``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.dates import parse_date
from backoffice.core.duration import add_months, month_end
from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Self
from backoffice.core.named import NamedTuple

_QUARTERS = {f"Q{quarter}": (quarter * 3 - 2, 3) for quarter in range(1, 5)}
_PARTS = {f"{month:02}": (month, 1) for month in range(1, 13)} | _QUARTERS
"""Parts of a year: the month they begin with, and how many they are."""


class Period(NamedTuple):
    """The days from ``start`` to ``end``, both included."""

    start: dt.date
    end: dt.date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a year, quarter, month, a day, or two of them joined by ``..``.

        Raises:
            ValueTextError: for anything else, and for an end before its start.
        """
        first, dots, last = text.partition("..")
        period = cls(_one(first).start, _one(last if dots else first).end)
        if period.end < period.start:
            raise ValueTextError("a period whose end is not before its start")
        return period

    def __contains__(self, day: object) -> bool:
        """Tell whether ``day`` lies in the period."""
        return isinstance(day, dt.date) and self.start <= day <= self.end

    def months(self) -> Iterator[Period]:
        """Yield the calendar months the period touches, each cut to the period."""
        first = self.start
        while (last := month_end(first)) < self.end:
            yield Period(first, last)
            first = last + dt.timedelta(days=1)
        yield Period(first, self.end)

    def __str__(self) -> str:
        """Return the shortest text that reads back as this period."""
        year, month = self.start.year, self.start.month
        for text in (
            f"{year:04}",
            f"{year:04}-Q{(month + 2) // 3}",
            f"{year:04}-{month:02}",
            f"{self.start}",
        ):
            if Period.parse(text) == self:
                return text
        return f"{self.start}..{self.end}"


def _one(text: str) -> Period:
    year, dash, part = text.partition("-")
    if len(year) == len("2026") and year.isascii() and year.isdigit() and (not dash or part in _PARTS):
        return _months(int(year), *(_PARTS[part] if dash else (1, 12)))
    try:
        day = parse_date(text)
    except ValueTextError:
        raise ValueTextError("a period such as 2026, 2026-Q1, 2026-03 or 2026-01-15..2026-02-14") from None
    return Period(day, day)


def _months(year: int, month: int, count: int) -> Period:
    try:
        start = dt.date(year, month, 1)
        return Period(start, month_end(add_months(start, count - 1)))
    except ValueError:
        raise ValueTextError("a year from 0001 to 9999") from None
