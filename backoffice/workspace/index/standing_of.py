"""Taking down how the files stand from which books have answered; a ``Standing`` is compared without the books."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from sqlite3 import Connection

from backoffice.workspace.claims import Claims
from backoffice.workspace.folders import signature
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.standing import MOST, Standing

OWN = "select path, stat from tree where stat is not null"
"""Files that git does not vouch for."""
VOUCHED = "select path from tree where path = ? and blob is not null and stat is null"
"""A file that git vouches for."""


def standing_of(books: IndexedBooks, empty: Collection[str] = ()) -> Standing | None:
    """Return how the files stood from which the books have answered.

    Args:
        books: They are still held as they were found.
        empty: More places at which there must have been nothing.

    Returns:
        None where that cannot be told again by comparing: something had changed a moment before, cannot be looked at,
        is hidden from git, or there is too much of it.
    """
    ahead, meta = books.store.seen, books.store.meta()
    if ahead is None or not books.lasting or meta.get("unseen", "[]") != "[]":
        return None
    root = ahead.place.root
    marks = _known(books.store.connection, Claims.of_text(meta["places"]))
    for path in {*empty, *(each for each in marks if not marks[each])}:
        marks[path] = None if os.path.lexists(f"{root}/{path}") else ""
    for path in {each for at in books.looked for each in _around(root, at)}:
        marks[path] = _mark(os.path.join(root, path), ahead.began)
    told = [os.fsencode(f"{path}\0{mark}") for path, mark in marks.items() if mark is not None]
    if not len(told) == len(marks) <= MOST:
        return None
    return Standing(ahead.said() or b"", ahead.index.encode(), b"\0".join(told))


def _known(connection: Connection, claims: Claims) -> dict[str, str | None]:
    """Return the signatures by path of what the index has looked at itself; empty where there was nothing."""
    marks: dict[str, str | None] = dict.fromkeys((*claims.tops, *claims.roots), "")
    marks |= dict(connection.execute("select path, stat from folder"))
    marks |= dict(connection.execute(OWN))
    for path in claims.roots:
        if connection.execute(VOUCHED, (path,)).fetchone():
            del marks[path]
    return marks


def _around(root: str, path: str) -> Iterator[str]:
    """Yield a path that was looked at, the folders above it, and all that is below it."""
    parts = path.split("/")
    yield from ("/".join(parts[: 1 + at]) for at in range(len(parts)))
    for folder, _, names in os.walk(os.path.join(root, path)):
        yield from (os.path.relpath(os.path.join(folder, name), root) for name in ("", *names))


def _mark(path: str, began: int) -> str | None:
    try:
        return signature(os.lstat(path), began) or None
    except FileNotFoundError:
        return ""
    except OSError:
        return None
