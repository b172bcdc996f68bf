"""Ids in a narrow window: they are there to be typed, so they go on below themselves, and are never cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backoffice.core.report import Cell
from backoffice.render.text import columns_of

_ID = r"[A-Za-z0-9]+(?:[-/.]+[A-Za-z0-9]+)*"
_IDS = re.compile(rf"{_ID}(?:, {_ID})*")
_PART = re.compile(r"[^-/, ]+[-/,]* ?")
WHOLE = 14
"""An id of so many characters stays in one piece."""


def are_ids(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds nothing but ids, or lists of them; some cells may be empty."""
    filled = [cell for cell in cells if cell not in {None, ""}]
    return bool(filled) and all(isinstance(cell, str) and _IDS.fullmatch(cell) for cell in filled)


def longest_part(texts: Sequence[str]) -> int:
    """Return the width that the longest part needs: what is between two dashes, and the dash."""
    return max((columns_of(part.rstrip()) for text in texts for part in _parts(text)), default=0)


def _parts(text: str) -> list[str]:
    ids = re.findall(r"[^ ]+ ?", text)
    return [part for each in ids for part in ([each] if len(each.rstrip(", ")) <= WHOLE else _PART.findall(each))]


def broken(text: str, width: int) -> list[str]:
    """Return ids on as many lines as they take, broken after dashes and between ids."""
    lines = [""]
    for part in _parts(text):
        if lines[-1] and columns_of(lines[-1]) + columns_of(part.rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return [line.rstrip() for line in lines]
