"""Working time: minutes, and stretches of a day as people write them (``09:00-12:15``, ``3h15m``, ``09:00-``).

Times are those on the wall of the workspace's zone; a night in which clocks change is counted as the wall shows it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Annotated, Self
from backoffice.core.named import NamedTuple
from backoffice.core.scalar import Scalar

HOUR = 60
DAY = 24 * HOUR
_CLOCK = r"([0-9]{1,2}):([0-5][0-9])"
_RANGE = rf"({_CLOCK})\s*-\s*({_CLOCK})?"
_LENGTH = r"(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?"
_HOURS = r"[0-9]{1,3}\.[0-9]{1,2}h"


class Minutes(int):
    """A length of time in whole minutes, ``3h15m``; a sum of many may be any length."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``3h15m``, ``3h``, ``195m`` or ``3.25h``.

        Raises:
            ValueTextError: for anything else, and for parts of minutes.
        """
        import re

        match = re.fullmatch(_LENGTH, text)
        if match and text:
            return cls(int(match[1] or 0) * HOUR + int(match[2] or 0))
        minutes = Decimal(text[:-1]) * HOUR if re.fullmatch(_HOURS, text) else None
        if minutes is None or minutes != int(minutes):
            raise ValueTextError("a length of time in whole minutes, such as 3h15m, 45m or 2.5h")
        return cls(minutes)

    @property
    def hours(self) -> Decimal:
        """The same in hours, not rounded."""
        return Decimal(self) / HOUR

    def __str__(self) -> str:
        """Return ``3h15m``."""
        hours, minutes = divmod(abs(self), HOUR)
        text = f"{hours}h{minutes:02}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"
        return f"-{text}" if self < 0 else text


class Clock(int):
    """A time of day as minutes after midnight, ``09:00``; the end of a day is ``24:00``."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``9:00`` to ``24:00``.

        Raises:
            ValueTextError: for anything else.
        """
        import re

        match = re.fullmatch(_CLOCK, text)
        if match is None or int(match[1]) * HOUR + int(match[2]) > DAY:
            raise ValueTextError("a time of day such as 9:00, 17:45 or 24:00")
        return cls(int(match[1]) * HOUR + int(match[2]))

    @classmethod
    def of(cls, moment: dt.datetime) -> Self:
        """Return the time of day of a moment, its seconds cut off."""
        return cls(moment.hour * HOUR + moment.minute)

    def __str__(self) -> str:
        """Return ``09:00``."""
        return f"{self // HOUR:02}:{self % HOUR:02}"


class Stretch(NamedTuple):
    """A part of a day: from a time to another, or begun and not ended, or (without ``start``) only a length."""

    start: Clock | None = None
    end: Clock | None = None
    length: Minutes = Minutes()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``09:00-12:15``, ``09:00-`` (still running) or a length.

        Raises:
            ValueTextError: for anything else, for an end that is not after its start, and for more than a day.
        """
        import re

        match = re.fullmatch(_RANGE, text)
        if match is None:
            length = _length(text)
            return cls(length=length)
        start, end = Clock.parse(match[1]), Clock.parse(match[4]) if match[4] else None
        if start == DAY or (end is not None and end <= start):
            raise ValueTextError("a time whose end is after its start; over midnight it is two, to 24:00 and from 0:00")
        return cls(start, end, Minutes((end or start) - start))

    @property
    def running(self) -> bool:
        """Whether it has no end yet."""
        return self.start is not None and self.end is None

    def overlaps(self, other: Self) -> bool:
        """Tell whether both have a part of the day in common; a length alone may lie anywhere and has none."""
        if self.start is None or other.start is None:
            return False
        return self.start < (other.end or other.start + 1) and other.start < (self.end or self.start + 1)

    def __str__(self) -> str:
        """Return the text that reads back as this."""
        if self.start is None:
            return str(self.length)
        return f"{self.start}-{self.end or ''}"


def _length(text: str) -> Minutes:
    try:
        length = Minutes.parse(text)
    except ValueTextError:
        raise ValueTextError("a time such as 09:00-12:15, 3h15m or 2.5h; 09:00- while it runs") from None
    if not 0 < length <= DAY:
        raise ValueTextError("a time of more than nothing and at most a day")
    return length


MANY = 4096
"""Texts that are parsed only once when many entries are read: most days have the same few."""
Time = Annotated[Stretch, Scalar(Stretch.parse, trust=lru_cache(MANY)(Stretch.parse), name="time")]
Worked = Annotated[Minutes, Scalar(Minutes.parse, trust=lru_cache(MANY)(Minutes.parse), name="length of time")]
