"""The record: an immutable fact sheet read from one text, and what follows from it alone.

A kind's record is derived from ``Record``, its parts from ``Part``. Their fields are annotated with their help and,
where they name another record, with a ``Ref``:

    client: Annotated[Id, Ref("client"), "Who gets the invoice."]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.document import Tree
from backoffice.core.hints import ClassVar
from backoffice.core.ledger import Chart, Posting
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part

GIVEN = ("id", "where", "notes")
"""What a record has from its place, not from a field."""


ANY = "*"
"""The noun of a reference that says itself of which kind it is."""


class Ref(NamedTuple):
    """Marks a field as the id of a record of another kind (several nouns: of one of them).

    ``Ref(ANY)`` marks a list of names ``kind/id`` of records of any kind.
    """

    noun: str


class Record(Part):
    """What every record has: its id (from the file's name), its place, and the free text below the fields."""

    noun: ClassVar[str]

    id: str
    where: Location
    notes: str = ""

    @property
    def ref(self) -> str:
        """The name of this record among all kinds, ``invoice/INV-2026-0042``."""
        return f"{self.noun}/{self.id}"

    @property
    def title(self) -> str:
        """What a person calls this record."""
        return self.id

    @property
    def dated(self) -> dt.date | None:
        """The day from which the record is a fact; None: always. Looking back, later records are not there yet."""
        return None

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with this record, as far as it can be seen in it alone."""
        yield from ()

    def check_seal(self, written: Mapping[str, Tree]) -> Iterator[Diagnostic]:  # noqa: ARG002 - for those who are sealed
        """Yield what shows that a frozen record was changed; ``written`` are its fields as they stand in the file."""
        yield from ()

    def postings(self, chart: Chart) -> Iterator[Posting]:  # noqa: ARG002 - for those who post
        """Yield what this record means for the books; per date and currency it adds up to zero."""
        yield from ()

    def deadlines(self) -> Iterator[Deadline]:
        """Yield the days by which something has to happen because of this record."""
        yield from ()
