"""Naming records of any kind in a command: what a document is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backoffice.cli.naming import named
from backoffice.core.books import Books
from backoffice.core.errors import MissingError
from backoffice.kinds import KINDS

_SHOWN = 8


def refs_of(books: Books, given: Iterable[str]) -> tuple[str, ...]:
    """Return the records named, each as ``kind/id``; of two words for one record, only the first counts.

    Raises:
        MissingError: when a word names no record, or could be several.
    """
    return tuple(dict.fromkeys(_ref(books, each) for each in given))


def _ref(books: Books, given: str) -> str:
    noun, slash, rest = given.partition("/")
    if slash:
        nouns = [name.replace("_", "-") for name in KINDS]
        noun = named("kind", nouns, noun)
        return f"{noun}/{named(noun, books.ids(noun), rest)}"
    found = list(_exact(books, given)) or list(_near(books, given))
    if len(found) == 1:
        return found[0]
    if not found:
        raise MissingError(f"there is no record {given!r}", hint="name it by kind and id, such as client/acme")
    raise MissingError(
        f"{given!r} could be any of {len(found)} records", hint=f"say which: {', '.join(found[:_SHOWN])}"
    )


def _exact(books: Books, given: str) -> Iterator[str]:
    for noun in _nouns():
        if given in books.ids(noun):
            yield f"{noun}/{given}"


def _near(books: Books, given: str) -> Iterator[str]:
    wanted = given.casefold()
    for noun in _nouns():
        yield from (f"{noun}/{each}" for each in books.ids(noun) if wanted in each.casefold())


def _nouns() -> list[str]:
    """Return the kinds that are spoken of by their id alone: no settings, and no documents about documents."""
    return [name.replace("_", "-") for name in KINDS if name not in {"settings", "document"}]
