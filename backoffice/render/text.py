"""Text of records made safe to print, and cells as text.

Whatever comes from a file passes through ``visible`` before it reaches a terminal, so that a client's name can neither
move the cursor, write to the clipboard, nor turn the rest of the line around.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from backoffice.core.hints import Match
from backoffice.core.money import Money
from backoffice.core.report import Cell, Share, Table

HIDDEN = (
    "[\x00-\x1f\x7f-\x9f"  # control characters, with line ends
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, bidi
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"  # surrogates, noncharacters, tags
)
"""Characters that nobody sees, and that may act on what is beside them."""


FIGURES = (Money, Decimal, int, Share, tuple)


def visible(text: str) -> str:
    r"""Return ``text`` on one line, with control and bidi characters spelled as ``\x1b`` and ``\u202e``."""
    return text if text.isprintable() else _spelled_out(text)


def _spelled_out(text: str) -> str:
    import re

    return re.sub(HIDDEN, _spelled, text)


def _spelled(match: Match[str]) -> str:
    return match[0].encode("unicode_escape").decode()


def cell_text(cell: Cell, *, grouped: bool = False) -> str:
    """Return a cell as people read it; ``grouped`` puts thousands separators into money."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return visible(cell)
    if isinstance(cell, Money):
        return f"{cell.amount:,} {cell.currency}" if grouped else str(cell)
    if isinstance(cell, tuple):
        return " + ".join(cell_text(each, grouped=grouped) for each in cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Share):
        return f"{cell.value * 100:.1f} %"
    return f"{cell:,}" if grouped and isinstance(cell, Decimal) else str(cell)


def is_figure(cell: Cell) -> bool:
    """Tell whether a cell is set flush right."""
    return isinstance(cell, FIGURES) and not isinstance(cell, bool)


def flush_right(table: Table, rows: Sequence[Sequence[Cell]]) -> list[bool]:
    """Return for each column whether it is set flush right: it has figures; in a list of values, only figures."""
    cells = [[row[at] for row in rows if row[at] is not None] for at in range(len(table.columns))]
    enough = any if table.headings else all
    return [bool(column) and enough(is_figure(cell) for cell in column) for column in cells]


def is_unbreakable(cell: Cell) -> bool:
    """Tell whether a cell must never be cut short: figures and dates."""
    return is_figure(cell) or isinstance(cell, dt.date)


def columns_of(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def padded(text: str, width: int, *, right: bool) -> str:
    """Return ``text`` filled up with blanks to ``width`` columns."""
    fill = " " * (width - columns_of(text))
    return fill + text if right else text + fill
