"""Rows on their way into the tables: many of one table go in with one statement, which costs a third of one each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from sqlite3 import Connection

ENOUGH = 2000
"""Rows of one table that wait at most, or a few more."""


class Rows:
    """Rows that wait to be written. Whoever asks the tables writes them first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)

    def add(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Let rows wait for the statement that inserts them."""
        waiting = self._waiting[statement]
        waiting.extend(rows)
        if len(waiting) >= ENOUGH:
            self.write()

    def write(self) -> None:
        """Write all rows, in the order in which their statements were first met."""
        for statement, rows in self._waiting.items():
            self._connection.executemany(statement, rows)
        self._waiting.clear()
