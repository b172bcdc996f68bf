"""All entries for another program, in clear text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from backoffice.core.document import Tree
from backoffice.core.errors import UsageError
from backoffice.vault import text as texts
from backoffice.vault.entries import FIELDS, Entry
from backoffice.vault.fields import tree_of

FORMATS = ("yaml", "json", "csv", "bitwarden")
"""Our text without ``_meta``; the same as JSON; one row per entry; what Bitwarden imports."""

_LOGIN, _NOTE = 1, 2
_HIDDEN = 1


def export(entries: Iterable[Entry], form: str) -> str:
    """Return entries as the text of a file in one of ``FORMATS``. It holds every secret in clear text.

    Raises:
        UsageError: There is no such format.
    """
    writers = {"yaml": _yaml, "json": _json, "csv": _csv, "bitwarden": _bitwarden}
    if form not in writers:
        raise UsageError(f"{form!r} is no format to export to", hint=f"there are {', '.join(FORMATS)}")
    return writers[form](sorted(entries, key=lambda entry: entry.name))


def _yaml(entries: list[Entry]) -> str:
    return "".join(texts.written(entry.name, tree_of(entry)) for entry in entries)


def _json(entries: list[Entry]) -> str:
    return _dumped({entry.name: tree_of(entry) for entry in entries})


def _dumped(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def _csv(entries: list[Entry]) -> str:
    """Write one row per entry. Values stay as they are: a password that starts with ``=`` must not get a quote."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["name", *FIELDS, "tags", "owner", "custom"])
    for entry in entries:
        fields = entry.fields()
        custom = {name: value.reveal() for name, value in entry.custom.items()}
        plain = [fields[name].reveal() if name in fields else "" for name in FIELDS]
        more = json.dumps(custom, ensure_ascii=False) if custom else ""
        rows.writerow([entry.name, *plain, " ".join(entry.tags), entry.owner, more])
    return text.getvalue()


def _bitwarden(entries: list[Entry]) -> str:
    """Write Bitwarden's unencrypted JSON; the part of a name before the last slash is the folder."""
    folders = sorted({entry.name.rpartition("/")[0] for entry in entries} - {""})
    return _dumped(
        {
            "encrypted": False,
            "folders": [{"id": str(number), "name": name} for number, name in enumerate(folders)],
            "items": [_item(entry, folders) for entry in entries],
        }
    )


def _item(entry: Entry, folders: list[str]) -> dict[str, object]:
    folder, _, name = entry.name.rpartition("/")
    login: dict[str, Tree | object] = {
        "username": entry.username or None,
        "password": entry.password.reveal() or None,
        "totp": entry.totp.reveal() or None,
        "uris": [{"match": None, "uri": entry.url}] if entry.url else [],
    }
    is_login = any(login.values())
    return {
        "folderId": str(folders.index(folder)) if folder else None,
        "type": _LOGIN if is_login else _NOTE,
        "name": name,
        "notes": entry.notes.reveal() or None,
        "favorite": False,
        "fields": [
            {"name": each, "value": value.reveal(), "type": _HIDDEN} for each, value in sorted(entry.custom.items())
        ],
        **({"login": login} if is_login else {"secureNote": {"type": 0}}),
    }
