"""Stores: one vault, opened. Opening checks that it is the one this machine knows; saving gives the bytes to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from backoffice.vault.age import Identity
from backoffice.vault.entries import Entry, Trashed
from backoffice.vault.pins import Pin
from backoffice.vault.recipients import Recipients
from backoffice.vault.secret import Secret

DEFAULT = "default"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Meta:
    """What a vault says about itself.

    Attributes:
        store: Random id, the same for the life of the vault; keys the digests that diffs show.
        key: Random store key, base64url of 32 bytes: who can write it here has read the vault.
        rev: Counts up with every save.
        before: SHA-256 of earlier store keys, newest first, so that machines that pinned one follow a renewal.
        format: Version of the format.
    """

    store: str
    key: Secret
    rev: int = 0
    before: tuple[str, ...] = ()
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Store:
    """A vault in clear text. Immutable: every change gives a new store.

    Only the blocks of text that a question is about are parsed; ``entries`` reads all of it strictly.
    """

    path: str
    meta: Meta
    text: str = field(repr=False)

    def names(self) -> list[str]:
        """Return the names of all entries, sorted."""
        raise NotImplementedError

    def get(self, name: str) -> Entry:
        """Return one entry by its exact name.

        Raises:
            MissingError: There is none; the hint suggests similar names.
            RefusedError: Its text cannot be read.
        """
        raise NotImplementedError

    def named(self, fragment: str) -> str:
        """Return the one name that is, starts with, or contains ``fragment``, ignoring case.

        Raises:
            MissingError: No name does, or several do; the hint lists them.
        """
        raise NotImplementedError

    def search(self, words: str) -> list[Entry]:
        """Return the entries with all ``words`` in name, username, url, tags, owner, notes or names of custom fields.

        Passwords, TOTP secrets and custom values are not searched.
        """
        raise NotImplementedError

    def entries(self) -> dict[str, Entry]:
        """Return all entries by name, in order, after a strict reading of the whole text.

        Raises:
            RefusedError: with a diagnostic for each thing that is wrong.
        """
        raise NotImplementedError

    def trash(self) -> dict[str, tuple[Trashed, ...]]:
        """Return what was deleted, by name, oldest first."""
        raise NotImplementedError

    def put(self, *entries: Entry) -> Store:
        """Return the store with entries added, or replaced where one has that name."""
        raise NotImplementedError

    def discard(self, name: str, *, on: dt.date) -> Store:
        """Return the store with an entry in the trash.

        Raises:
            MissingError: There is none of that name.
        """
        raise NotImplementedError

    def restore(self, name: str) -> Store:
        """Return the store with the newest deleted entry of that name back in place.

        Raises:
            MissingError: None of that name is in the trash.
            RefusedError: There is an entry of that name again.
        """
        raise NotImplementedError

    def rename(self, name: str, to: str) -> Store:
        """Return the store with an entry under another name.

        Raises:
            MissingError: There is no entry ``name``.
            RefusedError: There is an entry ``to``, or it is no name.
        """
        raise NotImplementedError

    def purge(self, *, before: dt.date | None = None) -> Store:
        """Return the store without what was deleted before a day (None: without any trash). History keeps it."""
        raise NotImplementedError

    def renewed(self) -> Store:
        """Return the store with a new store key, which whoever has lost access cannot write."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Saved:
    """Bytes to write in the place of the vault, the store they hold, and what to pin once they are written."""

    raw: bytes
    store: Store
    pin: Pin


def path_of(vault: str) -> str:
    """Return where a vault lies in the workspace: ``secrets.yaml.age`` or ``secrets/NAME.yaml.age``.

    Raises:
        RefusedError: It is no name for a vault: small letters, digits and dashes.
    """
    raise NotImplementedError


def vault_at(path: str) -> str | None:
    """Return the name of the vault at a path of the workspace; None where no vault lies."""
    raise NotImplementedError


def new_store(path: str) -> Store:
    """Return an empty store with a new id and a new store key."""
    raise NotImplementedError


def open_store(
    raw: bytes, identities: Sequence[Identity], *, path: str, pin: Pin | None = None, older: bool = False
) -> Store:
    """Return the store that the bytes of a vault hold. After it, pin ``pin_of(store)``.

    Args:
        raw: The age file, binary or armored.
        identities: Private keys to try.
        path: The file, for messages.
        pin: What this machine has seen of this vault; None at first contact.
        older: Accept an earlier revision: for history, and for the sides of a merge.

    Raises:
        RefusedError: It is no age file, too large, damaged, not for these identities, not a vault, not made by
            anybody who could read it before (forged), or older than what was seen (rolled back).
    """
    raise NotImplementedError


def save(
    store: Store,
    recipients: Recipients,
    *,
    vault: str,
    identities: Sequence[Identity],
    accepted: bytes | None,
    force: bool = False,
    plugins: frozenset[str] = frozenset(),
) -> Saved:
    """Return the store one revision later, encrypted for the people of its vault.

    Args:
        store: What to save.
        recipients: The people, as ``secrets/recipients.yaml`` names them now.
        vault: Which vault of theirs it is.
        identities: The user's own keys, which must be able to open the outcome.
        accepted: The bytes of ``recipients.yaml`` that this machine has accepted (``pins.accepted``); None at first
            contact.
        force: Save although the user cannot open it afterwards.
        plugins: Names of age plugins that may be run.

    Raises:
        RefusedError: Recipients changed behind our back, there are none, or the user would be locked out.
    """
    raise NotImplementedError


def pin_of(store: Store, pin: Pin | None = None) -> Pin:
    """Return what to pin of a store that was opened against ``pin``: its key, and the highest revision seen."""
    raise NotImplementedError
