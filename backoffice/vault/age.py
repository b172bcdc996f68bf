"""Age, in memory: the only importer of pyrage, and of its bytes functions alone.

Its file functions leave partial plain text in files that anybody can read, and empty the target without recipients.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from backoffice.vault.secret import Secret

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is decrypted."""

Ask: TypeAlias = Callable[[str], Secret | None]
"""Asks for a passphrase, given what it is for; None where nobody can be asked."""


class Identity:
    """A private key. It is never shown: ``str`` and ``repr`` say only what sort of key it is.

    Attributes:
        sort: ``x25519``, ``ssh`` or ``plugin NAME``.
    """

    __slots__ = ("_native", "_public", "sort")

    def __init__(self, native: Any, sort: str, public: Callable[[], str]) -> None:  # noqa: ANN401 - pyrage has no types
        self._native = native
        self._public = public
        self.sort = sort

    def public(self) -> str:
        """Return the recipient that belongs to this key: ``age1…`` or ``ssh-ed25519 …``; empty for plugins."""
        return self._public()

    def __repr__(self) -> str:
        return f"Identity({self.sort})"


def is_age(raw: bytes) -> bool:
    """Tell whether bytes begin as an age file does, binary or armored."""
    raise NotImplementedError


def encrypt(
    plain: bytes, recipients: Sequence[str], *, armored: bool = False, plugins: frozenset[str] = frozenset()
) -> bytes:
    """Return ``plain`` encrypted for all ``recipients`` (``age1…``, ``ssh-ed25519 …``, ``ssh-rsa …``).

    Raises:
        RefusedError: There is no recipient, or one of them is none.
    """
    raise NotImplementedError


def decrypt(raw: bytes, identities: Sequence[Identity], *, path: str) -> bytes:
    """Return what an age file holds; ``path`` is for messages.

    Raises:
        RefusedError: It is too large, no age file, damaged, or for none of the ``identities``.
    """
    raise NotImplementedError


def checked_recipient(text: str, *, plugins: frozenset[str] = frozenset()) -> str:
    """Return a recipient without white space around it, and without the comment of an ssh key.

    Raises:
        RefusedError: It is none that can be encrypted for: it is misspelt, a private key, of a sort that age does not
            know, or of a plugin that is not in ``plugins``.
    """
    raise NotImplementedError


def identities_of(raw: bytes, *, path: str, ask: Ask, plugins: frozenset[str] = frozenset()) -> list[Identity]:
    """Return the private keys in a file: age identities, an ssh key, or either under a passphrase.

    Raises:
        RefusedError: It holds none, or the passphrase is wrong or cannot be asked for.
    """
    raise NotImplementedError


def new_identity() -> tuple[Secret, str]:
    """Return a new X25519 identity (``AGE-SECRET-KEY-1…``) and its recipient (``age1…``)."""
    raise NotImplementedError


def encrypt_with_passphrase(plain: Secret, passphrase: Secret) -> bytes:
    """Return ``plain`` under a passphrase, armored, as ``age -p -a`` does: for identity files and nothing else."""
    raise NotImplementedError
