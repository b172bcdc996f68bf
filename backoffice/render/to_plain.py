"""Plain text in aligned columns, for pipes: exact amounts, no colours, a hundred thousand rows as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from backoffice.core.report import Cell, Report, Table
from backoffice.render.text import cell_text, columns_of, flush_right, padded, visible

_CHUNK = 1000
"""Columns are as wide as the widest of so many rows; later rows may widen them."""


def show(report: Report) -> Iterator[str]:
    """Yield the report: title, scope, every table, notes."""
    if report.title:
        yield f"{visible(report.title)}\n"
    if report.scope:
        yield f"{visible(report.scope)}\n"
    for position, table in enumerate(report.tables):
        if position or report.title or report.scope:
            yield "\n"
        yield from _table(table)
    if report.notes:
        yield "\n"
    for note in report.notes:
        yield f"{visible(note)}\n"


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"{visible(table.title)}\n"
    rows = iter(table.rows)
    first = list(islice(rows, _CHUNK))
    if not first:
        yield f"{visible(table.empty)}\n"
        return
    right = flush_right(table, first)
    lines = [[column.heading for column in table.columns]] if table.headings else []
    totals = _texts(table.totals) if len(first) < _CHUNK else []
    widths = _widened([0] * len(table.columns), [*lines, *totals])
    for chunk in chain([first], iter(lambda: list(islice(rows, _CHUNK)), [])):
        lines += _texts(chunk)
        widths = _widened(widths, lines)
        yield "".join(_line(row, widths, right) for row in lines)
        lines = []
    totals = totals or _texts(table.totals)
    yield "".join(_line(row, _widened(widths, totals), right) for row in totals)


def _texts(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    return [[cell_text(cell) for cell in row] for row in rows]


def _widened(widths: Sequence[int], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max([width, *map(columns_of, texts)]) for width, *texts in zip(widths, *rows, strict=True)]


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = zip(texts, widths, right, strict=True)
    return "  ".join(padded(text, width, right=flush) for text, width, flush in cells).rstrip() + "\n"
