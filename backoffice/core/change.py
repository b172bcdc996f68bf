"""Plans: what should be written, as a value. Only the shell applies one, as one commit with ``summary`` for message."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.core.document import FieldPath, Tree
from backoffice.core.hints import Self, TypeAlias
from backoffice.core.named import NamedTuple


class AddRecord(NamedTuple):
    """Write a new text file with ``fields`` (in that order) and ``body``; refused where ``path`` exists."""

    path: str
    fields: Mapping[str, Tree]
    body: str = ""


class AddEntry(NamedTuple):
    """Write ``fields`` as one more entry at the end of a list of entries (a ledger file), new where there is none."""

    path: str
    fields: Mapping[str, Tree]


class AddFile(NamedTuple):
    """Write a new file of these bytes; refused where ``path`` exists with other bytes."""

    path: str
    content: bytes


class PutFile(NamedTuple):
    """Write these bytes in the place of a file that holds ``old`` (None: there is none); refused where it does not."""

    path: str
    content: bytes
    old: bytes | None


class SetField(NamedTuple):
    """Change, add or (``value`` is None) remove one field of a file, touching nothing else in it."""

    path: str
    field: FieldPath
    value: Tree


class AddText(NamedTuple):
    """Add ``text`` at the end of a file, on a line of its own."""

    path: str
    text: str


class MoveFile(NamedTuple):
    """Give a file another path; refused where ``to`` exists. Later steps name it by its new path."""

    path: str
    to: str


class RemoveFile(NamedTuple):
    """Take a file away; refused where there is none. History keeps it."""

    path: str


Step: TypeAlias = AddRecord | AddEntry | AddFile | PutFile | SetField | AddText | MoveFile | RemoveFile


class Plan(NamedTuple):
    """Everything one command wants written, in order; ``summary`` is an imperative sentence, the commit's subject."""

    summary: str
    steps: tuple[Step, ...] = ()

    def then(self, *steps: Step) -> Self:
        """Return this plan with more steps at its end."""
        return self._replace(steps=(*self.steps, *steps))

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.steps)
