"""The folders in which records lie, listed anew only where something was added, removed or renamed.

A folder's own times change with the names in it, so names cost one look at each folder, whether git tracks a file,
ignores it or does not know it. Links are never followed.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping

from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.named import NamedTuple
from backoffice.workspace.claims import TEXTS, Claims
from backoffice.workspace.faults import NO_ACCESS, NOT_A_FILE, STRAY_FILE

TICK = 2_000_000_000
"""Nanoseconds within which two changes may leave one time: what is newer than that before a scan is not believed."""


class Folder(NamedTuple):
    """One folder: its signature, the paths of records in it, the folders in it, and what lies there by mistake."""

    path: str
    signature: str
    files: tuple[str, ...]
    folders: tuple[str, ...]
    said: tuple[Diagnostic, ...]

    @property
    def closed(self) -> bool:
        """Whether nothing below it may be looked at, because it is a link or cannot be read."""
        return not self.signature and not self.files and not self.folders and bool(self.said)


class Walk(NamedTuple):
    """What a walk found: the folders that are new or changed, and those that are gone."""

    changed: tuple[Folder, ...]
    gone: tuple[str, ...]


def signature(found: os.stat_result, began: int) -> str:
    """Return what changes with a file or folder; empty (never believed) when it is too new at the time ``began``.

    Setting the modification time back does not help: the time of change of the inode cannot be set.
    """
    if max(found.st_mtime_ns, found.st_ctime_ns) > began - TICK:
        return ""
    return f"{found.st_mtime_ns}.{found.st_ctime_ns}.{found.st_ino}.{found.st_size}"


def walk(root: str, claims: Claims, known: Mapping[str, str], began: int) -> Walk:
    """Return how the folders of records differ from those ``known`` by path and signature."""
    below = defaultdict(list)
    for path in known:
        below[path.rpartition("/")[0]].append(path)
    changed: list[Folder] = []
    met: set[str] = set()
    waiting = list(claims.tops)
    while waiting:
        path = waiting.pop()
        found = _stat(root, path)
        if found is None or not (stat.S_ISDIR(found.st_mode) or stat.S_ISLNK(found.st_mode)):
            continue
        met.add(path)
        if stat.S_ISLNK(found.st_mode):
            changed.append(Folder(path, "", (), (), (_linked(path),)))
            continue
        mark = signature(found, began)
        if mark and known.get(path) == mark:
            waiting += below[path]
        else:
            changed.append(folder := _list(root, path, mark, claims))
            waiting += folder.folders
    return Walk(tuple(changed), tuple(path for path in known if path not in met))


def _stat(root: str, path: str) -> os.stat_result | None:
    try:
        return os.lstat(f"{root}/{path}")
    except OSError:
        return None


def _list(root: str, path: str, mark: str, claims: Claims) -> Folder:
    files: list[str] = []
    folders: list[str] = []
    said: list[Diagnostic] = []
    try:
        entries = sorted(os.scandir(f"{root}/{path}"), key=lambda entry: entry.name)
    except FileNotFoundError:  # gone since it was met
        return Folder(path, "", (), (), ())
    except OSError as error:
        said = [NO_ACCESS.at(_named(path), f"the folder cannot be read: {error.strerror}")]
        return Folder(path, "", (), (), tuple(said))
    for entry in entries:
        inner = f"{path}/{entry.name}"
        if entry.is_dir(follow_symlinks=False) and claims.expects(inner):
            folders.append(inner)
        elif inner in claims and entry.is_file(follow_symlinks=False):
            files.append(inner)
        else:
            said += _strange(entry, inner, claims)
    return Folder(path, mark, tuple(files), tuple(folders), tuple(said))


def _linked(path: str) -> Diagnostic:
    return NOT_A_FILE.at(Location(path), "links are not followed", hint="put the folder itself here")


def astray(root: str, claims: Claims) -> Iterator[Diagnostic]:
    """Yield the texts that lie below folders of records in folders where none can lie, so that nothing reads them."""
    for top in claims.tops:
        for folder, below, names in os.walk(f"{root}/{top}"):
            here = os.path.relpath(folder, root)
            below[:] = [name for name in below if not name.startswith(".")]
            for name in [] if claims.expects(here) else sorted(names):
                if name.endswith(TEXTS) and not name.startswith("."):
                    hint = f"files here are {', '.join(claims.places_in(top))}"
                    yield STRAY_FILE.at(_named(f"{here}/{name}"), "no record has its file in this folder", hint=hint)


def _named(path: str) -> Location:
    return Location(path.encode("utf-8", "backslashreplace").decode())


def _strange(entry: os.DirEntry[str], path: str, claims: Claims) -> Iterator[Diagnostic]:
    where = _named(path)
    if path in claims:
        yield NOT_A_FILE.at(where, "this is no regular file", hint="put the file itself here")
    elif entry.is_symlink() and claims.expects(path):
        yield _linked(where.path)
    elif entry.name.endswith(TEXTS) and not entry.name.startswith("."):
        hint = f"files here are {', '.join(claims.places_in(path.rpartition('/')[0]))}"
        yield STRAY_FILE.at(where, "no record has its file here under this name", hint=hint)
