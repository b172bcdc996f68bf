"""All records as data, straight from the declarations: rows of text for a table of one kind, trees for everything.

Both come one record at a time, so that the records of a large workspace are never all in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.document import Tree
from backoffice.core.fields import fields_of, shape_of
from backoffice.core.hints import Any
from backoffice.core.kind import Kind
from backoffice.core.plain import fields_tree, tree_of
from backoffice.core.record import Record
from backoffice.core.settings import Settings
from backoffice.kinds import kinds


def trees(books: Books) -> dict[str, Iterator[dict[str, Tree]]]:
    """Return, for every kind by its noun, the records as trees of text: id, path, the fields as in the file, notes.

    As in the files, a field that holds its default is left out.
    """
    return {kind.noun: map(_tree, _records(books, kind)) for kind in kinds()}


def _tree(record: Record) -> dict[str, Tree]:
    notes = {"notes": record.notes} if record.notes else {}
    return {"id": record.id, "path": record.where.path, **fields_tree(record), **notes}


def rows(books: Books, kind: Kind) -> Iterator[list[str]]:
    """Yield the records of ``kind`` as rows of text, the first one the names of the columns.

    A part is a column for each of its fields (``address.city``), a list or a map one cell of JSON. The columns follow
    from the declaration alone, so they are the same for every workspace; defaults are written out.
    """
    yield ["id", *_columns(kind.record), "notes", "path"]
    for record in _records(books, kind):
        yield [record.id, *_cells(kind.record, record), record.notes, record.where.path]


def _records(books: Books, kind: Kind) -> Iterator[Record]:
    return iter([books.settings]) if kind.record is Settings else books.all(kind.record)


def _columns(declared: type[Any]) -> Iterator[str]:
    for field in fields_of(declared):
        shape = shape_of(field.hint)
        if shape.form == "part":
            yield from (f"{field.name}.{name}" for name in _columns(shape.of))
        else:
            yield field.name


def _cells(declared: type[Any], value: object) -> Iterator[str]:
    """Yield a cell for each column of ``declared``, empty ones where ``value`` is None."""
    for field in fields_of(declared):
        shape, part = shape_of(field.hint), getattr(value, field.name, None)
        yield from _cells(shape.of, part) if shape.form == "part" else [_cell(tree_of(part))]


def _cell(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    return json.dumps(tree, ensure_ascii=False) if tree else ""
