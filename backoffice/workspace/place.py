"""Where a workspace is: its root, the repository around it, and its folders of cache and state.

This module and the few that start ``git status`` import nothing but ``os``, so that git is already at work while
the rest of the program is still being imported.
"""

from __future__ import annotations

import os

SETTINGS = "backoffice.yaml"
JOURNAL = "backoffice.journal"
NO_BRANCH = "refs/heads/.invalid"
"""What HEAD says where git keeps its refs in another way than as files."""
NAME_MAX = 143
"""Bytes that a file's name may have even on encrypting file systems."""


class Place:
    """A workspace on this disk.

    Attributes:
        root: Absolute, resolved path of the folder that holds ``backoffice.yaml``.
        top: Root of the git work tree around it; equal to ``root`` but for a workspace in a bigger repository's folder.
        git_dir: The work tree's own git folder; None where there is no repository.
        common_dir: The git folder shared by all work trees of the repository.
    """

    __slots__ = ("common_dir", "git_dir", "root", "top")

    def __init__(self, root: str) -> None:
        self.root = os.path.realpath(root)
        self.top, self.git_dir = _repository(self.root)
        self.common_dir = _common(self.git_dir) if self.git_dir else None

    @property
    def prefix(self) -> str:
        """Path of the root from the top of the work tree, with a final slash; empty where they are the same."""
        inside = os.path.relpath(self.root, self.top or self.root)
        return "" if inside == "." else inside.replace(os.sep, "/") + "/"

    @property
    def unfinished(self) -> bool:
        """Whether a change was begun and not finished, or is being written at this moment."""
        return self.git_dir is not None and os.path.exists(os.path.join(self.git_dir, JOURNAL))


def find(start: str, *, explicit: str = "", environment: str = "") -> Place:
    """Return the workspace ``explicit`` or ``environment`` names, else that of ``start`` or its nearest parent.

    Raises:
        MissingError: There is none.
    """
    named = explicit or environment
    for folder in [os.path.realpath(named)] if named else _upwards(os.path.realpath(start)):
        if os.path.isfile(os.path.join(folder, SETTINGS)):
            return Place(folder)
    from backoffice.core.errors import MissingError

    if named:
        raise MissingError(f"{named} is not a workspace", hint=f"a workspace is a folder with {SETTINGS}")
    raise MissingError(
        f"no {SETTINGS} here or in any parent folder",
        hint="make a workspace with `backoffice init`, or name one with --workspace",
    )


def branch_of(git_dir: str) -> str:
    """Return the full ref that HEAD names; empty where only git can tell, or it names a commit."""
    kind, _, ref = _line(os.path.join(git_dir, "HEAD")).partition(" ")
    return ref if kind == "ref:" and ref.startswith("refs/heads/") and ref != NO_BRANCH else ""


def cache_dir(place: Place) -> str:
    """Return the folder for what can be rebuilt, made if need be, for nobody else to read."""
    return _own_folder("XDG_CACHE_HOME", ".cache", place)


def state_dir(place: Place) -> str:
    """Return the folder for what this user decided about this workspace, made if need be, for nobody else to read."""
    return _own_folder("XDG_STATE_HOME", ".local/state", place)


def _own_folder(variable: str, otherwise: str, place: Place) -> str:
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):  # the XDG specification has relative values ignored
        base = os.path.join(os.path.expanduser("~"), otherwise)
    folder = os.path.join(base, "backoffice", _named(place.root))
    os.makedirs(os.path.dirname(folder), mode=0o700, exist_ok=True)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def _named(path: str) -> str:
    """Return a name for a folder that only ``path`` has: itself where that is short enough for a name."""
    name = path.replace("%", "%25").replace("/", "%2F")
    if len(os.fsencode(name)) <= NAME_MAX:
        return name
    import hashlib  # takes longer to import than most commands to answer

    return hashlib.sha256(os.fsencode(path)).hexdigest()


def _upwards(folder: str) -> list[str]:
    folders = [folder]
    while (parent := os.path.dirname(folder)) != folder:
        folders.append(folder := parent)
    return folders


def _repository(root: str) -> tuple[str | None, str | None]:
    """Find the repository as git does, but without running git: its settings are not trusted yet."""
    for folder in _upwards(root):
        found = _git_dir(folder)
        if found and os.path.isfile(os.path.join(found, "HEAD")):
            return folder, found
    return None, None


def _git_dir(folder: str) -> str | None:
    entry = os.path.join(folder, ".git")
    if os.path.isdir(entry):
        return entry
    named = _line(entry)
    if not named.startswith("gitdir: "):
        return None
    return os.path.realpath(os.path.join(folder, named.removeprefix("gitdir: ")))


def _common(git_dir: str) -> str:
    return os.path.realpath(os.path.join(git_dir, _line(os.path.join(git_dir, "commondir")) or "."))


def _line(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read(4096).rstrip("\n")
    except OSError:
        return ""
