"""Entries from other password managers: one module per format, each from the bytes of the file it exports."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from backoffice.core.errors import RefusedError, UsageError
from backoffice.vault.imports.gathering import Imported

SOURCES = {
    "bitwarden": "bitwarden",
    "1password": "onepassword",
    "keepass": "keepass",
    "lastpass": "lastpass",
    "chrome": "browsers",
    "firefox": "browsers",
}
"""Where a file can come from, and the module that reads it; a ``pass`` store is a folder: see ``from_pass``."""

MAX_BYTES = 64 * 1024 * 1024


def read(source: str, raw: bytes, *, path: str) -> Imported:
    """Return the entries in a file that ``source`` (one of ``SOURCES``) has exported.

    Raises:
        UsageError: There is no such source.
        RefusedError: It is not such a file (or an encrypted one), too large, or damaged.
    """
    if source not in SOURCES:
        raise UsageError(f"{source!r} is nothing to import from", hint=f"there are {', '.join((*SOURCES, 'pass'))}")
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"{path} has {len(raw):,} bytes; {MAX_BYTES:,} are allowed")
    module = import_module(f"{__name__}.{SOURCES[source]}")
    try:
        imported: Imported = module.read(raw, path)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):  # a tree of another shape
        hint = "export it again, and report it if it stays so"
        raise RefusedError(f"{path} is damaged, or of a version that is not known", hint=hint) from None
    return imported


def from_pass(files: Iterable[tuple[str, bytes]]) -> Imported:
    """Return the entries of a ``pass`` store, given for each file its path in the store and its decrypted bytes.

    The first line is the password; lines ``field: value`` are fields, an ``otpauth://`` line is the TOTP; the rest is
    notes. Whoever calls decrypts: ``gpg`` for pass (``.gpg``), ``age.decrypt`` for passage (``.age``).
    """
    from backoffice.vault.imports import pass_store

    return pass_store.read(files)
