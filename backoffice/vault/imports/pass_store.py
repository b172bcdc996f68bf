"""The files of a ``pass`` store: a password on the first line, whatever people write below it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backoffice.vault.imports.gathering import Gathering, Imported

_FIELD = re.compile(r"([A-Za-z][\w .-]{0,40}):[ \t]+(\S.*)")
_NAMES = {"login": "username", "user": "username", "username": "username", "url": "url", "website": "url"}


def read(files: Iterable[tuple[str, bytes]]) -> Imported:
    """Return an entry for each path in the store and its decrypted bytes."""
    gathering = Gathering()
    for path, raw in files:
        name = re.sub(r"\.(?:gpg|age)$", "", path)
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            gathering.leave_out(f"{name}: it is not text")
            continue
        _add(name, text, gathering)
    return gathering.done()


def _add(name: str, text: str, gathering: Gathering) -> None:
    password, *lines = text.replace("\r\n", "\n").split("\n")
    values: dict[str, str | None] = {"password": password}
    custom, notes = [], []
    for line in lines:
        found = _FIELD.fullmatch(line)
        field = _NAMES.get(found[1].lower(), "") if found else ""
        if line.startswith("otpauth://") and "totp" not in values:
            values["totp"] = line.strip()
        elif found and field and field not in values:
            values[field] = found[2].strip()
        elif found:
            custom.append((found[1].strip(), found[2]))
        else:
            notes.append(line)
    gathering.add((name,), {**values, "notes": "\n".join(notes).strip("\n")}, custom)
