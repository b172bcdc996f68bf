"""Plain dates, written ``YYYY-MM-DD`` and nothing else; never shifted by a zone."""

from __future__ import annotations

import datetime as dt

from backoffice.core.errors import ValueTextError

_DIGITS = [4, 2, 2]


def parse_date(text: str) -> dt.date:
    """Return the day written in ``text``.

    Raises:
        ValueTextError: for any other form, and for days that do not exist (2026-02-30).
    """
    if [*map(len, text.split("-"))] != _DIGITS or not (text.isascii() and text.replace("-", "").isdigit()):
        raise ValueTextError("a date written YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueTextError("a day that exists in the calendar") from None
