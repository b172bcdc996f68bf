"""What was done to the records, by whom; and undoing it.

Undoing never rewrites history: it is a new commit that takes the changes of another one back, written like every
other change, so there is no half-way state to be left in. Without a commit named, ``undo`` takes back the last commit
of ours that still counts, so that repeating it goes one step further back each time; to redo, undo the undoing by
its id.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence

from backoffice.core.errors import MissingError, RefusedError
from backoffice.workspace import files
from backoffice.workspace.applied import Applied
from backoffice.workspace.apply import MARK, write
from backoffice.workspace.git.call import run
from backoffice.workspace.git.condition import require_merged, require_writable
from backoffice.workspace.git.log import Commit, commits
from backoffice.workspace.git.read import blobs, changed, is_blob, resolve, unmerged
from backoffice.workspace.place import Place
from backoffice.workspace.recover import writing

REACH = 1000
"""How many of our own commits ``undo`` looks back over."""

Content = bytes | None


def undo(
    place: Place,
    name: str | None = None,
    *,
    trailers: Sequence[str] = (),
) -> Applied:
    """Take back what the named commit, or the last one of ours, changed.

    Args:
        place: The workspace.
        name: A commit as git names it; may be somebody's own commit, or an undoing.
        trailers: More lines for the end of the message.

    Raises:
        MissingError: There is no such commit, or none of ours left.
        RefusedError: It cannot be taken back alone; nothing was written.
    """
    with writing(place, "undo"):
        require_writable(place)
        commit, changes = undoing(place, name)
        summary = f"Undo “{commit.subject}”"
        return write(place, changes, summary, trailers=[*trailers, f"Undoes: {commit.oid}"])


def undoing(place: Place, name: str | None = None) -> tuple[Commit, dict[str, Content]]:
    """Return the commit that ``undo`` would take back, and what it would make of the files.

    Raises:
        MissingError: There is no such commit, or none of ours left.
        RefusedError: It cannot be taken back alone.
    """
    ours = commits(place, f"--max-count={REACH}", "--fixed-strings", f"--grep={MARK}")
    commit = _named(place, name, ours) if name else _last(ours)
    return commit, _inverse(place, commit)


def _undone(ours: Sequence[Commit]) -> dict[str, str]:
    """Return what is undone at present, and by which commit; an undoing that was undone does not count."""
    found: dict[str, str] = {}
    for commit in ours:
        if commit.undoes and commit.oid not in found:
            found[commit.undoes] = commit.oid
    return found


def _last(ours: Sequence[Commit]) -> Commit:
    undone = _undone(ours)
    for commit in ours:
        if not commit.undoes and commit.oid not in undone:
            return commit
    raise MissingError("there is nothing to undo", hint="name a commit; `backoffice log` lists them")


def _named(place: Place, name: str, ours: Sequence[Commit]) -> Commit:
    oid = resolve(place, name)
    by = _undone(ours).get(oid)
    if by:
        raise RefusedError(f"{name} is undone already", hint=f"to redo it: `backoffice undo {by[:12]}`")
    if oid not in run(place, "rev-list", "HEAD").decode().split():
        raise RefusedError(f"{name} is not part of this branch", hint="see `backoffice log`")
    return commits(place, "--max-count=1", oid)[0]


def _inverse(place: Place, commit: Commit) -> dict[str, Content]:
    if len(commit.parents) != 1:
        what = "a merge" if commit.parents else "the first commit there is"
        raise RefusedError(f"“{commit.subject}” is {what}, which cannot be undone", hint="see `git revert`")
    found = changed(place, commit.parents[0], commit.oid)
    require_merged(found, unmerged(place))
    contents = dict(blobs(place, {oid for pair in found.values() for oid in pair if oid}))
    changes = {}
    for path, (old, new) in found.items():
        now = files.read(place.root, path)
        if is_blob(place, path, now, new):
            changes[path] = contents[old] if old else None
        elif not is_blob(place, path, now, old):
            sides = (now, contents[new] if new else None, contents[old] if old else None)
            changes[path] = _merged(place, path, sides)
    if not changes:
        raise RefusedError(f"“{commit.subject}” is undone already", hint="see `backoffice log`")
    return changes


def _merged(place: Place, path: str, sides: tuple[Content, Content, Content]) -> bytes:
    """Merge the present content with the way back; ``sides``: now, as the commit left it, as it was before."""
    refusal = RefusedError(f"{path} was changed since", hint="undo the later change first, or edit the file")
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, each) for each in ("now", "after", "before")]
        for name, content in zip(names, sides, strict=True):
            if content is None:
                raise refusal
            with open(name, "wb") as file:
                file.write(content)
        try:
            return run(place, "merge-file", "--quiet", "-p", *names)
        except RefusedError as error:  # in conflict, or not text
            raise refusal from error
