"""Which columns of a table a window has room for, and how wide each may be. Figures and dates are never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backoffice.core.report import Cell, Column
from backoffice.render.ids import are_ids, longest_part
from backoffice.render.text import cell_text, columns_of, is_figure, is_unbreakable

_WHOLE, _SHORT, _SHORTEST = 10**6, 14, 8
"""Text is cut to so many characters before columns move closer; and to so many after that, never shorter."""
_SENTENCE = 42
"""Sentences have so much room before other columns give way to them; what is left of the window is theirs."""


GAP = 2
"""Blanks between columns; one where that makes room for a column."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """One column that is shown: its position in a row, its width in characters, and how it is set.

    One that ``wraps`` holds sentences, one with ``ids`` nothing but ids; both go on below themselves.
    """

    at: int
    width: int
    right: bool
    wraps: bool = False
    ids: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that are shown, the blanks between them, and the columns there is no room for."""

    shown: tuple[Fitted, ...]
    gap: int
    left_out: tuple[Column, ...]


def fit(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], window: int) -> Layout:
    """Return how ``columns`` are shown within ``window`` characters.

    Columns in which every cell is empty go first, then the optional ones; then text is cut, and ids go on below
    themselves; then columns move closer, and the ids that name the rows give way too; then columns go from the right.
    The first column always stays.
    """
    shown = [_fitted(at, column, rows) for at, column in enumerate(columns)]
    gap = GAP
    for lost in _losable(columns, rows):
        if _span(shown, gap) <= window:
            break
        if lost is None:
            gap = gap if _span(_cut(shown, rows, window, gap), gap) <= window else 1
            shown = _cut(shown, rows, window, gap)
        else:
            shown = [each for each in shown if each.at != lost]
    shown = _widened(shown, columns, rows, window - _span(shown, gap))
    kept = {each.at for each in shown}
    left_out = (column for at, column in enumerate(columns) if at not in kept and _filled(at, rows))
    return Layout(tuple(shown), gap, tuple(left_out))


def _losable(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[int | None]:
    """Positions in the order in which they are given up; None where text is cut first."""
    rest = range(1, len(columns))
    empty = [at for at in rest if not _filled(at, rows)]
    optional = [at for at in rest if columns[at].optional]
    return [*empty, *optional, None, *reversed(rest)]


def _filled(at: int, rows: Sequence[Sequence[Cell]]) -> bool:
    return any(row[at] not in {None, ""} for row in rows)


def _fitted(at: int, column: Column, rows: Sequence[Sequence[Cell]]) -> Fitted:
    cells = [row[at] for row in rows]
    width = _whole(at, column, rows)
    right = any(is_figure(cell) for cell in cells)
    ids = not column.wraps and are_ids(cells)
    return Fitted(at, min(width, _SENTENCE) if column.wraps else width, right, column.wraps, ids)


def _whole(at: int, column: Column, rows: Sequence[Sequence[Cell]]) -> int:
    """Return the width that a column needs to show all of every cell."""
    return max([columns_of(column.heading), *(columns_of(cell_text(row[at], grouped=True)) for row in rows)])


def _widened(shown: list[Fitted], columns: Sequence[Column], rows: Sequence[Sequence[Cell]], room: int) -> list[Fitted]:
    """Give what is left of the window to the sentences."""
    found = []
    for each in shown:
        more = min(room, _whole(each.at, columns[each.at], rows) - each.width) if each.wraps and room > 0 else 0
        found.append(replace(each, width=each.width + more))
        room -= more
    return found


def _span(shown: Sequence[Fitted], gap: int) -> int:
    return sum(each.width for each in shown) + gap * (len(shown) - 1)


def _cut(shown: list[Fitted], rows: Sequence[Sequence[Cell]], window: int, gap: int) -> list[Fitted]:
    """Shorten the widest texts, a character at a time, as far as they may be.

    Where columns are close already, sentences come last.
    """
    texts = [each for each in shown if not any(is_unbreakable(row[each.at]) for row in rows)]
    least = {each.at: _least(each, rows, gap) for each in texts}
    widths = {each.at: each.width for each in shown}
    over = _span(shown, gap) - window
    last = {each.at for each in texts if each.wraps and gap == 1}
    while over > 0 and (longer := [at for at in sorted(least) if widths[at] > least[at]]):
        widths[max(longer, key=lambda at: (at not in last, widths[at]))] -= 1
        over -= 1
    return [replace(each, width=widths[each.at]) for each in shown]


def _least(text: Fitted, rows: Sequence[Sequence[Cell]], gap: int) -> int:
    """Return how narrow a text may be: the first column, which names the row, stays whole until columns are close."""
    if not text.at and gap > 1:
        return _WHOLE
    if text.ids:
        return max(_SHORTEST, longest_part([cell_text(row[text.at]) for row in rows]))
    return _SHORT if gap > 1 or not text.at else _SHORTEST
