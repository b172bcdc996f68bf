"""Identities kept unlocked for a while in the kernel's keyring: in memory, for this user, gone when their time is up.

There is no daemon. Where the kernel has no keyring (macOS, some containers) nothing is kept and the user is asked.
"""

from __future__ import annotations

from backoffice.vault.secret import Secret


def available() -> bool:
    """Tell whether the kernel keeps keys for us here."""
    raise NotImplementedError


def keep(path: str, text: Secret, *, seconds: int) -> bool:
    """Keep the decrypted text of the identity file at ``path``; tell whether the kernel took it."""
    raise NotImplementedError


def kept(path: str) -> Secret | None:
    """Return the text that is kept for an identity file; None where there is none (any more)."""
    raise NotImplementedError


def lock() -> int:
    """Forget everything that is kept; return how many there were."""
    raise NotImplementedError
