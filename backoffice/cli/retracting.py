"""What `undo` must not take back: something issued on which something else stands already."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from backoffice.cli.context import Session
from backoffice.core.books import Books
from backoffice.core.errors import RefusedError
from backoffice.core.numbering import Series
from backoffice.kinds import kind_of
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice

_NUMBERED = (Invoice, CreditNote)
_EVENTS = ("void", "write-off")
"""Kinds of files beside an invoice that bear its number."""


def require_last(session: Session, paths: Collection[str]) -> None:
    """Refuse to take back what was issued, in the files at ``paths``, while other records build on it.

    Raises:
        RefusedError: naming the first of them.
    """
    for record in _NUMBERED:
        numbers = [kind_of(record.noun).identity(path) for path in paths if not path.startswith("invoices/drafts/")]
        for number in filter(None, numbers):
            if other := next(_upon(session.books, record.noun, number), ""):
                hint = f"undo that first; or keep {number}, and void it or credit it"
                raise RefusedError(f"{number} cannot be taken back alone: {other} builds on it", hint=hint)


def _upon(books: Books, noun: str, number: str) -> Iterator[str]:
    """Yield what names a number, ends it, or was issued after it."""
    yield from books.referring(f"{noun}/{number}")
    yield from (f"{event}/{number}" for event in _EVENTS if noun == "invoice" and number in books.ids(event))
    series = Series(books.settings.pattern(noun))
    if place := series.place(number):
        year, n = place
        following = series.number(year, n + 1)
        yield from (f"{noun}/{each}" for each in books.ids(noun) if each == following)
