"""The user's own private key: made and kept outside every repository, for nobody else to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backoffice.vault.age import Ask, Identity
from backoffice.vault.secret import Secret

VARIABLE = "BACKOFFICE_IDENTITY"
"""Names an identity *file*; keys themselves are never taken from the environment."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new identity: where its file is, and the recipient to encrypt for."""

    path: Path
    recipient: str


def default_path(environment: Mapping[str, str]) -> Path:
    """Return where the user's identity is: ``$XDG_DATA_HOME/backoffice/identity.txt`` or ``~/.local/share/…``."""
    raise NotImplementedError


def make(path: Path, *, passphrase: Secret | None = None, comment: str = "") -> Made:
    """Make a new identity in a new file with mode 0600, in the format of ``age-keygen``, or of ``age -p`` around it.

    Raises:
        RefusedError: There is something at ``path`` already, or it is inside a git work tree.
    """
    raise NotImplementedError


def protect(path: Path, passphrase: Secret, *, ask: Ask) -> None:
    """Put the identity file at ``path`` under a passphrase, or under another one.

    Raises:
        RefusedError: as ``load``; for an ssh key, which ``ssh-keygen -p`` protects.
    """
    raise NotImplementedError


def find(environment: Mapping[str, str], *, explicit: str = "") -> list[Path]:
    """Return the identity files to try: the one named, else the user's own, else the user's ssh keys.

    Raises:
        MissingError: There is none; or the one that is named does not exist.
    """
    raise NotImplementedError


def load(path: Path, *, ask: Ask, plugins: frozenset[str] = frozenset()) -> list[Identity]:
    """Return the private keys in an identity file.

    Raises:
        RefusedError: It is a link or no regular file, others may read or write it, it lies in a git work tree, it
            belongs to another user, or it holds no key that can be used.
    """
    raise NotImplementedError


def unlock(path: Path, *, ask: Ask, seconds: int) -> bool:
    """Ask for the passphrase of an identity now, so that ``load`` need not for a while; tell whether that was possible.

    Raises:
        RefusedError: as ``load``; or the identity is not under a passphrase.
    """
    raise NotImplementedError
