"""Diagnostics as text in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.workspace.json_text import parsed, written


def said_json(said: Iterable[Diagnostic]) -> str:
    """Return diagnostics as JSON; empty for none."""
    rows = [(d.where.path, d.where.line, d.where.column, d.code, d.message, d.severity, d.hint) for d in said]
    return written(rows) if rows else ""


def said_of(text: str) -> Iterator[Diagnostic]:
    """Yield the diagnostics that ``said_json`` wrote."""
    for path, line, column, code, message, severity, hint in parsed(text or "[]"):
        yield Diagnostic(Location(path, line, column), code, message, severity, hint)
