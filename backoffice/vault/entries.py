"""An entry: what is known about one login, key or note. Secrets are ``Secret``, days are days, the rest is text."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from backoffice.core.duration import Duration
from backoffice.core.errors import MissingError, RefusedError
from backoffice.core.hints import Any, TypeVar
from backoffice.core.named import NamedTuple
from backoffice.vault.secret import Secret

FIELDS = ("password", "username", "url", "totp", "notes")
"""Fields that hold one text each; further ones of any name are ``custom.NAME``."""

CUSTOM = "custom."
DELETED = "deleted"
_OPEN = frozenset({"username", "url"})
_MAX_NAME = 200

_NOTHING: Mapping[str, Any] = MappingProxyType({})

V = TypeVar("V")


class Entry(NamedTuple):
    """One entry of a vault. A field that is empty is not there.

    Attributes:
        name: Slash-separated path such as ``acme/mail``.
        password: The password; ``totp`` a base32 secret or an ``otpauth://`` URI; ``notes`` any text.
        custom: Further fields by their names.
        tags: Sorted words.
        owner: Name of the person who rotates it.
        rotate: How long a password may live.
        changed: By field (``password``, ``custom.pin``), the day of its last change.
        due: By field, the day by which it must be changed because somebody knows it who should not any more.
        why: Why something is due, in words.
        exposed: By person, the day on which they could last read the present values without being a recipient now.
        conflict: By field, the other values that a merge found; ``deleted`` names the side that deleted the entry.
    """

    name: str
    password: Secret = Secret()
    username: str = ""
    url: str = ""
    totp: Secret = Secret()
    notes: Secret = Secret()
    custom: Mapping[str, Secret] = _NOTHING
    tags: tuple[str, ...] = ()
    owner: str = ""
    rotate: Duration | None = None
    changed: Mapping[str, dt.date] = _NOTHING
    due: Mapping[str, dt.date] = _NOTHING
    why: str = ""
    exposed: Mapping[str, dt.date] = _NOTHING
    conflict: Mapping[str, tuple[Secret, ...]] = _NOTHING

    def fields(self) -> dict[str, Secret]:
        """Return all values by field, username and url as well: ``password``, …, ``custom.pin``."""
        plain = {name: _secret(getattr(self, name)) for name in FIELDS}
        return {name: value for name, value in plain.items() if value} | {
            CUSTOM + name: value for name, value in sorted(self.custom.items())
        }

    def value(self, name: str) -> Secret:
        """Return the value of a field: ``password``, ``custom.pin``, or ``pin`` where no field has that name.

        Raises:
            MissingError: The entry has no such field; the hint names those it has.
        """
        fields = self.fields()
        found = fields.get(name) or fields.get(CUSTOM + name)
        if found is None:
            there = ", ".join(fields) or "nothing"
            raise MissingError(f"{self.name} has no {name}", hint=f"it has {there}")
        return found

    def with_field(self, name: str, value: Secret, *, on: dt.date) -> Entry:
        """Return the entry with one field changed on a day; an empty value removes it.

        What was due or in conflict about the field is settled by the change.

        Raises:
            RefusedError: The name or the value cannot be written.
        """
        name = checked_field(name)
        if self.fields().get(name, Secret()) == value:
            return self.keeping(name)
        checked_value(value, f"the {name} of {self.name}")
        changed = _without(self.changed, name) | ({name: on} if value else {})
        entry = _put(self, name, value)._replace(changed=changed, due=_without(self.due, name)).keeping(name)
        exposed = {person: day for person, day in entry.exposed.items() if entry.known_on(day)}
        return entry._replace(exposed=exposed, why=entry.why if entry.due else "")

    def keeping(self, name: str) -> Entry:
        """Return the entry with a conflict about the field ``name`` (or ``deleted``) settled for what it says now."""
        return self._replace(conflict=_without(self.conflict, name))

    def known_on(self, day: dt.date) -> tuple[str, ...]:
        """Return the secret fields whose present value was there on a day already, so that readers of then know it."""
        secret = (name for name in self.fields() if name in {"password", "totp"} or name.startswith(CUSTOM))
        return tuple(name for name in secret if self.changed.get(name, dt.date.min) <= day)

    def last_change(self, name: str = "password") -> dt.date | None:
        """Return the day on which a field was last changed; None when nobody knows."""
        return self.changed.get(name)

    def due_on(self, name: str = "password") -> dt.date | None:
        """Return the day by which a field must be changed: after a leaver or by ``rotate``, whichever is first."""
        changed = self.changed.get(name)
        lives = self.rotate.after(changed) if self.rotate and changed and name == "password" else None
        return min((day for day in (self.due.get(name), lives) if day), default=None)


class Trashed(NamedTuple):
    """An entry that was deleted, and the day of it."""

    deleted: dt.date
    entry: Entry


def _secret(value: str | Secret) -> Secret:
    return value if isinstance(value, Secret) else Secret(value)


def _without(mapping: Mapping[str, V], name: str) -> dict[str, V]:
    return {each: value for each, value in mapping.items() if each != name}


def _put(entry: Entry, name: str, value: Secret) -> Entry:
    if name.startswith(CUSTOM):
        custom = _without(entry.custom, name.removeprefix(CUSTOM))
        return entry._replace(custom=custom | ({name.removeprefix(CUSTOM): value} if value else {}))
    changes: dict[str, Any] = {name: value.reveal() if name in _OPEN else value}
    return entry._replace(**changes)


def checked_name(name: str) -> str:
    """Return the name of an entry in composed form.

    Raises:
        RefusedError: It is empty, too long, starts with ``_`` or ``/``, has ``.`` or ``..`` as a part, or white
            space at an end, or a character that cannot be seen.
    """
    name = unicodedata.normalize("NFC", name)
    problem = _unfit(name)
    if not problem and (name.startswith("_") or {"", ".", ".."} & set(name.split("/"))):
        problem = "may not start with _, and has no empty parts, no . and no .. between its slashes"
    if problem:
        raise RefusedError(f"the name of an entry {problem}: {name[:40]!a}", hint="names look like acme/mail")
    return name


def checked_field(name: str) -> str:
    """Return the full name of a field: one of ``FIELDS``, ``custom.pin``, or ``pin``, which is the same.

    Raises:
        RefusedError: It is no name for a field.
    """
    if name in FIELDS:
        return name
    own = unicodedata.normalize("NFC", name.removeprefix(CUSTOM))
    problem = _unfit(own)
    if problem:
        raise RefusedError(f"the name of a field {problem}: {own[:40]!a}")
    return CUSTOM + own


def checked_value(value: Secret, what: str) -> None:
    """Refuse a value that could not be read back.

    Raises:
        RefusedError: It has a character that nobody can see; the message names it and not the value.
    """
    text = value.reveal()
    if text.isprintable():
        return
    from backoffice.formats.text import CONTROL, named

    found = re.search(f"{CONTROL.pattern}|\r", text)
    if found:
        raise RefusedError(f"{what} has a character that nobody can see: {named(found[0])}", hint="leave it out")


def _unfit(name: str) -> str:
    """Return what is wrong with a name that a person chose; empty when nothing is."""
    if not name or name != name.strip():
        return "is not empty and has no white space at its ends"
    if len(name) > _MAX_NAME:
        return f"has at most {_MAX_NAME} characters"
    if not name.isprintable():
        return "has no character that nobody can see"
    return ""
