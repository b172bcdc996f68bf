"""What other clones must agree on: refs on the shared repository that can be created once."""

from __future__ import annotations

from backoffice.core.errors import RefusedError
from backoffice.workspace.git.call import run
from backoffice.workspace.git.failure import GitFailedError
from backoffice.workspace.place import Place


def shared(place: Place) -> str | None:
    """Return the name of the remote that the clones of this workspace share; None without one.

    It is the one the current branch follows, else ``origin``, else the only one.
    """
    names = run(place, "remote").decode("utf-8", "surrogateescape").split()
    branch = run(place, "symbolic-ref", "--quiet", "--short", "HEAD", fine=(0, 1)).decode().strip()
    followed = run(place, "config", "--get", f"branch.{branch}.remote", fine=(0, 1)).decode().strip()
    for name in (followed, "origin"):
        if name in names:
            return name
    return names[0] if len(names) == 1 else None


def create(place: Place, remote: str, ref: str, oid: str, *, old: str = "") -> bool:
    """Create ``ref`` on the remote; tell whether it now is ours. It is not where it exists with another object.

    With ``old`` it takes the place of that object, and of no other.

    Raises:
        RefusedError: The remote cannot be reached, or does not take such refs.
    """
    words = ("push", "--porcelain", "--no-verify", f"--force-with-lease={ref}:{old}", remote, f"{oid}:{ref}")
    try:
        run(place, *words, outward=True)
    except GitFailedError as error:
        there = existing(place, remote, ref).get(ref)
        if there is None:
            raise RefusedError(f"{remote} did not take the claim: {error.message}", hint=error.hint) from error
        return there == oid
    return True


def existing(place: Place, remote: str, pattern: str) -> dict[str, str]:
    """Return name and object id of the remote's refs that match ``pattern``.

    Raises:
        RefusedError: The remote cannot be reached.
    """
    lines = run(place, "ls-remote", "--refs", remote, pattern, outward=True).decode("utf-8", "replace").splitlines()
    return {ref: oid for oid, _, ref in (line.partition("\t") for line in lines)}


def claim(place: Place, text: str) -> str:
    """Write an object that says ``text`` and nothing else, the same on every machine, and return its id."""
    empty = run(place, "mktree").decode().strip()
    also = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "backoffice"), ("EMAIL", "backoffice@localhost"), ("DATE", "@0 +0000"))
    }
    return run(place, "commit-tree", empty, "-F", "-", given=text.encode(), also=also).decode().strip()
