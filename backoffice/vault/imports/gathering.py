"""Entries as they come in: names made unique, line ends made ours, everything that cannot be kept noted."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.vault.entries import CUSTOM, FIELDS, Entry, checked_field, checked_value
from backoffice.vault.secret import Secret

_LONGEST = 150


class Imported(NamedTuple):
    """Entries with names that are unique among themselves, and what was left out, one line each."""

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()


class Gathering:
    """Collects entries; nothing that is left out is left out silently."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._left_out: list[str] = []

    def add(
        self,
        names: Iterable[str],
        values: Mapping[str, str | None],
        custom: Iterable[tuple[str, str]] = (),
        *,
        tags: Iterable[str] = (),
        changed: dt.date | None = None,
    ) -> str:
        """Take one entry in and return its name.

        Args:
            names: Folders from the outside in, then the title; a folder may be a path itself.
            values: By ``FIELDS``.
            custom: Further fields; the same name may come twice.
            tags: Words.
            changed: The day on which the password was last changed, where the file says so.
        """
        name = self._free(names)
        fields = {each: _text(values.get(each) or "") for each in FIELDS}
        own: dict[str, Secret] = {}
        for label, value in custom:
            if _text(value):
                own[_unused(_label(label), own)] = Secret(_text(value))
        kept = {each: value for each, value in fields.items() if self._can_be_kept(name, each, Secret(value))}
        own = {each: value for each, value in own.items() if self._can_be_kept(name, each, value)}
        self._entries[name] = Entry(
            name=name,
            password=Secret(kept.get("password", "")),
            username=kept.get("username", ""),
            url=kept.get("url", ""),
            totp=Secret(kept.get("totp", "")),
            notes=Secret(kept.get("notes", "")),
            custom=own,
            tags=tuple(sorted({" ".join(tag.split()) for tag in tags} - {""})),
            changed={"password": changed} if changed and kept.get("password") else {},
        )
        return name

    def leave_out(self, what: str) -> None:
        """Note something that cannot be taken over."""
        self._left_out.append(what)

    def done(self) -> Imported:
        """Return everything that came in, in the order of the names."""
        entries = tuple(self._entries[name] for name in sorted(self._entries))
        return Imported(entries, tuple(self._left_out))

    def _free(self, names: Iterable[str]) -> str:
        parts = [part for name in names for part in _parts(name)]
        return _unused("/".join(parts)[:_LONGEST].rstrip(" /") or "unnamed", self._entries)

    def _can_be_kept(self, name: str, field: str, value: Secret) -> bool:
        try:
            checked_value(value, field)
        except RefusedError as error:
            self.leave_out(f"{name}: {error.message}")
            return False
        return bool(value)


def _parts(name: str) -> Iterator[str]:
    """Yield the parts of a path, each one that our names can have."""
    for part in unicodedata.normalize("NFC", name).split("/"):
        words = "".join(each if each.isprintable() else " " for each in part).split()
        text = " ".join(words).lstrip("_")
        if text not in {"", ".", ".."}:
            yield text


def _unused(name: str, taken: Mapping[str, object]) -> str:
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name} {number}"
    return unused


def _label(label: str) -> str:
    """Return a name for a custom field that does not look like one of ours."""
    words = "".join(each if each.isprintable() else " " for each in label).split()
    text = unicodedata.normalize("NFC", " ".join(words))[:_LONGEST] or "field"
    return checked_field(CUSTOM + text).removeprefix(CUSTOM)


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def rows(raw: bytes, path: str, required: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a heading, keyed by its names in small letters.

    Raises:
        RefusedError: It is no such file, or has not all the ``required`` columns.
    """
    text = decoded(raw, path)
    try:
        heading, *found = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (csv.Error, ValueError):
        raise RefusedError(f"{path} is no CSV file with a heading") from None
    names = [name.strip().lower() for name in heading]
    if missing := set(required) - set(names):
        raise RefusedError(f"{path} has no column {', '.join(sorted(missing))}", hint="is it from another program?")
    for number, row in enumerate(found, start=2):
        if row and len(row) != len(names):
            raise RefusedError(f"{path}, row {number}: {len(row)} cells under {len(names)} columns")
    return [dict(zip(names, row, strict=True)) for row in found if any(row)]


def decoded(raw: bytes, path: str) -> str:
    """Return the text of a file in UTF-8, without a byte order mark.

    Raises:
        RefusedError: It is not in UTF-8.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(f"{path} is not UTF-8 text", hint="is it from another program, or encrypted?") from None


def day(text: str) -> dt.date | None:
    """Return the day of a moment in ISO 8601; None where it says none."""
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None


def day_at(seconds: float) -> dt.date | None:
    """Return the day of a moment in seconds since 1970; None where there is none, or it is beyond the calendar."""
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date() if seconds else None
    except (ValueError, OverflowError, OSError):
        return None
