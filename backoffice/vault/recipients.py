"""Who can read what: named people with their public keys, per vault, in ``secrets/recipients.yaml``.

::

    ann:
      keys:
        - age1…
        - ssh-ed25519 AAAA…
      vaults: [default, finance]
      since: 2026-11-21
    spare:
      keys: [age1…]

Without ``vaults`` a person reads the default vault.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

PATH = "secrets/recipients.yaml"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can read vaults: their name (an id), recipients, vaults, and since when."""

    name: str
    keys: tuple[str, ...]
    vaults: tuple[str, ...] = ("default",)
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Recipients:
    """Everybody, as one version of the file says it; ``raw`` are its exact bytes."""

    people: tuple[Person, ...]
    raw: bytes

    def of(self, vault: str) -> tuple[Person, ...]:
        """Return the people who can read a vault."""
        raise NotImplementedError

    def keys(self, vault: str) -> list[str]:
        """Return the recipients of a vault, each once, sorted."""
        raise NotImplementedError

    def vaults(self) -> list[str]:
        """Return the names of all vaults that anybody can read, sorted."""
        raise NotImplementedError

    def person(self, name: str) -> Person:
        """Return a person by name.

        Raises:
            MissingError: There is nobody of that name.
        """
        raise NotImplementedError

    def with_person(self, person: Person) -> Recipients:
        """Return the recipients with a person added, or changed; everything else in the file stays as it is written.

        Raises:
            RefusedError: A key is none, or belongs to somebody else already.
        """
        raise NotImplementedError

    def without(self, name: str, *, vault: str | None = None) -> Recipients:
        """Return the recipients without a person, or without them in one vault.

        Raises:
            MissingError: There is nobody of that name (in that vault).
            RefusedError: A vault would be left without anybody who can read it.
        """
        raise NotImplementedError


def read(raw: bytes, *, path: str = PATH, plugins: frozenset[str] = frozenset()) -> Recipients:
    """Return what ``secrets/recipients.yaml`` says.

    Raises:
        RefusedError: with a located diagnostic for each thing that is wrong.
    """
    raise NotImplementedError


def changes(old: bytes | None, new: Recipients) -> list[str]:
    """Return what ``recipients accept`` must show: one line for each key that may read a vault more, or less.

    ``+ default: bob age1…`` and ``- finance: ann ssh-ed25519 AAAA…``.
    """
    raise NotImplementedError
