"""Deadlines of all kinds: those that files state by themselves, and those that depend on the day and on other files."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import Books
from backoffice.core.deadline import Deadline
from backoffice.kinds import kinds


def upcoming(books: Books, *, as_of: dt.date, until: dt.date) -> list[Deadline]:
    """Return the deadlines up to ``until`` as things stand on ``as_of``, earliest first, settled ones among them."""
    moving = (kind.deadlines for kind in kinds() if kind.deadlines)
    return sorted([*books.deadlines(until), *(each for ask in moving for each in ask(books, as_of, until))])
