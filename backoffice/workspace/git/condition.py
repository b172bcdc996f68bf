"""Whether the repository can take a commit now; if not, why not and the way out."""

from __future__ import annotations

import os
import time

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.workspace.git.call import run
from backoffice.workspace.git.read import head
from backoffice.workspace.place import Place

PATIENCE = 1.0
"""Seconds to wait for git's own lock, which editors take for moments."""

UNDER_WAY = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


class Tip(NamedTuple):
    """Where the next commit goes: the branch's full ref, and its last commit (None before the first)."""

    ref: str
    commit: str | None


def require_writable(place: Place) -> Tip:
    """Return where the next commit goes.

    Raises:
        RefusedError: The repository is in a state in which a commit of ours would get in somebody's way.
    """
    git_dir = place.git_dir or ""
    for name, what in UNDER_WAY.items():
        if os.path.exists(os.path.join(git_dir, name)):
            raise RefusedError(
                f"a {what} is under way here", hint=f"finish it with `git {what} --continue`, or `git {what} --abort`"
            )
    ref = run(place, "symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip()
    if not ref:
        raise RefusedError(
            "no branch is checked out (HEAD is detached)", hint="switch to one, such as `git switch main`"
        )
    _require_unlocked(os.path.join(git_dir, "index.lock"))
    return Tip(ref, head(place))


def require_merged(place: Place, paths: list[str]) -> None:
    """Refuse where one of ``paths`` is left in conflict by a merge."""
    content = run(place, "ls-files", "--unmerged", "-z", "--", *paths)
    if content:
        path = content.split(b"\0")[0].partition(b"\t")[2].decode("utf-8", "surrogateescape")
        raise RefusedError(f"{path} is left in conflict by a merge", hint=f"repair it, then `git add {path}`")


def identities(place: Place) -> tuple[str, str]:
    """Return author and committer as git writes them into a commit.

    Raises:
        RefusedError: git does not know who the user is.
    """
    author, committer = (
        run(place, "var", f"GIT_{each}_IDENT").decode("utf-8", "replace").strip() for each in ("AUTHOR", "COMMITTER")
    )
    return author, committer


def _require_unlocked(path: str) -> None:
    until = time.monotonic() + PATIENCE
    while (age := _age(path)) is not None:
        if time.monotonic() > until:
            raise RefusedError(
                f"git's index is locked, since {age} s",
                hint=f"let the other git command finish; if none is running, remove {path}",
            )
        time.sleep(0.02)


def _age(path: str) -> int | None:
    try:
        return (time.time_ns() - os.stat(path).st_mtime_ns) // 1_000_000_000
    except FileNotFoundError:
        return None
