"""Making room: the currency of a row said once, in a narrow column of its own, instead of in every cell."""

from __future__ import annotations

from collections.abc import Sequence

from backoffice.core.hints import TypeAlias
from backoffice.core.money import Money
from backoffice.core.report import Cell, Column

FEWEST = 2
"""So many columns of money make it worth while."""

Rows: TypeAlias = "Sequence[tuple[Cell, ...]]"


def said_once(columns: Sequence[Column], *parts: Rows) -> tuple[Sequence[Column], list[Rows]]:
    """Return columns and rows with amounts as bare numbers and the currency beside the first column.

    They come back unchanged where there are few amounts, or a row mixes currencies.
    """
    rows = [row for part in parts for row in part]
    money = {at for row in rows for at, cell in enumerate(row) if isinstance(cell, Money)}
    found = [{cell.currency for cell in row if isinstance(cell, Money)} for row in rows]
    mixed = any(len(each) > 1 for each in found) or any(isinstance(cell, tuple) for row in rows for cell in row)
    if len(money) < FEWEST or mixed:
        return columns, list(parts)
    shown = any(column.name == "currency" for column in columns)
    wider = columns if shown else (columns[0], Column("currency", " "), *columns[1:])
    return wider, [[_bare(row, shown=shown) for row in part] for part in parts]


def _bare(row: tuple[Cell, ...], *, shown: bool) -> tuple[Cell, ...]:
    first, *rest = (cell.amount if isinstance(cell, Money) else cell for cell in row)
    currency = next((cell.currency for cell in row if isinstance(cell, Money)), None)
    if shown:
        return (first, *rest)
    return (first, currency, *(None if currency and cell == currency else cell for cell in rest))
