"""The numbers of a series as far as this working tree knows them."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import Books
from backoffice.core.errors import RefusedError
from backoffice.core.numbering import Series


def following(books: Books, noun: str, day: dt.date) -> str:
    """Return the number that would come next for a document of ``day``."""
    series = Series(books.settings.pattern(noun))
    places = [place for each in books.ids(noun) if (place := series.place(each))]
    return series.number(day.year, max((n for year, n in places if year in {day.year, 0}), default=0) + 1)


def require_no_number_drafted(books: Books, noun: str) -> None:
    """Refuse to give out numbers while a draft has the name of one: it would be taken for it, or hide it.

    Raises:
        RefusedError: naming the draft.
    """
    series = Series(books.settings.pattern(noun))
    for path in books.files_in(f"{noun}s/drafts"):
        name = path.rpartition("/")[2].removesuffix(".md")
        if series.place(name):
            raise RefusedError(f"the draft {path} has the name of a number", hint="rename it first, as you like")


def before(books: Books, noun: str, number: str) -> str:
    """Return the number after which a new one was given out, in the series or in that of a device; empty: none."""
    begin = number.rstrip("0123456789")
    if Series(books.settings.pattern(noun)).place(number) or begin == number:
        return latest(books, noun)
    own = [each for each in books.ids(noun) if each.startswith(begin) and each[len(begin) :].isdecimal()]
    return max(own, key=lambda each: int(each[len(begin) :]), default="")


def latest(books: Books, noun: str) -> str:
    """Return the last number given out; empty where there is none."""
    return Series(books.settings.pattern(noun)).latest(books.ids(noun)) or ""
