"""Which records are new since an earlier state of the index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from backoffice.core.diagnostic import Location
from backoffice.core.named import NamedTuple
from backoffice.core.record import Record
from backoffice.core.thaw import thaw
from backoffice.kinds import kind_of
from backoffice.workspace.index.store import Store
from backoffice.workspace.json_text import parsed

FIELDS = 'noun, name, path, line, "column", tree, notes'


class Moment(NamedTuple):
    """A state of an index: its database, and how often that was written."""

    database: str
    run: int


def moment(store: Store) -> Moment:
    """Return the state of the index as it is read."""
    return Moment(os.path.basename(store.path), int(store.meta().get("run", "0")))


def since(store: Store, nouns: Iterable[str], run: int) -> Iterator[Record]:
    """Yield the records of these kinds that came in after a run."""
    names = tuple(nouns)
    marks = ", ".join("?" * len(names))
    query = f"select {FIELDS} from fact where noun in ({marks}) and state = 2 and seen > ?"  # noqa: S608 - marks only
    for noun, name, path, line, column, tree, notes in store.connection.execute(query, (*names, run)):
        yield thaw(kind_of(noun).record, name, Location(path, line, column), parsed(tree), notes)


def records(store: Store, refs: Iterable[str]) -> Iterator[Record]:
    """Yield these records, as far as they are there."""
    query = f"select {FIELDS} from fact where noun = ? and name = ? and state = 2"  # noqa: S608 - a constant
    for ref in refs:
        for noun, name, path, line, column, tree, notes in store.connection.execute(query, ref.split("/", 1)):
            yield thaw(kind_of(noun).record, name, Location(path, line, column), parsed(tree), notes)
