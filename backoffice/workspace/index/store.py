"""The database file: where it is, opened, and thrown away when it is not what it should be."""

from __future__ import annotations

import os
import sqlite3
import time

from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.edition import edition
from backoffice.workspace.index.tables import MARK, TABLES
from backoffice.workspace.place import Place, cache_dir

PATIENCE = 120.0
"""Seconds to wait for another process that is filling the database."""
MOMENT = 5.0
"""Seconds to wait for another process that is only making it; then it is held by something that is broken."""
UNUSED = 30 * 24 * 3600
"""Seconds after which the database of another edition is removed."""

Damaged = sqlite3.DatabaseError


class Connection(sqlite3.Connection):
    """A connection that gives itself up, in whichever thread it is found to be garbage.

    By itself it would only warn, and be no use to the garbage around it any more: nobody says in which order that goes.
    """

    def __init__(self, path: str, patience: float) -> None:
        """Open a database, or make one; wait so many seconds for others who write to it."""
        super().__init__(path, timeout=patience, isolation_level=None, cached_statements=64, check_same_thread=False)

    def __del__(self) -> None:
        """Give it up, if it was ever opened."""
        try:
            self.close()
        except sqlite3.ProgrammingError:
            return


class Store:
    """A connection to the database of a workspace; in memory where the cache cannot be written.

    Attributes:
        seen: The look at the files by which it was found to say what they say; None where it was not.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.seen: Ahead | None = None
        self.connection = Connection(path, MOMENT)
        try:
            self._prepare()
            self.connection.execute(f"pragma busy_timeout = {int(PATIENCE * 1000)}")
        except BaseException:
            self.connection.close()
            raise

    def _prepare(self) -> None:
        execute = self.connection.execute
        execute("pragma cache_size = -16000")
        execute("pragma temp_store = memory")
        execute("pragma synchronous = normal")  # nothing but the last changes is lost with the power
        if execute("pragma application_id").fetchone()[0] == MARK:
            return
        if execute("select count(*) from sqlite_schema").fetchone()[0]:
            raise sqlite3.DatabaseError("this is not our database")
        execute("pragma journal_mode = wal")
        with self.writing():
            if execute("pragma application_id").fetchone()[0] != MARK:
                for statement in TABLES.split(";\n"):
                    execute(statement)
                execute(f"pragma application_id = {MARK}")

    def writing(self) -> sqlite3.Connection:
        """Write while the block runs, as the only one; all of it or nothing."""
        self.connection.execute("begin immediate")
        return self.connection

    def meta(self) -> dict[str, str]:
        """Return what is known about the database as a whole."""
        return dict(self.connection.execute("select key, value from meta"))

    def set_meta(self, **values: str) -> None:
        """Keep something about the database as a whole."""
        self.connection.executemany("insert or replace into meta values (?, ?)", values.items())

    def close(self) -> None:
        """Give the connection up."""
        self.connection.close()

    def __del__(self) -> None:
        """Give the connection up at once; by itself it would wait for the next search for garbage."""
        if hasattr(self, "connection"):
            self.connection.close()


def open_store(place: Place) -> Store:
    """Return the store of a workspace: the one there is, else a new one, else one in memory."""
    try:
        found = _kept(place)
    except OSError:
        found = None
    return found or Store(":memory:")


def _kept(place: Place) -> Store | None:
    folder = cache_dir(place)
    path = os.path.join(folder, f"index-{edition()}.db")
    if not os.path.exists(path):
        _tidy(folder)
    for _ in range(2):
        try:
            return Store(path)
        except sqlite3.DatabaseError:
            remove(path)
    return None


def remove(path: str) -> None:
    """Remove a database with what belongs to it; whoever has it open keeps what they have."""
    from contextlib import suppress

    for each in (path, f"{path}-wal", f"{path}-shm"):
        with suppress(FileNotFoundError):
            os.unlink(each)


def _tidy(folder: str) -> None:
    """Remove the databases of editions that nobody has used for long."""
    for entry in os.scandir(folder):
        old = time.time_ns() / 1e9 - UNUSED
        if entry.name.startswith("index-") and entry.name.endswith(".db") and entry.stat().st_mtime < old:
            remove(entry.path)
