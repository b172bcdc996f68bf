"""What differs between the last commit, the index and the files: ``git status``, parsed."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.core.named import NamedTuple
from backoffice.workspace.git.begin import begin_status
from backoffice.workspace.git.call import Running
from backoffice.workspace.place import Place

UNTRACKED = "?"
UNMERGED = "U"


class Change(NamedTuple):
    """One path that is not as it was committed.

    Attributes:
        path: From the root of the workspace; of an untracked folder, with a final slash.
        staged: How the index differs from the last commit: ``.`` not at all, else git's letter (``A M D T ? U``).
        edited: How the file differs from the index, likewise.
        oid: Blob id in the index; empty where there is none.
    """

    path: str
    staged: str
    edited: str
    oid: str = ""


class Status(NamedTuple):
    """Where the work tree stands.

    Attributes:
        head: Id of the last commit; None before the first.
        branch: Name of the branch; None when HEAD is detached.
        upstream: The branch it follows, such as ``origin/main``; None without one.
        changes: Every path that is not as it was committed.
    """

    head: str | None
    branch: str | None
    upstream: str | None
    changes: tuple[Change, ...]


def parse(content: bytes, prefix: str) -> Status:
    """Read the output of ``git status --porcelain=v2 --branch -z --no-renames``; paths are cut to ``prefix``."""
    lines = content.decode("utf-8", "surrogateescape").split("\0")
    heads = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# "))
    head, branch = heads.get("branch.oid", "(initial)"), heads.get("branch.head", "(detached)")
    return Status(
        head=None if head == "(initial)" else head,
        branch=None if branch == "(detached)" else branch,
        upstream=heads.get("branch.upstream"),
        changes=tuple(_changes(lines, prefix)),
    )


def _changes(lines: list[str], prefix: str) -> Iterator[Change]:
    cut = len(prefix)
    for line in lines:
        match line[:1]:
            case "1":
                _, xy, _, _, _, _, _, oid, path = line.split(" ", 8)
                yield Change(path[cut:], xy[0], xy[1], oid.strip("0") and oid)
            case "u":
                yield Change(line.split(" ", 10)[10][cut:], UNMERGED, UNMERGED)
            case "?":
                yield Change(line[2 + cut :], UNTRACKED, UNTRACKED)


def answer(running: Running | None, place: Place) -> Status | None:
    """Wait for what ``begin_status`` started; None where there was nothing to ask."""
    return parse(running.result(), place.prefix) if running else None


def status(place: Place) -> Status | None:
    """Ask git how the work tree stands, and wait."""
    return answer(begin_status(place), place)
