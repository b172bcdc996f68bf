"""All entries for another program, in clear text."""

from __future__ import annotations

from collections.abc import Iterable

from backoffice.vault.entries import Entry

FORMATS = ("yaml", "json", "csv", "bitwarden")
"""Our text without ``_meta``; the same as JSON; one row per entry; what Bitwarden imports."""


def export(entries: Iterable[Entry], form: str) -> str:
    """Return entries as the text of a file in one of ``FORMATS``. It holds every secret in clear text."""
    raise NotImplementedError
