"""The numbers of a series as far as this working tree knows them."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import Books
from backoffice.core.numbering import Series


def following(books: Books, noun: str, day: dt.date) -> str:
    """Return the number that would come next for a document of ``day``."""
    series = Series(books.settings.pattern(noun))
    places = [place for each in books.ids(noun) if (place := series.place(each))]
    return series.number(day.year, max((n for year, n in places if year in {day.year, 0}), default=0) + 1)


def latest(books: Books, noun: str) -> str:
    """Return the last number given out; empty where there is none."""
    return Series(books.settings.pattern(noun)).latest(books.ids(noun)) or ""
