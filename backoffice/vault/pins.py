"""What this machine has seen of each vault, remembered outside the repository, so that nothing older or forged passes.

``folder`` is the user's state folder for the workspace (``workspace.place.state_dir``). Nothing secret is stored.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pin:
    """What is known of one vault: SHA-256 of its store key in hexadecimal, and the highest revision seen."""

    key: str
    rev: int


def pinned(folder: str, vault: str) -> Pin | None:
    """Return what was pinned of a vault; None at first contact.

    Raises:
        RefusedError: The pin is there and cannot be read: it is never taken for absent.
    """
    raise NotImplementedError


def keep(folder: str, vault: str, pin: Pin) -> None:
    """Remember a pin, atomically; a lower revision under the same key does not replace a higher one."""
    raise NotImplementedError


def forget(folder: str, vault: str) -> None:
    """Forget a vault, so that the next opening is a first contact."""
    raise NotImplementedError


def accepted(folder: str) -> bytes | None:
    """Return the exact bytes of ``secrets/recipients.yaml`` that were accepted last; None before the first time."""
    raise NotImplementedError


def accept(folder: str, raw: bytes) -> None:
    """Remember the bytes of ``secrets/recipients.yaml`` as those to encrypt for, atomically."""
    raise NotImplementedError
