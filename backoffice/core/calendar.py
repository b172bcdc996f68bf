"""Business days: weekends, holidays, and moving a date that falls on one."""

from __future__ import annotations

import datetime as dt

from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.named import NamedTuple

Shift: TypeAlias = Literal["none", "back", "forward"]

SATURDAY = 5


class Calendar(NamedTuple):
    """The days on which nobody works. Weekdays count from Monday, 0; ``yearly`` are month and day of every year."""

    holidays: frozenset[dt.date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SATURDAY + 1})
    yearly: frozenset[tuple[int, int]] = frozenset()

    def is_business_day(self, day: dt.date) -> bool:
        """Tell whether people work on ``day``."""
        free = day in self.holidays or (day.month, day.day) in self.yearly
        return not free and day.weekday() not in self.weekend

    def shifted(self, day: dt.date, shift: Shift) -> dt.date:
        """Return ``day``, or the nearest business day before (``back``) or after it (``forward``)."""
        step = {"none": 0, "back": -1, "forward": 1}[shift]
        while step and not self.is_business_day(day):
            day += dt.timedelta(days=step)
        return day

    def add(self, day: dt.date, count: int) -> dt.date:
        """Return the day ``count`` business days after ``day`` (before it where negative)."""
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            day = self.shifted(day + dt.timedelta(days=step), "forward" if step > 0 else "back")
        return day
