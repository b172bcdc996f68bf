"""A document: one record's text as a tree of strings, before any field has decided its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from backoffice.core.diagnostic import Diagnostic, Location

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
"""Every scalar as written; ``None`` only for a value left empty (``key:``)."""

FieldPath: TypeAlias = "tuple[str | int, ...]"
"""Where in a tree: ``("lines", 0, "price")``."""


@dataclass(frozen=True, slots=True)
class Document:
    """What one record's text says.

    ``where`` is the first line of the record's own text. ``locate`` answers the place of a field, or of the nearest
    enclosing thing that exists; it may be slow, and is asked only when something is wrong.
    """

    where: Location
    fields: Mapping[str, Tree]
    body: str = ""
    locate: Callable[[FieldPath], Location] | None = field(default=None, compare=False, repr=False)

    def at(self, path: FieldPath) -> Location:
        """Return the place of the field at ``path``."""
        return self.locate(path) if self.locate else self.where


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file: its documents, and everything wrong with it."""

    documents: tuple[Document, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
