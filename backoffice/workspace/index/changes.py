"""What differs between the tree as the index knows it and the files as they are.

Git vouches for the files it tracks and lists as unchanged. Every other file is looked at by its signature: edited,
staged, untracked and ignored ones, those that git was told not to look at, and all of them where there is no git.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Mapping
from sqlite3 import Connection

from backoffice.core.errors import BackofficeError
from backoffice.core.named import NamedTuple
from backoffice.workspace.claims import Claims
from backoffice.workspace.files import READ
from backoffice.workspace.folders import Folder, Walk, signature, walk
from backoffice.workspace.git import read as git
from backoffice.workspace.git.status import Status
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.blobs import blob_of, hashing_of
from backoffice.workspace.index.said import said_json
from backoffice.workspace.json_text import listed, parsed


class Row(NamedTuple):
    """One row of the table ``tree``; see there."""

    head: str | None = None
    blob: str | None = None
    stat: str | None = None


class Git(NamedTuple):
    """What git says: the last commit, the paths that are not as committed, and those it does not look at."""

    head: str
    dirty: frozenset[str]
    unseen: frozenset[str]


class Changes(NamedTuple):
    """What there is to write.

    Attributes:
        rows: New rows of paths whose content is known; None: to be removed.
        reads: Paths whose content is not known, with the blob in the last commit.
        vouched: Of ``reads``, those that git says are as committed.
        folders: Folders that are new or changed.
        gone: Folders that are no more.
        meta: New values about the whole.
    """

    rows: Mapping[str, Row | None]
    reads: Mapping[str, str | None]
    asked: Git | None
    folders: tuple[Folder, ...]
    gone: tuple[str, ...]
    meta: Mapping[str, str]

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.rows or self.reads or self.folders or self.gone or self.meta)

    def row(self, path: str, blob: str | None, mark: str) -> Row | None:
        """Return the row of a path in ``reads`` whose file was found to be ``blob``."""
        return row_of(self.asked, path, self.reads[path], blob, mark)


def row_of(asked: Git | None, path: str, head: str | None, blob: str | None, mark: str) -> Row | None:
    """Return the row of a path with its blob in the last commit, its blob now and its signature."""
    if blob is None:
        return Row(head, None, "") if head else None
    trusted = asked is not None and blob == head and path not in asked.dirty and path not in asked.unseen
    return Row(head, blob, None if trusted else mark)


class Look:
    """One comparison of the index with the files."""

    def __init__(self, connection: Connection, ahead: Ahead, claims: Claims, meta: Mapping[str, str]) -> None:
        self._execute = connection.execute
        self._ahead = ahead
        self._root = ahead.place.root
        self._claims = claims
        self._meta = meta
        self._base: dict[str, str | None] = {}
        self._rows: dict[str, Row | None] = {}
        self._reads: dict[str, str | None] = {}

    def changes(self) -> Changes:
        """Wait for git, and return what differs."""
        folders = dict(self._execute("select path, stat from folder"))
        found = walk(self._root, self._claims, folders, self._ahead.began)
        status = self._ahead.answer()
        asked = self._git(status) if isinstance(status, Status) else None
        self._base = self._moved(asked.head) if asked else {}
        suspects = self._suspects(found, asked)
        closed = [folder.path for folder in found.changed if folder.closed]
        met = {"", *folders, *(folder.path for folder in found.changed)}.difference(found.gone, closed)
        for path in suspects:
            self._look(path, asked, there=path.rpartition("/")[0] in met)
        for path, blob in self._base.items():
            if path not in suspects:
                self._vouch(path, blob)
        news = tuple(folder for folder in found.changed if self._is_new(folder))
        return Changes(self._rows, self._reads, asked, news, found.gone, self._news(asked))

    def _git(self, status: Status) -> Git:
        dirty = frozenset(each.path for each in status.changes if each.path in self._claims)
        if self._ahead.index and self._ahead.index == self._meta.get("index"):
            unseen = parsed(self._meta["unseen"])
        else:
            unseen = [path for path in self._ahead.unseen() if path in self._claims]
        return Git(status.head or "", dirty, frozenset(unseen))

    def _moved(self, head: str) -> dict[str, str | None]:
        """Return the blobs of paths that the last commit has changed since the one the index knows."""
        known, place = self._meta.get("head", ""), self._ahead.place
        if head == known:
            return {}
        if known and head:
            try:
                pairs = git.changed(place, known, head)
                return {path: new for path, (_, new) in pairs.items() if path in self._claims}
            except BackofficeError:  # the commit is gone, or of another repository
                pass
        tree = {path: blob for path, blob in git.tree(place, head).items() if path in self._claims} if head else {}
        old = dict(self._execute("select path, head from tree where head is not null"))
        return {**{p: b for p, b in tree.items() if old.get(p) != b}, **dict.fromkeys(old.keys() - tree.keys())}

    def _suspects(self, found: Walk, asked: Git | None) -> set[str]:
        everything = "" if asked is None else "where stat is not null"
        suspects = {path for (path,) in self._execute(f"select path from tree {everything}")}  # noqa: S608
        suspects.update(path for path in self._claims.roots if not self._head(path))
        suspects.update(path for path, blob in self._base.items() if blob is None)
        if asked:
            suspects |= asked.dirty | asked.unseen
        moved: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
        for path, blob in self._base.items() if found.changed else ():
            moved[path.rpartition("/")[0]][path] = blob
        for folder in found.changed:
            suspects |= self._unexpected(folder.path, moved[folder.path]) ^ set(folder.files)
        for path in found.gone:
            suspects |= self._unexpected(path, {})
        return suspects

    def _unexpected(self, folder: str, moved: Mapping[str, str | None]) -> set[str]:
        """Return the paths of records that should be in a folder."""
        query = "select path, blob from tree where path > ? and path < ?"
        rows = {**dict(self._execute(query, (f"{folder}/", f"{folder}0"))), **moved}
        return {path for path, blob in rows.items() if blob and path.rpartition("/")[0] == folder}

    def _look(self, path: str, asked: Git | None, *, there: bool) -> None:
        old, head = self._row(path), self._head(path)
        mark = self._signature(path) if there else None
        if mark is None:
            self._settle(path, old, row_of(asked, path, head, None, ""))
        elif old.blob and ((mark and mark == old.stat) or self._blob(path, old.blob) == old.blob):
            self._settle(path, old, row_of(asked, path, head, old.blob, mark))
        else:
            self._reads[path] = head

    def _vouch(self, path: str, blob: str | None) -> None:
        """Take git's word for a path that its last commit changed."""
        if self._known(path, blob):
            self._settle(path, self._row(path), Row(blob, blob, None))
        else:
            self._reads[path] = blob

    def _known(self, path: str, blob: str | None) -> bool:
        query = "select 1 from fact where path = ? and blob = ?"
        return "run" in self._meta and self._execute(query, (path, blob)).fetchone() is not None

    def _settle(self, path: str, old: Row, new: Row | None) -> None:
        if new != (None if old == Row() else old):
            self._rows[path] = new

    def _signature(self, path: str) -> str | None:
        try:
            found = os.lstat(f"{self._root}/{path}")
        except OSError:
            return None
        return signature(found, self._ahead.began) if stat.S_ISREG(found.st_mode) else None

    def _blob(self, path: str, like: str) -> str | None:
        try:
            with open(os.open(f"{self._root}/{path}", READ), "rb") as file:
                return blob_of(file.read(), hashing_of(like))
        except OSError:
            return None

    def _row(self, path: str) -> Row:
        found = self._execute("select head, blob, stat from tree where path = ?", (path,)).fetchone()
        return Row(*found) if found else Row()

    def _head(self, path: str) -> str | None:
        return self._base[path] if path in self._base else self._row(path).head

    def _is_new(self, folder: Folder) -> bool:
        old = self._execute("select stat, said from folder where path = ?", (folder.path,)).fetchone()
        return bool(old != (folder.signature, said_json(folder.said)))

    def _news(self, asked: Git | None) -> dict[str, str]:
        if asked is None:
            return {}
        new = {"head": asked.head, "index": self._ahead.index, "unseen": listed(sorted(asked.unseen))}
        return {key: value for key, value in new.items() if self._meta.get(key) != value}
