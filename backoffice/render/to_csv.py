"""CSV through one guarded writer: what a spreadsheet would take for a formula is put in front of an apostrophe.

A column of money becomes two, the amount under its name and the currency under ``<name>_currency``; lengths of time
are whole minutes. A report of several tables is several blocks with an empty line between them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from backoffice.core.hours import Minutes
from backoffice.core.money import Money
from backoffice.core.report import Cell, Report, Share, Table
from backoffice.render.text import HIDDEN, visible

_CHUNK = 1000
_HIDDEN = re.compile(HIDDEN)
_FORMULA = re.compile("\\s*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""The last four are the full-width forms of the first four."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def guarded(text: str) -> str:
    """Return ``text`` so that no spreadsheet computes it; numbers stay numbers.

    Source of the rule: OWASP, "CSV Injection", with the full-width variants that some programs fold.
    """
    text = _HIDDEN.sub(lambda match: match[0] if match[0] in "\n\t" else visible(match[0]), text)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows of text as CSV, guarded, in large pieces."""
    pending = iter(rows)
    while chunk := list(islice(pending, _CHUNK)):
        sink = io.StringIO()
        csv.writer(sink, lineterminator="\n").writerows([guarded(text) for text in row] for row in chunk)
        yield sink.getvalue()


def show(report: Report) -> Iterator[str]:
    """Yield every table of the report, without its totals: they can be computed, and would be counted twice."""
    for position, table in enumerate(report.tables):
        if position:
            yield "\n"
        yield from lines(_table(table))


def _table(table: Table) -> Iterator[list[str]]:
    rows = iter(table.rows)
    first = list(islice(rows, _CHUNK))
    money = [any(isinstance(row[at], Money) for row in first) for at in range(len(table.columns))]
    named = zip(table.columns, money, strict=True)
    yield [
        name
        for column, split in named
        for name in ([column.name, f"{column.name}_currency"] if split else [column.name])
    ]
    for row in chain(first, rows):
        yield [text for cell, split in zip(row, money, strict=True) for text in _texts(cell, split=split)]


def _texts(cell: Cell, *, split: bool) -> list[str]:
    if isinstance(cell, Money):
        return [str(cell.amount), cell.currency] if split else [str(cell)]
    return [_text(cell), ""] if split else [_text(cell)]


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Minutes):
        return str(int(cell))
    if isinstance(cell, tuple):
        return "; ".join(str(each) for each in cell)
    return str(cell.value if isinstance(cell, Share) else cell)
