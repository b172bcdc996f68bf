"""Texts of papers in the index, and which record names which paper.

Each text is kept by what its file hashes to, written at once and by itself: whoever is interrupted goes on where they
were, and two who read at the same time only do some of it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backoffice.core.named import NamedTuple
from backoffice.workspace.index.shelf import shelf_beside
from backoffice.workspace.json_text import listed, parsed

PAGE = "\f"


class Text(NamedTuple):
    """What was read from a file: its pages, or why it cannot be read. ``seen`` : pictures were looked at too."""

    pages: tuple[str, ...]
    said: str = ""
    seen: bool = False

    @property
    def blank(self) -> bool:
        """Whether there are no letters in it: it is a picture."""
        return not self.said and not any(self.pages)


class Link(NamedTuple):
    """That a record, by ref, names a file of a hash, at a path."""

    ref: str
    sha256: str
    path: str


class Swept(NamedTuple):
    """Up to which run of which index the files that records name are known, and the records whose file was missing."""

    database: str = ""
    run: int = 0
    waiting: tuple[str, ...] = ()


class Texts:
    """The texts of one workspace, beside its index."""

    def __init__(self, index: str) -> None:
        self.connection = shelf_beside(index)
        self._execute = self.connection.execute

    def get(self, sha256: str) -> Text | None:
        """Return what is known of the file with this content; None where it was never read."""
        query = "select pages, said, seen, text from paper where sha256 = ?"
        found = self._execute(query, (sha256,)).fetchone()
        return Text(tuple(found[3].split(PAGE)[: found[0]]), found[1], bool(found[2])) if found else None

    def put(self, sha256: str, text: Text) -> None:
        """Keep what was read."""
        whole = PAGE.join(page.replace(PAGE, " ") for page in text.pages)
        self._execute("begin immediate")
        try:
            self._drop(sha256)
            add = "insert into paper (sha256, pages, said, seen, text) values (?, ?, ?, ?, ?)"
            row = self._execute(add, (sha256, len(text.pages), text.said, text.seen, whole)).lastrowid
            self._execute("insert into papers (rowid, text) values (?, ?)", (row, whole))
        except BaseException:
            self.connection.rollback()
            raise
        self._execute("commit")

    def forget(self, sha256: str) -> None:
        """Drop a text whose file shall be no more, so that nothing of it is left in the database."""
        self._execute("pragma secure_delete = on")
        self._execute("begin immediate")
        self._drop(sha256)
        self._execute("insert into papers (papers) values ('optimize')")
        self._execute("commit")
        self._execute("pragma wal_checkpoint(truncate)")

    def _drop(self, sha256: str) -> None:
        query = "select id, text from paper where sha256 = ?"
        for row, text in self._execute(query, (sha256,)).fetchall():
            self._execute("insert into papers (papers, rowid, text) values ('delete', ?, ?)", (row, text))
            self._execute("delete from paper where id = ?", (row,))

    def swept(self) -> Swept:
        """Return up to which state of the records links are known."""
        found = dict(self._execute("select key, value from meta"))
        return Swept(found.get("database", ""), int(found.get("run", "0")), tuple(parsed(found.get("waiting", "[]"))))

    def link(self, links: Iterable[tuple[str, Sequence[tuple[str, str]]]], swept: Swept, *, anew: bool) -> None:
        """Say which files (by path and hash) these records name, by ref, and what is known then; ``anew``: all is."""
        self._execute("begin immediate")
        if anew:
            self._execute("delete from link")
        for ref, files in links:
            self._execute("delete from link where ref = ?", (ref,))
            rows = ((ref, digest, path) for path, digest in files)
            self.connection.executemany("insert or replace into link values (?, ?, ?)", rows)
        state = {"database": swept.database, "run": str(swept.run), "waiting": listed(swept.waiting)}
        self.connection.executemany("insert or replace into meta values (?, ?)", state.items())
        self._execute("commit")

    def named(self) -> bool:
        """Tell whether any record names a file."""
        return self._execute("select 1 from link").fetchone() is not None

    def unread(self, *, pictures: bool = False) -> list[Link]:
        """Return the links to files that were never read; with ``pictures`` also those with nothing but pictures."""
        also = "or sha256 in (select sha256 from paper where seen = 0 and said = '' and trim(text, char(12)) = '')"
        query = f"select ref, sha256, path from link where sha256 not in (select sha256 from paper) {also * pictures}"  # noqa: S608
        return [Link(*row) for row in self._execute(f"{query} order by ref, path")]

    def faulty(self) -> list[tuple[Link, str]]:
        """Return the links to files that cannot be read, each with the reason."""
        query = "select ref, link.sha256, path, said from link join paper using (sha256) where said <> '' order by 1, 3"
        return [(Link(ref, digest, path), said) for ref, digest, path, said in self._execute(query)]

    def pictures(self) -> int:
        """Return how many files have nothing but pictures in which nobody looked for letters."""
        query = "select count(*) from paper where seen = 0 and said = '' and trim(text, char(12)) = ''"
        (count,) = self._execute(query).fetchone()
        return int(count)
