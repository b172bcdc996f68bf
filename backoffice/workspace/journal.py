"""The redo journal: what a change wants every file to be, durable before the first file is touched.

As long as it is there, the change is not finished, and the next command finishes it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.workspace import files
from backoffice.workspace.place import JOURNAL, Place

FORMAT = 1


class Entry(NamedTuple):
    """One file of a change: the digest of what it was (None: it was not there), and what it shall be (None: gone)."""

    old: str | None
    new: bytes | None


class Journal(NamedTuple):
    """A change that was begun: the workspace's folder in the work tree, the commit message, and its files."""

    prefix: str
    message: str
    entries: Mapping[str, Entry]


def digest(content: bytes | None) -> str | None:
    """Return the name of a content; None for no file."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def pending(place: Place) -> bool:
    """Tell whether a change was begun and not finished, or is being written at this moment."""
    return place.unfinished


def write(place: Place, journal: Journal) -> None:
    """Make the journal durable."""
    data = {
        "format": FORMAT,
        "prefix": journal.prefix,
        "message": journal.message,
        "files": {path: [entry.old, _text(entry.new)] for path, entry in journal.entries.items()},
    }
    files.write(place.git_dir or "", JOURNAL, json.dumps(data).encode())


def read(place: Place) -> Journal | None:
    """Return the change that was begun; None when there is none.

    Raises:
        RefusedError: The journal is damaged, or of a later version of this program.
    """
    content = files.read(place.git_dir, JOURNAL) if place.git_dir else None
    if content is None:
        return None
    try:
        data = json.loads(content)
        entries = {path: Entry(old, _bytes(new)) for path, (old, new) in data["files"].items()}
        if data["format"] == FORMAT:
            return Journal(data["prefix"], data["message"], entries)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise RefusedError(
        "the journal of an unfinished change cannot be read",
        hint=f"look at your files with `git status`, then remove {JOURNAL} in {place.git_dir}",
    )


def clear(place: Place) -> None:
    """Remove the journal, durably: the change is finished."""
    files.remove(place.git_dir or "", JOURNAL)


def _text(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
