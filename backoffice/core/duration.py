"""Calendar durations: ``30d``, ``2w``, ``6m``, ``1y``; months are added by calendar and clamp at month ends.

The calendar ends on 9999-12-31 (and begins on 0001-01-01): a day beyond it is that day.
"""

from __future__ import annotations

import datetime as dt

from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Self
from backoffice.core.named import NamedTuple

_DURATION = r"([0-9]{1,4})([dwmy])"
_MONTHS = {"m": 1, "y": 12}
_DAYS = {"d": 1, "w": 7}


class Duration(NamedTuple):
    """So many months and days; one of the two is zero when it was read from text."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``30d``, ``2w``, ``6m`` or ``1y``.

        Raises:
            ValueTextError: for anything else.
        """
        import re

        match = re.fullmatch(_DURATION, text)
        if not match:
            raise ValueTextError("a duration such as 30d, 2w, 6m or 1y")
        count, unit = int(match[1]), match[2]
        return cls(months=count * _MONTHS.get(unit, 0), days=count * _DAYS.get(unit, 0))

    def after(self, day: dt.date) -> dt.date:
        """Return the day this long after ``day``."""
        return add_days(add_months(day, self.months), self.days)

    def before(self, day: dt.date) -> dt.date:
        """Return the day this long before ``day``."""
        return add_days(add_months(day, -self.months), -self.days)

    def __str__(self) -> str:
        """Return the shortest text that reads back as this duration."""
        if self.months:
            return f"{self.months // 12}y" if self.months % 12 == 0 else f"{self.months}m"
        return f"{self.days}d"


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, clamped to the end of a shorter month (31 Jan + 1 = 28 or 29 Feb)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if months > 0 else dt.date.min
    last = month_end(dt.date(year, month0 + 1, 1))
    return last.replace(day=min(day.day, last.day))


def add_days(day: dt.date, days: int) -> dt.date:
    """Return the day so many ``days`` later."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of ``day``."""
    if day.month == 12:  # noqa: PLR2004 - the calendar may end with it
        return day.replace(day=31)
    return day.replace(month=day.month + 1, day=1) - dt.timedelta(days=1)
