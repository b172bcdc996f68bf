"""Entries from other password managers: one module per format, each from the bytes of the file it exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from backoffice.vault.entries import Entry

SOURCES = ("bitwarden", "1password", "keepass", "lastpass", "chrome", "firefox")
"""Where a file can come from; a ``pass`` store is a folder: see ``from_pass``."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Entries with names that are unique among themselves, and what was left out, one line each."""

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()


def read(source: str, raw: bytes, *, path: str, on: dt.date) -> Imported:
    """Return the entries in a file that ``source`` (one of ``SOURCES``) has exported.

    Raises:
        RefusedError: It is not such a file (or an encrypted one), too large, or damaged.
    """
    raise NotImplementedError


def from_pass(files: Iterable[tuple[str, bytes]], *, on: dt.date) -> Imported:
    """Return the entries of a ``pass`` store, given for each file its path in the store and its decrypted bytes.

    The first line is the password; lines ``field: value`` are fields, an ``otpauth://`` line is the TOTP; the rest is
    notes. Whoever calls decrypts: ``gpg`` for pass (``.gpg``), ``age.decrypt`` for passage (``.age``).
    """
    raise NotImplementedError
