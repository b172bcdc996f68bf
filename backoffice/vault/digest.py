"""Vaults in diffs: every field is there, every value is a short digest, keyed so that nobody can guess backwards."""

from __future__ import annotations

from backoffice.vault.secret import Secret
from backoffice.vault.store import Store


def digest_of(value: Secret, store: Store) -> str:
    """Return eight hexadecimal digits that stand for a value within one vault; equal values have equal ones."""
    raise NotImplementedError


def masked(store: Store) -> str:
    """Return the text of a store for ``git diff``: names, dates, tags, owners and fields; values as ``#3f9c01ab``."""
    raise NotImplementedError
