"""An entry: what is known about one login, key or note. Secrets are ``Secret``, days are days, the rest is text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from backoffice.core.document import Tree
from backoffice.core.duration import Duration
from backoffice.vault.secret import Secret

FIELDS = ("password", "username", "url", "totp", "notes")
"""Fields that hold one text each; further ones of any name are ``custom.NAME``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
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
    password: Secret = Secret()  # noqa: RUF009 - immutable
    username: str = ""
    url: str = ""
    totp: Secret = Secret()  # noqa: RUF009 - immutable
    notes: Secret = Secret()  # noqa: RUF009 - immutable
    custom: Mapping[str, Secret] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    owner: str = ""
    rotate: Duration | None = None
    changed: Mapping[str, dt.date] = field(default_factory=dict)
    due: Mapping[str, dt.date] = field(default_factory=dict)
    why: str = ""
    exposed: Mapping[str, dt.date] = field(default_factory=dict)
    conflict: Mapping[str, tuple[Secret, ...]] = field(default_factory=dict)

    def fields(self) -> dict[str, Secret]:
        """Return all values by field, username and url as well: ``password``, …, ``custom.pin``."""
        raise NotImplementedError

    def value(self, name: str) -> Secret:
        """Return the value of a field: ``password``, ``custom.pin``, or ``pin`` where no field has that name.

        Raises:
            MissingError: The entry has no such field; the hint names those it has.
        """
        raise NotImplementedError

    def with_field(self, name: str, value: Secret, *, on: dt.date) -> Entry:
        """Return the entry with one field changed on a day; an empty value removes it.

        What was due or in conflict about the field is settled by the change.

        Raises:
            RefusedError: The name or the value cannot be written.
        """
        raise NotImplementedError

    def keeping(self, name: str) -> Entry:
        """Return the entry with a conflict about the field ``name`` (or ``deleted``) settled for what it says now."""
        raise NotImplementedError

    def last_change(self, name: str = "password") -> dt.date | None:
        """Return the day on which a field was last changed; None when nobody knows."""
        raise NotImplementedError

    def due_on(self, name: str = "password") -> dt.date | None:
        """Return the day by which a field must be changed: after a leaver or by ``rotate``, whichever is first."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Trashed:
    """An entry that was deleted, and the day of it."""

    deleted: dt.date
    entry: Entry


def entry_of(name: str, tree: Tree) -> Entry:
    """Return the entry that a tree of texts describes.

    Raises:
        RefusedError: It describes none; all that is wrong is in the message, none of the values.
    """
    raise NotImplementedError


def tree_of(entry: Entry) -> dict[str, Tree]:
    """Return the tree of texts that ``entry_of`` reads back as ``entry``."""
    raise NotImplementedError


def checked_name(name: str) -> str:
    """Return the name of an entry in composed form.

    Raises:
        RefusedError: It is empty, too long, starts with ``_`` or ``/``, has ``.`` or ``..`` as a part, or white
            space at an end, or a character that cannot be seen.
    """
    raise NotImplementedError
