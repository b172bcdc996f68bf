"""Whether the repository can take a commit now; if not, why not and the way out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence

from backoffice.workspace.git.call import run
from backoffice.workspace.git.read import ids
from backoffice.workspace.place import Place, branch_of
from backoffice.workspace.refusal import refusal

PATIENCE = 1.0
"""Seconds to wait for git's own lock, which editors take for moments."""

UNDER_WAY = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


class Tip:
    """Where the next commit goes, and what git knows there of the files it is about.

    Attributes:
        ref: The branch's full ref.
        commit: Its last commit; None before the first.
        blobs: Blob id in that commit of each path that was asked about; None where it has no such file.
        unmerged: Those of the paths that a merge has left in conflict.
    """

    __slots__ = ("blobs", "commit", "ref", "unmerged")

    def __init__(
        self, ref: str, commit: str | None, blobs: Mapping[str, str | None], unmerged: Sequence[str] = ()
    ) -> None:
        self.ref = ref
        self.commit = commit
        self.blobs = blobs
        self.unmerged = unmerged


def require_writable(place: Place, paths: Iterable[str] = ()) -> Tip:
    """Return where the next commit goes, and what is known there of ``paths``: git is asked once.

    Raises:
        RefusedError: The repository is in a state in which a commit of ours would get in somebody's way.
    """
    git_dir = place.git_dir or ""
    for name, what in UNDER_WAY.items():
        if os.path.exists(os.path.join(git_dir, name)):
            hint = f"finish it with `git {what} --continue`, or `git {what} --abort`"
            raise refusal(f"a {what} is under way here", hint)
    ref = branch_of(git_dir) or run(place, "symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip()
    if not ref:
        raise refusal("no branch is checked out (HEAD is detached)", "switch to one, such as `git switch main`")
    _require_unlocked("index", os.path.join(git_dir, "index.lock"))
    _require_unlocked("branch", os.path.join(place.common_dir or "", f"{ref}.lock"))
    return _tip(place, ref, list(paths))


def _tip(place: Place, ref: str, paths: list[str]) -> Tip:
    sides = ("HEAD", *_STAGES)
    commit, *found = ids(place, ["HEAD^{commit}", *(f"{side}:./{path}" for path in paths for side in sides)])
    rows = {path: found[at : at + len(sides)] for path, at in zip(paths, range(0, len(found), len(sides)), strict=True)}
    blobs = {path: row[0] for path, row in rows.items()}
    return Tip(ref, commit, blobs, [path for path, row in rows.items() if any(row[1:])])


_STAGES = (":1", ":2", ":3")
"""Sides of a file that a merge has left in conflict, as git names them."""


def require_merged(paths: Iterable[str], unmerged: Iterable[str]) -> None:
    """Refuse where one of ``paths`` is among those that a merge has left in conflict."""
    for path in sorted(set(paths) & set(unmerged)):
        raise refusal(f"{path} is left in conflict by a merge", f"repair it, then `git add {path}`")


def identities(place: Place) -> tuple[str, str]:
    """Return author and committer as git writes them into a commit.

    Raises:
        RefusedError: git does not know who the user is.
    """
    author, committer = (
        run(place, "var", f"GIT_{each}_IDENT").decode("utf-8", "replace").strip() for each in ("AUTHOR", "COMMITTER")
    )
    return author, committer


def _require_unlocked(what: str, path: str) -> None:
    """Wait for git's lock of something; one that outlives its git, as after a power cut, only the user can judge."""
    until = time.monotonic() + PATIENCE
    while (age := _age(path)) is not None:
        if time.monotonic() > until:
            hint = f"let the other git command finish; if none is running, remove {path}"
            raise refusal(f"git's {what} is locked, since {age} s", hint)
        time.sleep(0.02)


def _age(path: str) -> int | None:
    try:
        return (time.time_ns() - os.stat(path).st_mtime_ns) // 1_000_000_000
    except FileNotFoundError:
        return None
