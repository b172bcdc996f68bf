"""Retention: which papers need not be kept any more, how long the others must be, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.expense import Expense
from backoffice.kinds.keeping import Kept, keeping

COLUMNS = (
    Column("document"),
    Column("name", optional=True),
    Column("retention"),
    Column("kept_until"),
    Column("state"),
    Column("basis", optional=True),
)
DUE_NOTE = "may go is a question for you: backoffice retention dispose ID; nothing is disposed of by itself"
RECEIPT_NOTE = "a receipt goes by hand: delete its file, and the field receipt of its expense"
CLASS_NOTE = "classes on board are a starting point, as of November 2026; check them with your adviser"


def retention(books: Books, *, as_of: dt.date, everything: bool = False) -> Report:
    """Return the documents and receipts whose time is over, or all, each with its class and the last day it is kept."""
    found = [each for each in keeping(books, as_of=as_of) if everything or _is_over(each, as_of)]
    found.sort(key=lambda each: (each.until or dt.date.max, each.name))
    rows = [_row(each, as_of) for each in found]
    table = Table("retention", COLUMNS, rows, empty="Every document still has to be kept.")
    return Report("retention", "Retention", (table,), scope=f"as of {as_of}", notes=tuple(_notes(found)))


def _notes(found: list[Kept]) -> Iterator[str]:
    if found:
        yield DUE_NOTE
    if any(isinstance(each.paper, Expense) for each in found):
        yield RECEIPT_NOTE


def retention_classes(books: Books, *, as_of: dt.date) -> Report:
    """Return the classes with their time and their source, and how many documents each has."""
    counts = Counter(each.retention for each in keeping(books, as_of=as_of))
    known = books.settings.retention
    rows: list[tuple[Cell, ...]] = [
        (name, str(each.keep), each.since, counts[name], each.basis, each.text) for name, each in known.items()
    ]
    if counts[None]:
        rows.append(("", "for ever", None, counts[None], None, "no class"))
    names = ("class", "keep", "since", "documents", "basis", "papers")
    columns = tuple(Column(name, optional=name == "papers", wraps=name in {"basis", "papers"}) for name in names)
    table = Table("classes", columns, rows, empty="No classes: declare them in backoffice.yaml, documents: retention.")
    return Report("retention", "Retention classes", (table,), notes=(CLASS_NOTE,) if known else ())


def _is_over(each: Kept, as_of: dt.date) -> bool:
    return each.until is not None and each.until < as_of


def _row(each: Kept, as_of: dt.date) -> tuple[Cell, ...]:
    basis = each.by.basis if each.by else None
    return each.name, each.title, each.retention, each.until, _state(each, as_of), basis


def _state(each: Kept, as_of: dt.date) -> str:
    if each.hold:
        return f"on hold: {each.hold}"
    if each.may_go(as_of):
        return "may go"
    if each.until:
        return "kept"
    return f"kept while {each.open_for} goes on" if each.open_for else "kept: no contract" if each.by else "no class"


def _build(books: Books, scope: Scope) -> Report:
    if scope.by == "class":
        return retention_classes(books, as_of=scope.as_of)
    return retention(books, as_of=scope.as_of, everything=scope.by == "all")


REPORT = Declared(
    "retention",
    "Documents that need not be kept any more; all, or the classes.",
    _build,
    ("by",),
    ("due", "all", "class"),
)
