"""Digests of files that records name, kept while the files keep their signature."""

from __future__ import annotations

import os
import time
from functools import cached_property
from sqlite3 import Connection, DatabaseError

from backoffice.core.filed import FileFacts

YOUNG = 2_000_000_000
"""Nanoseconds for which a changed file may change again without a trace in its signature."""


class Hashes:
    """Answers for one workspace, whose index is at ``index``."""

    def __init__(self, root: str, index: str) -> None:
        self._root = root
        self._index = index

    def __call__(self, path: str) -> FileFacts | None:
        """Return size and digest of a file; None where there is none, or it cannot be read."""
        from contextlib import suppress

        from backoffice.workspace.hashing import facts_of, place_of

        try:
            found = os.lstat(place_of(self._root, path))
        except (OSError, ValueError):
            return None
        mark = f"{found.st_mtime_ns}.{found.st_ctime_ns}.{found.st_ino}.{found.st_size}"
        with suppress(DatabaseError):
            query = "select size, sha256, points_to from file where path = ? and stat = ?"
            if known := self._shelf.execute(query, (path, mark)).fetchone():
                return FileFacts(*known)
        facts = facts_of(self._root, path)
        if facts and time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > YOUNG:
            with suppress(DatabaseError):
                self._shelf.execute("insert or replace into file values (?, ?, ?, ?, ?)", (path, mark, *facts))
        return facts

    @cached_property
    def _shelf(self) -> Connection:
        from backoffice.workspace.index.shelf import shelf_beside

        return shelf_beside(self._index)
