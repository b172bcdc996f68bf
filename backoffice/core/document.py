"""A document: one record's text as a tree of strings, before any field has decided its type."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.hints import Protocol, TypeAlias
from backoffice.core.named import NamedTuple

Tree: TypeAlias = str | list["Tree"] | dict[str, "Tree"] | None
"""Every scalar as written; ``None`` only for a value left empty (``key:``)."""

FieldPath: TypeAlias = tuple[str | int, ...]
"""Where in a tree: ``("lines", 0, "price")``."""


class Locate(Protocol):
    """Finds the place of a field, or of the nearest enclosing thing that exists."""

    def __call__(self, path: FieldPath, /, *, name: bool = False) -> Location:
        """Return the place of the field's value or, with ``name``, of its name."""
        ...


class Document(NamedTuple):
    """What one record's text says.

    ``where`` is the first line of the record's own text. ``locate`` answers the place of a field, or of the nearest
    enclosing thing that exists; it may be slow, and is asked only when something is wrong.
    """

    where: Location
    fields: Mapping[str, Tree]
    body: str = ""
    locate: Locate | None = None

    def at(self, path: FieldPath, *, name: bool = False) -> Location:
        """Return the place of the field at ``path``: of its value or, with ``name``, of its name."""
        return self.locate(path, name=name) if self.locate else self.where


class Reading(NamedTuple):
    """What was read from one file: its documents, and everything wrong with it."""

    documents: tuple[Document, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
