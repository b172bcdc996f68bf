"""1Password's 1PUX archives, and its CSV."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.vault.imports.gathering import Gathering, Imported, day_at, rows

_DATA = "export.data"
_MAX = 64 * 1024 * 1024


def read(raw: bytes, path: str) -> Imported:
    """Return the entries of an export in either form.

    Raises:
        RefusedError: It is no such file.
    """
    gathering = Gathering()
    if raw.startswith(b"PK"):
        _read_archive(raw, path, gathering)
    else:
        _read_rows(raw, path, gathering)
    return gathering.done()


def _read_rows(raw: bytes, path: str, gathering: Gathering) -> None:
    for row in rows(raw, path, ("title", "url", "username", "password")):
        gathering.add(
            (row["title"],),
            {**row, "totp": row.get("otpauth"), "notes": row.get("notes")},
            tags=[*row.get("tags", "").replace(";", ",").split(","), *_archived(row.get("archived") == "true")],
        )


def _archived(archived: bool) -> list[str]:  # noqa: FBT001 - the only thing there is to say
    return ["archived"] if archived else []


def _read_archive(raw: bytes, path: str, gathering: Gathering) -> None:
    tree = _tree(raw, path)
    for account in tree["accounts"]:
        for vault in account.get("vaults", []):
            for each in vault.get("items") or []:
                _add(each.get("item", each), vault["attrs"].get("name", ""), gathering)  # older files wrap each item


def _tree(raw: bytes, path: str) -> dict[str, Any]:
    """Return the data of an archive, of which nothing else is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(_DATA) as file:
            data = file.read(_MAX + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError):
        raise RefusedError(f"{path} is no 1PUX archive, or is damaged") from None
    if len(data) > _MAX:
        raise RefusedError(f"{path} unpacks to more than {_MAX:,} bytes")
    try:
        tree = json.loads(data)
    except ValueError:
        tree = None
    if not isinstance(tree, dict) or not isinstance(tree.get("accounts"), list):
        raise RefusedError(f"{path} is no 1PUX archive, or is damaged")
    return tree


def _add(item: dict[str, Any], vault: str, gathering: Gathering) -> None:
    details, overview = item.get("details") or {}, item.get("overview") or {}
    if item.get("trashed"):
        gathering.leave_out(f"{overview.get('title') or 'unnamed'}: it is in the trash")
        return
    found = {each.get("designation"): each.get("value") for each in details.get("loginFields") or []}
    custom = [*_rest(details), *_sections(details), *_addresses(overview)]
    totp = next((value for _, kind, value in custom if kind == "totp"), "")
    name = gathering.add(
        (vault, overview.get("title") or "unnamed"),
        {
            "username": found.get("username"),
            "password": found.get("password") or details.get("password"),
            "url": overview.get("url"),
            "totp": totp,
            "notes": details.get("notesPlain"),
        },
        [(label, value) for label, kind, value in custom if kind != "file" and (kind != "totp" or value != totp)],
        tags=[*(overview.get("tags") or []), *_archived(item.get("state") == "archived")],
        changed=day_at(item.get("updatedAt") or 0),
    )
    files = sum(kind == "file" for _, kind, _ in custom) + bool(details.get("documentAttributes"))
    if files:
        gathering.leave_out(f"{name}: {files} attached files")
    if details.get("passwordHistory"):
        gathering.leave_out(f"{name}: {len(details['passwordHistory'])} earlier passwords")


def _rest(details: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the fields of a web form that are neither username nor password."""
    for each in details.get("loginFields") or []:
        if each.get("designation") not in {"username", "password"} and each.get("value"):
            yield each.get("name") or each.get("id") or "field", "string", str(each["value"])


def _sections(details: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for section in details.get("sections") or []:
        for each in section.get("fields") or []:
            for kind, value in (each.get("value") or {}).items():
                label = " ".join(filter(None, (section.get("title"), each.get("title") or each.get("id"))))
                yield label, kind, _written(kind, value)


def _addresses(overview: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the addresses beyond the first."""
    for each in overview.get("urls") or []:
        if each.get("url") and each["url"] != overview.get("url"):
            yield each.get("label") or "url", "string", str(each["url"])


def _written(kind: str, value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value of a section as text."""
    if kind == "date" and isinstance(value, int):
        return str(day_at(value) or "")
    if kind == "monthYear" and isinstance(value, int):
        return f"{value // 100:04}-{value % 100:02}"
    if isinstance(value, dict):
        named = ((name, each) for name, each in value.items() if each)
        return ", ".join(str(each) if kind != "sshKey" else f"{name}: {each}" for name, each in named)
    return "" if value is None else str(value)
