"""Vaults in diffs: every field is there, every value is a short digest, keyed so that nobody can guess backwards."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from backoffice.vault import text as texts
from backoffice.vault.entries import Entry
from backoffice.vault.fields import trash_tree, tree_of
from backoffice.vault.secret import Secret
from backoffice.vault.shape import TRASH
from backoffice.vault.store import Store


def digest_of(value: Secret, store: Store) -> str:
    """Return eight hexadecimal digits that stand for a value within one vault; equal values have equal ones.

    The key is the id of the vault, which is inside it and never changes, so that a new store key changes no line.
    """
    return hmac.digest(store.meta.store.encode(), value.reveal().encode(), "sha256").hex()[:8]


def masked(store: Store) -> str:
    """Return the text of a store for ``git diff``: names, dates, tags, owners and fields; values as ``#3f9c01ab``."""
    return "".join(_blocks(store))


def _blocks(store: Store) -> Iterator[str]:
    trash = {
        name: tuple(each._replace(entry=_masked(each.entry, store)) for each in several)
        for name, several in store.trash().items()
    }
    if trash:
        yield texts.written(TRASH, trash_tree(trash))
    for name, entry in store.entries().items():
        yield texts.written(name, tree_of(_masked(entry, store)))


def _masked(entry: Entry, store: Store) -> Entry:
    def mark(value: Secret) -> Secret:
        return Secret(f"#{digest_of(value, store)}") if value else value

    return entry._replace(
        password=mark(entry.password),
        username=mark(Secret(entry.username)).reveal(),
        url=mark(Secret(entry.url)).reveal(),
        totp=mark(entry.totp),
        notes=mark(entry.notes),
        custom={name: mark(value) for name, value in entry.custom.items()},
        conflict={name: tuple(map(mark, values)) for name, values in entry.conflict.items()},
    )
