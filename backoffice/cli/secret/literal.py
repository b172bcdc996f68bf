"""An entry as text to edit: ``field: rest of the line``, taken literally; notes stand below a line of dashes.

No character has a meaning but the first colon of a line, so a password is what stands there, whatever it looks like.
"""

from __future__ import annotations

import datetime as dt

from backoffice.core.duration import Duration
from backoffice.core.errors import RefusedError, ValueTextError
from backoffice.vault.entries import CUSTOM, FIELDS, Entry, checked_field
from backoffice.vault.secret import Secret

NOTES = "--- notes below ---"
_HEAD = "# One field on a line, taken literally after `: `. A line that is removed removes its field.\n"


def written(entry: Entry) -> str:
    """Return the text of an entry."""
    lines = [f"{name}: {entry.fields().get(name, Secret()).reveal()}" for name in FIELDS if name != "notes"]
    lines += [f"{name}: {value.reveal()}" for name, value in sorted(entry.custom.items()) if "\n" not in value.reveal()]
    lines += [f"tags: {' '.join(entry.tags)}", f"owner: {entry.owner}", f"rotate: {entry.rotate or ''}"]
    notes = [entry.notes.reveal()] if entry.notes else []
    return "\n".join([_HEAD + lines[0], *lines[1:], NOTES, *notes, ""])


def read(text: str, entry: Entry, *, on: dt.date) -> Entry:
    """Return the entry that the text describes; a field of several lines, which the text leaves out, stays.

    Raises:
        RefusedError: A line has no colon, a name comes twice, or a value cannot be kept; no value is repeated.
    """
    head, found, notes = text.replace("\r\n", "\n").partition(f"\n{NOTES}\n")
    if not found:
        raise RefusedError(f"the line “{NOTES}” is gone; nothing was written")
    fields = _lines(head)
    tags, owner, rotate = (fields.pop(name, "") for name in ("tags", "owner", "rotate"))
    long = {CUSTOM + name: value.reveal() for name, value in entry.custom.items() if "\n" in value.reveal()}
    wanted = long | {checked_field(name): value for name, value in fields.items()} | {"notes": notes.removesuffix("\n")}
    for name in (*entry.fields(), *wanted):
        entry = entry.with_field(name, Secret(wanted.get(name, "")), on=on)
    try:
        lives = Duration.parse(rotate) if rotate else None
    except ValueTextError as expected:
        raise RefusedError(f"rotate is not {expected}; nothing was written") from None
    return entry._replace(tags=tuple(sorted(set(tags.split()))), owner=owner, rotate=lives)


def _lines(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, line in enumerate(head.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise RefusedError(f"line {number} is no `field: value`; nothing was written")
        if name.strip() in fields:
            raise RefusedError(f"line {number} names {name.strip()} again; nothing was written")
        fields[name.strip()] = value.removeprefix(" ")
    return fields
