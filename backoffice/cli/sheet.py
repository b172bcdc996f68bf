"""Everything about one record: its fields, what the ledger says of it, and what refers to it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from backoffice.cli.listing import key_of, seen_of
from backoffice.core.books import Books
from backoffice.core.document import Tree
from backoffice.core.fields import fields_of, shape_of
from backoffice.core.hints import Any
from backoffice.core.kind import Kind
from backoffice.core.ledger import Query
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.kinds import kinds
from backoffice.render.to_json import plain

PAIR = (Column("field"), Column("value"))


def sheet(kind: Kind, books: Books, record: Record, as_of: dt.date) -> Report:
    """Return the record as a report for people."""
    tree = fields_tree(record)
    tables = [
        Table("fields", PAIR, list(_pairs(tree)), headings=False),
        *_lists(record),
        Table("standing", PAIR, list(_standing(kind, books, record, as_of)), title="Standing", headings=False),
        Table("history", _HISTORY, list(_history(kind, books, record, as_of)), title="In the ledger"),
        Table(
            "references", (Column("record"), Column("title")), list(referring(books, record)), title="Referred to by"
        ),
        Table(
            "notes",
            (Column("notes"),),
            [(line,) for line in record.notes.strip().splitlines()],
            title="Notes",
            headings=False,
        ),
    ]
    filled = tuple(table for table in tables if table.rows)
    return Report(record.noun, record.title, filled, scope=record.where.path)


def data(kind: Kind, books: Books, record: Record, as_of: dt.date) -> dict[str, Any]:
    """Return the record as JSON has it: fields as written, and what the columns of its list say."""
    seen = seen_of(kind, books, record, as_of)
    return {
        "id": record.id,
        "kind": record.noun,
        "path": record.where.path,
        "title": record.title,
        "fields": fields_tree(record),
        "notes": record.notes,
        "columns": {column.name: plain(column.value(seen)) for column in kind.columns},
        "referred_to_by": [ref for ref, _ in referring(books, record)],
    }


def _pairs(tree: Mapping[str, Tree], prefix: str = "") -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each field, a part's fields by their path; lists of parts have tables of their own."""
    for name, value in tree.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _pairs(value, f"{path}.")
        elif isinstance(value, list):
            if plain_texts := [each for each in value if isinstance(each, str)]:
                yield path, ", ".join(plain_texts)
        else:
            first, *more = (value or "").splitlines() or [""]
            yield path, first
            yield from (("", line) for line in more)


def _lists(part: object, prefix: str = "") -> Iterator[Table]:
    """Yield a table for each list of parts, wherever in the record it is, without columns that are empty."""
    for field in fields_of(type(part)):
        value, shape, path = getattr(part, field.name), shape_of(field.hint), f"{prefix}{field.name}"
        if shape.form == "part" and value is not None:
            yield from _lists(value, f"{path}.")
        elif shape.form == "list" and value and (of := shape_of(shape.of)).form == "part":
            names = [each.name for each in fields_of(of.of) if any(_filled(getattr(one, each.name)) for one in value)]
            rows = [tuple(_inline(getattr(one, name)) for name in names) for one in value]
            yield Table(path, tuple(Column(name) for name in names), rows, title=path)


def _filled(value: object) -> bool:
    return value is not None and value is not False and value not in ("", (), {})


def _inline(value: object) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else None
    if value is None or isinstance(value, str | int | Decimal | dt.date):
        return value
    if isinstance(value, tuple):
        return "; ".join(str(_inline(each)) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {each}" for name, each in value.items())
    return ", ".join(str(text) for _, text in _pairs(fields_tree(value)))


def _standing(kind: Kind, books: Books, record: Record, as_of: dt.date) -> Iterator[tuple[Cell, ...]]:
    """Yield what the columns of the list add to what the fields say: all that is computed."""
    seen = seen_of(kind, books, record, as_of)
    known = {record.id, *(text for _, text in _pairs(fields_tree(record)))}
    for column in kind.columns:
        value = column.value(seen)
        if value not in {None, ""} and value != () and str(value) not in known:
            yield column.column.heading.lower(), value


_HISTORY = (Column("date"), Column("record"), Column("what"), Column("amount"))


def _history(kind: Kind, books: Books, record: Record, as_of: dt.date) -> Iterator[tuple[Cell, ...]]:
    """Yield every entry about a document on the account that its standing is read from."""
    if kind.standing is None or kind.standing.by[0] != "document":
        return
    account = books.settings.chart.named(kind.standing.account)
    query = Query(account=account, document=key_of(kind, record), until=as_of)
    for entry in books.entries(query):
        for posting in entry.postings:
            if query.admits(entry, posting):
                yield entry.date, entry.record, entry.title, posting.amount


def referring(books: Books, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the ref and title of every record that names this one in a field."""
    by_noun: defaultdict[str, set[str]] = defaultdict(set)
    for ref in books.referring(record.ref):
        noun, _, name = ref.partition("/")
        by_noun[noun].add(name)
    for kind in kinds():
        for other in books.some(kind.record, by_noun[kind.noun]) if kind.noun in by_noun else ():
            yield other.ref, other.title
