"""Apply a change to the files as one commit: all of it or, after any crash, all of it by the next command.

Under the lock: finish what an earlier command left; see that the files still are what the change was computed from;
commit the user's own edits of them as theirs; write the commit's objects; write the journal; put the files in place;
move the branch; remove the journal. Until the journal is durable nothing has happened, from then on everything will.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backoffice.workspace import files, journal
from backoffice.workspace.applied import Applied
from backoffice.workspace.edits import commit_edits, modes
from backoffice.workspace.git.commit import build, land
from backoffice.workspace.git.condition import Tip, require_merged, require_writable
from backoffice.workspace.git.read import is_blob
from backoffice.workspace.journal import Entry, Journal, digest
from backoffice.workspace.place import Place
from backoffice.workspace.recover import all_or_nothing, put_in_place, writing
from backoffice.workspace.refusal import refusal

MARK = "Written-by: backoffice"
"""The trailer by which ``undo`` knows a commit of ours from one made by hand."""

Changes = Mapping[str, bytes | None]
"""New content by path from the root; None for a file to be removed."""


def write(
    place: Place,
    changes: Changes,
    summary: str,
    *,
    trailers: Sequence[str] = (),
    seen: Mapping[str, str | None] | None = None,
    beside: Sequence[str] = (),
    strict: bool = False,
) -> Applied:
    """Write ``changes`` as one commit whose subject is ``summary``; durable when this returns.

    Args:
        place: The workspace.
        changes: What the files shall hold.
        summary: Subject of the commit, an imperative sentence.
        trailers: Lines for the end of the message, ``Invoice: INV-2026-0042``.
        seen: Blob ids by path (None: no file) of everything the change was computed from.
        beside: Files that these name; what the user has put there is committed as theirs too.
        strict: Refuse where the user's own edits of these files are not committed, instead of committing them first.

    Raises:
        RefusedError: Nothing was written, and why; or it stopped half-way and the next command will finish it.
    """
    with writing(place, summary):
        old = {path: files.read(place.root, path) for path in changes}
        named = {path: files.read(place.root, path) for path in beside}
        tip = require_writable(place, [*old, *named])
        _require_unchanged(place, seen or {})
        new = {path: content for path, content in changes.items() if content != old[path]}
        if not new:
            return Applied()
        old = {path: old[path] for path in new}
        require_merged(new, tip.unmerged)
        _require_no_twins(place, {path for path, content in new.items() if content and old[path] is None})
        edits = commit_edits(place, old | named, tip, strict=strict)
        tip = Tip(tip.ref, edits or tip.commit, tip.blobs)
        message = "\n".join([summary, "", *trailers, MARK, ""])
        entries = {path: Entry(digest(old[path]), new[path]) for path in new}
        return Applied(_do(place, Journal(place.prefix, message, entries), tip), tuple(new), edits)


def _do(place: Place, change: Journal, tip: Tip) -> str:
    new = {path: entry.new for path, entry in change.entries.items()}
    with all_or_nothing(place, change):
        commit = build(place, new, change.message, parent=tip.commit, modes=modes(place, new))
        journal.write(place, change)
        put_in_place(place, change)
        land(place, commit, tip=tip, paths=list(new), summary=change.message.partition("\n")[0])
        journal.clear(place)
    return commit


def _require_unchanged(place: Place, seen: Mapping[str, str | None]) -> None:
    for path, oid in seen.items():
        if not is_blob(place, path, files.read(place.root, path), oid):
            raise refusal(f"{path} was changed meanwhile; nothing was written", "repeat the command")


def _require_no_twins(place: Place, added: set[str]) -> None:
    for path in sorted(added):
        twin = files.twin_of(place.root, path) or next(
            (t for g in files.twins(added) if path in g for t in g if t != path), None
        )
        if twin:
            raise refusal(f"{path} differs from {twin} only in case or accents", "choose another name")
