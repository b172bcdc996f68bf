"""Rows on their way into the tables: many of one table go in with one statement, which costs a third of one each."""

from __future__ import annotations

from collections import defaultdict
from sqlite3 import Connection

ENOUGH = 10_000
"""Rows that wait at most."""


class Rows:
    """Rows that wait to be written. Whoever asks the tables writes them first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._count = 0

    def add(self, statement: str, row: tuple[object, ...]) -> None:
        """Let a row wait for the statement that inserts it."""
        self._waiting[statement].append(row)
        self._count += 1
        if self._count >= ENOUGH:
            self.write()

    def write(self) -> None:
        """Write all rows, in the order in which their statements were first met."""
        if self._count:
            for statement, rows in self._waiting.items():
                self._connection.executemany(statement, rows)
            self._waiting.clear()
            self._count = 0
