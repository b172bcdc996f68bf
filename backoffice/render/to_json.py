"""JSON, streamed: a hundred thousand rows are written as they come.

Money is ``{"amount": "1200.00", "currency": "EUR"}``, every other exact number a string, a day ``YYYY-MM-DD``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from backoffice.core.hints import Any
from backoffice.core.money import Money
from backoffice.core.report import Cell, Column, Report, Share
from backoffice.render.text import HIDDEN

FORMAT = 1
"""The version of the envelope."""

_HIDDEN = re.compile(HIDDEN)


def plain(cell: Cell) -> Any:  # noqa: ANN401 - what json can write
    """Return a cell as JSON has it."""
    if cell is None or isinstance(cell, str | bool | int):
        return cell
    if isinstance(cell, Money):
        return {"amount": str(cell.amount), "currency": cell.currency}
    if isinstance(cell, tuple):
        return [plain(each) for each in cell]
    return str(cell.value if isinstance(cell, Share) else cell)


def rows(columns: tuple[Column, ...], cells: Iterable[tuple[Cell, ...]]) -> Iterator[dict[str, Any]]:
    """Yield rows as objects keyed by the names of their columns."""
    names = [column.name for column in columns]
    for row in cells:
        yield dict(zip(names, map(plain, row), strict=True))


def members(report: Report) -> dict[str, Any]:
    """Return what of the envelope a report fills: ``data`` and, after it, ``totals``.

    The data of one table is the list of its rows; that of several is an object of lists, by the names of the tables.
    """
    data = {table.name: rows(table.columns, table.rows) for table in report.tables}
    totals = {table.name: rows(table.columns, table.totals) for table in report.tables}
    if len(report.tables) == 1:
        return {"data": data.popitem()[1], "totals": totals.popitem()[1]}
    return {"data": data, "totals": totals}


def stream(value: Any, indent: str = "") -> Iterator[str]:  # noqa: ANN401 - what json can write
    """Yield ``value`` as JSON text; iterators in it are written as lists, an entry at a time, one to a line."""
    inner = f"{indent}  "
    if isinstance(value, Mapping) and not (indent and all(isinstance(each, str) for each in value.values())):
        yield from _braced("{}", (_member(name, each, inner) for name, each in value.items()), indent)
    elif isinstance(value, Iterator) or (isinstance(value, list) and any(isinstance(i, dict) for i in value)):
        yield from _braced("[]", ([_one_line(each)] for each in value), indent)
    else:
        yield _one_line(value)


def _member(name: str, value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401
    yield f"{_one_line(name)}: "
    yield from stream(value, indent)


def _braced(braces: str, parts: Iterable[Iterable[str]], indent: str) -> Iterator[str]:
    yield braces[0]
    empty = True
    for part in parts:
        yield f"\n{indent}  " if empty else f",\n{indent}  "
        yield from part
        empty = False
    yield braces[1] if empty else f"\n{indent}{braces[1]}"


def _one_line(value: Any) -> str:  # noqa: ANN401
    """Letters stay letters; what could act on a terminal is escaped, which JSON allows anywhere in a text."""
    return _HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], json.dumps(value, ensure_ascii=False))


def show(report: Report) -> Iterator[str]:
    """Yield what the report fills of the envelope."""
    yield from stream(members(report))
    yield "\n"
