"""The redo journal: what a change wants every file to be, durable before the first file is touched.

As long as it is there, the change is not finished, and the next command finishes it.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping

from backoffice.workspace import files
from backoffice.workspace.place import JOURNAL, Place
from backoffice.workspace.refusal import refusal

FORMAT = 1


class Entry:
    """One file of a change: the digest of what it was (None: it was not there), and what it shall be (None: gone)."""

    __slots__ = ("new", "old")

    def __init__(self, old: str | None, new: bytes | None) -> None:
        self.old = old
        self.new = new


class Journal:
    """A change that was begun: the workspace's folder in the work tree, the commit message, and its files."""

    __slots__ = ("entries", "message", "prefix")

    def __init__(self, prefix: str, message: str, entries: Mapping[str, Entry]) -> None:
        self.prefix = prefix
        self.message = message
        self.entries = entries


def digest(content: bytes | None) -> str | None:
    """Return the name of a content; None for no file."""
    import hashlib

    return None if content is None else hashlib.sha256(content).hexdigest()


def pending(place: Place) -> bool:
    """Tell whether a change was begun and not finished, or is being written at this moment."""
    return place.unfinished


def write(place: Place, journal: Journal) -> None:
    """Make the journal durable."""
    entries = ", ".join(
        f"{_quoted(path)}: [{_bare(entry.old)}, {_bare(_text(entry.new))}]" for path, entry in journal.entries.items()
    )
    about = f'"format": {FORMAT}, "prefix": {_quoted(journal.prefix)}, "message": {_quoted(journal.message)}'
    files.write(place.git_dir or "", JOURNAL, f'{{{about}, "files": {{{entries}}}}}'.encode())


def _bare(text: str | None) -> str:
    """Return a text of letters and digits as JSON has it, or that there is none."""
    return "null" if text is None else f'"{text}"'


def _quoted(text: str) -> str:
    """Return a text as JSON has it; its library is slow to import, and most text needs none of it."""
    if text.isascii() and text.replace("\n", "").isprintable() and '"' not in text and "\\" not in text:
        return '"' + text.replace("\n", "\\n") + '"'
    import json

    return json.dumps(text)


def read(place: Place) -> Journal | None:
    """Return the change that was begun; None when there is none.

    Raises:
        RefusedError: The journal is damaged, or of a later version of this program.
    """
    content = files.read(place.git_dir, JOURNAL) if place.git_dir else None
    if content is None:
        return None
    import json

    try:
        data = json.loads(content)
        entries = {path: Entry(old, _bytes(new)) for path, (old, new) in data["files"].items()}
        if data["format"] == FORMAT:
            return Journal(data["prefix"], data["message"], entries)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise refusal(
        "the journal of an unfinished change cannot be read",
        f"look at your files with `git status`, then remove {JOURNAL} in {place.git_dir}",
    )


def clear(place: Place) -> None:
    """Remove the journal, durably: the change is finished."""
    files.remove(place.git_dir or "", JOURNAL)


def _text(content: bytes | None) -> str | None:
    return None if content is None else binascii.b2a_base64(content, newline=False).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else binascii.a2b_base64(text, strict_mode=True)
