"""Clauses: pieces of standard terms that several contract templates share."""

from __future__ import annotations

from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record


class Clause(Record):
    """One clause; the text below the fields is what it says, with variables in double braces."""

    noun: ClassVar[str] = "clause"

    heading: Annotated[str, "Its heading, without a number; clauses are numbered in the contract."]
    tags: Annotated[tuple[str, ...], "Words to find it by."] = ()

    @property
    def title(self) -> str:
        """Its heading."""
        return self.heading


EXAMPLE = """\
---
heading: Liability
---
Each party is liable without limit for intent and gross negligence, and otherwise up to {{ cap }}.
"""

KIND = Kind(
    record=Clause,
    plural="clauses",
    help="Pieces of standard terms that contract templates are put together from.",
    paths=("contract-templates/clauses/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Clause"),
        ListColumn("heading", lambda seen: seen.record.heading),
        ListColumn("words", lambda seen: len(seen.record.notes.split())),
    ),
    example=EXAMPLE,
)
