"""Deadlines of all kinds: those that files state by themselves, and those that depend on the day and on other files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from backoffice.core.books import Books, is_open
from backoffice.core.deadline import Deadline
from backoffice.kinds import kinds


def upcoming(books: Books, *, as_of: dt.date, until: dt.date, unsettled: Collection[str]) -> list[Deadline]:
    """Return the deadlines up to ``until`` as things stand on ``as_of``, earliest first.

    ``unsettled`` are the refs of the documents that are open then; deadlines that another settles are over.
    """
    moving = (kind.deadlines for kind in kinds() if kind.deadlines)
    found = [each for ask in moving for each in ask(books, as_of, until) if is_open(each, unsettled)]
    return sorted([*books.deadlines(until, unsettled), *found])
