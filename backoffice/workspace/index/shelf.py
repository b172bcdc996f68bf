"""The second database of the cache: what is known of files that are no records, by their content.

It has nothing to do with the code that reads records, so it outlives editions of the tool; and it has a lock of its
own, so that reading a thousand papers keeps nobody from anything else.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from contextlib import suppress

from backoffice.workspace.index.store import PATIENCE, Connection, remove

MARK = 0xB0FF5
READING = 1
"""Changes when text is drawn out of files in another way."""
TABLES = """
create table file (         -- digests of files, while their signature stays
    path text primary key, stat text not null, size integer not null, sha256 text not null, points_to text not null
) without rowid;
create table paper (        -- text of files by what their content hashes to
    id integer primary key, sha256 text not null unique, pages integer not null, said text not null,
    seen integer not null, text text not null
);
create table link (ref text not null, sha256 text not null, path text not null, primary key (ref, path)) without rowid;
create index link_paper on link (sha256);
create table meta (key text primary key, value text) without rowid;
create virtual table papers using fts5 (
    text, content='paper', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
"""


def name() -> str:
    """Return the name of the database, which changes with its tables and with what is in them."""
    return f"papers-{READING}-{zlib.crc32(TABLES.encode()):08x}.db"


def shelf_beside(index: str) -> Connection:
    """Return a connection to the database beside the index of a workspace; in memory where that is."""
    path = index if index == ":memory:" else os.path.join(os.path.dirname(index), name())
    for _ in range(2):
        with suppress(sqlite3.DatabaseError):
            return _opened(path)
        remove(path)
    return _opened(":memory:")


def _opened(path: str) -> Connection:
    connection = Connection(path, PATIENCE)
    try:
        if connection.execute("pragma application_id").fetchone()[0] != MARK:
            _make(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make(connection: sqlite3.Connection) -> None:
    execute = connection.execute
    execute("pragma journal_mode = wal")
    execute("pragma synchronous = normal")
    execute("begin immediate")
    if execute("pragma application_id").fetchone()[0] != MARK:
        if execute("select count(*) from sqlite_schema").fetchone()[0]:
            raise sqlite3.DatabaseError("this is not our database")
        for statement in TABLES.split(";\n"):
            execute(statement)
        execute(f"pragma application_id = {MARK}")
    execute("commit")
