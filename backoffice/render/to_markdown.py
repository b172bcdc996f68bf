"""Markdown tables, for notes, issues and mails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backoffice.core.report import Cell, Report, Table
from backoffice.render.text import cell_text, flush_right, visible

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&!])")


def literal(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is."""
    return _MARKUP.sub(r"\\\1", visible(text))


def show(report: Report) -> Iterator[str]:
    """Yield the report: title, scope, every table, notes."""
    if report.title:
        yield f"# {literal(report.title)}\n\n"
    if report.scope:
        yield f"{literal(report.scope)}\n\n"
    for position, table in enumerate(report.tables):
        if position:
            yield "\n"
        yield from _table(table)
    for note in report.notes:
        yield f"\n{literal(note)}\n"


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"## {literal(table.title)}\n\n"
    rows = list(table.rows)
    if not rows:
        yield f"{literal(table.empty)}\n"
        return
    right = flush_right(table, rows)
    yield _line([literal(column.heading) if table.headings else " " for column in table.columns])
    yield _line(["---:" if flush else "---" for flush in right])
    for row in rows:
        yield _line([_text(cell) for cell in row])
    for row in table.totals:
        yield _line([f"**{_text(cell)}**" if cell not in {None, ""} else "" for cell in row])


def _text(cell: Cell) -> str:
    return literal(cell) if isinstance(cell, str) else cell_text(cell, grouped=True)


def _line(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |\n"
