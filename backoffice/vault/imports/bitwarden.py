"""Bitwarden's unencrypted JSON, of a person or of an organisation."""

from __future__ import annotations

import json
from collections.abc import Iterator

from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.vault.imports.gathering import Gathering, Imported, day, decoded

_PARTS = {3: "card", 4: "identity", 5: "sshKey"}
"""By type of item, where its own fields are; 1 is a login, 2 a note."""


def read(raw: bytes, path: str) -> Imported:
    """Return the entries of an export.

    Raises:
        RefusedError: It is no such file, or an encrypted one.
    """
    tree = _tree(raw, path)
    folders = {each["id"]: each["name"] for key in ("folders", "collections") for each in tree.get(key) or []}
    gathering = Gathering()
    for item in tree["items"]:
        _add(item, folders, gathering)
    return gathering.done()


def _tree(raw: bytes, path: str) -> dict[str, Any]:
    try:
        tree = json.loads(decoded(raw, path))
    except ValueError:
        tree = None
    if isinstance(tree, dict) and tree.get("encrypted"):
        raise RefusedError(f"{path} is encrypted", hint="export it again as .json, not as .json (Encrypted)")
    if not isinstance(tree, dict) or not isinstance(tree.get("items"), list):
        raise RefusedError(f"{path} is no JSON export of Bitwarden")
    return tree


def _add(item: dict[str, Any], folders: dict[str, str], gathering: Gathering) -> None:
    login = item.get("login") or {}
    first, *more = [each["uri"] for each in login.get("uris") or [] if each.get("uri")] or [""]
    values = {name: login.get(name) for name in ("username", "password", "totp")}
    title = item.get("name") or "unnamed"
    if item.get("deletedDate"):
        gathering.leave_out(f"{title}: it is in the trash")
        return
    name = gathering.add(
        (_folder(item, folders), title),
        {**values, "url": first, "notes": item.get("notes")},
        [*(("url", uri) for uri in more), *_fields(item)],
        tags=["favorite"] if item.get("favorite") else [],
        changed=day(login.get("passwordRevisionDate") or item.get("creationDate") or ""),
    )
    for key, what in ((login.get("fido2Credentials"), "passkeys"), (item.get("passwordHistory"), "earlier passwords")):
        if key:
            gathering.leave_out(f"{name}: {len(key)} {what}")


def _folder(item: dict[str, Any], folders: dict[str, str]) -> str:
    where = [item.get("folderId"), *(item.get("collectionIds") or [])]
    return next((folders[each] for each in where if each in folders), "")


def _fields(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    part = item.get(_PARTS.get(item.get("type", 0), "")) or {}
    yield from ((name, str(value)) for name, value in part.items() if value)
    for each in item.get("fields") or []:
        yield each.get("name") or "field", each.get("value") or ""
