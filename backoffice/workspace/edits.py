"""The user's own edits: committed as theirs before a change of ours touches the same file."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.workspace import files
from backoffice.workspace.git.commit import build, land
from backoffice.workspace.git.condition import Tip
from backoffice.workspace.git.read import is_blob
from backoffice.workspace.place import Place
from backoffice.workspace.refusal import refusal

Contents = Mapping[str, bytes | None]


def edited(place: Place, contents: Contents, tip: Tip) -> dict[str, bytes | None]:
    """Return those of ``contents`` (what the disk holds, by path) that differ from the last commit, the tip's."""
    return {path: content for path, content in contents.items() if not is_blob(place, path, content, tip.blobs[path])}


def commit_edits(place: Place, contents: Contents, tip: Tip, *, strict: bool) -> str | None:
    """Commit the user's edits of these files as theirs; return the commit, None when there were none.

    Raises:
        RefusedError: There are some and ``strict`` wants none.
    """
    own = edited(place, contents, tip)
    if not own:
        return None
    if strict:
        raise refusal(f"{_named(own)} has changes that are not committed", "commit them first")
    summary = f"{_verb(own, tip)} {_named(own)}"
    commit = build(place, own, summary + "\n", parent=tip.commit, modes=modes(place, own))
    land(place, commit, tip=tip, paths=list(own), summary=summary)
    return commit


def modes(place: Place, contents: Contents) -> dict[str, str]:
    """Return git's mode of those files that may be run as programs."""
    found = {path: files.mode(place.root, path) for path in contents}
    return {path: "100755" for path, bits in found.items() if bits is not None and bits & 0o100}


def _named(contents: Contents) -> str:
    first, *others = contents
    count = len(others)
    return first + (f" and {count} other file{'s' if count > 1 else ''}" if others else "")


def _verb(contents: Contents, tip: Tip) -> str:
    if all(content is None for content in contents.values()):
        return "Remove"
    return "Edit" if any(tip.blobs[path] for path in contents) else "Add"
