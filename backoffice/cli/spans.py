"""Days and periods that a command may name: those of records, within the years that somebody can mean."""

from __future__ import annotations

import datetime as dt

from backoffice.core.dates import parse_date
from backoffice.core.errors import ValueTextError
from backoffice.core.period import Period

FIRST, LAST = 1900, 2999
"""Other years are slips of the pen, and days near their end are beyond the calendar of computers."""


def day(text: str) -> dt.date:
    """Return the day that is written.

    Raises:
        ValueTextError: when it is none, or one that nobody means.
    """
    found = parse_date(text)
    _require_meant(found, found)
    return found


def period(text: str) -> Period:
    """Return the period that is written.

    Raises:
        ValueTextError: when it is none, or one that nobody means.
    """
    found = Period.parse(text)
    _require_meant(found.start, found.end)
    return found


def _require_meant(first: dt.date, last: dt.date) -> None:
    if first.year < FIRST or last.year > LAST:
        raise ValueTextError(f"within the years {FIRST} to {LAST}")
