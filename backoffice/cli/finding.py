"""`find`: every record whose text has all the words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.kinds import kind_of


class Searchable(Protocol):
    """Books that know every word in them."""

    def search(self, query: str) -> list[str]:
        """Return the refs of the records whose text has all words and phrases of a query."""
        ...


@verb(
    "find",
    examples=["backoffice find website", "backoffice find 'muller catalogue'", "backoffice find '\"lamp catalogue\"'"],
)
@click.argument("words", nargs=-1, required=True)
@options.form()
@click.pass_obj
def find(session: Session, words: tuple[str, ...]) -> int:
    """Find records by words in their fields and notes; accents and capitals do not matter."""
    columns = (Column("record"), Column("title"), Column("path", optional=True))
    empty = f"no record has {' and '.join(words)}"

    def build(books: Books) -> Report:
        refs = cast("Searchable", books).search(" ".join(words))
        return Report("find", "", (Table("found", columns, _rows(books, refs), empty=empty),))

    return output.ask(session, build)


def _rows(books: Books, refs: list[str]) -> Iterator[tuple[Cell, ...]]:
    for ref in refs:
        noun, _, identity = ref.partition("/")
        if record := books.get(kind_of(noun).record, identity):
            yield ref, record.title, record.where.path
