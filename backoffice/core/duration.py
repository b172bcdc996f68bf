"""Calendar durations: ``30d``, ``2w``, ``6m``, ``1y``; months are added by calendar and clamp at month ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from backoffice.core.errors import ValueTextError

_DURATION = re.compile(r"([0-9]{1,4})([dwmy])")
_MONTHS = {"m": 1, "y": 12}
_DAYS = {"d": 1, "w": 7}


@dataclass(frozen=True, slots=True)
class Duration:
    """So many months and days; one of the two is zero when it was read from text."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read ``30d``, ``2w``, ``6m`` or ``1y``.

        Raises:
            ValueTextError: for anything else.
        """
        match = _DURATION.fullmatch(text)
        if not match:
            raise ValueTextError("a duration such as 30d, 2w, 6m or 1y")
        count, unit = int(match[1]), match[2]
        return cls(months=count * _MONTHS.get(unit, 0), days=count * _DAYS.get(unit, 0))

    def after(self, day: dt.date) -> dt.date:
        """Return the day this long after ``day``."""
        return add_months(day, self.months) + dt.timedelta(days=self.days)

    def before(self, day: dt.date) -> dt.date:
        """Return the day this long before ``day``."""
        return add_months(day, -self.months) - dt.timedelta(days=self.days)

    def __str__(self) -> str:
        """Return the shortest text that reads back as this duration."""
        if self.months:
            return f"{self.months // 12}y" if self.months % 12 == 0 else f"{self.months}m"
        return f"{self.days}d"


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, clamped to the end of a shorter month (31 Jan + 1 = 28 or 29 Feb)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return dt.date(year, month0 + 1, min(day.day, last))
