"""The words around what was found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backoffice.core.words import words_of

WIDTH = 60
"""Letters shown, more or less."""


def around(texts: Iterable[str], words: Iterable[str], width: int = WIDTH) -> str:
    """Return the line in which most of the words begin, cut to the part around them; empty where none has any."""
    wanted = frozenset(words)
    best, most = "", 0
    for text in texts:
        for line in text.splitlines():
            found = {word for word in wanted for each in words_of(line) if each.startswith(word)}
            if len(found) > most:
                best, most = line, len(found)
    return _cut(best, wanted, width)


def _cut(line: str, wanted: frozenset[str], width: int) -> str:
    if len(line) <= width:
        return line.strip()
    first = next(
        (match.start() for match in re.finditer(r"[^\W_]+", line) if any(_begins(match[0], word) for word in wanted)), 0
    )
    start = max(min(first - width // 3, len(line) - width), 0)
    piece = line[start : start + width]
    if start:
        piece = "…" + piece.partition(" ")[2]
    if start + width < len(line):
        piece = piece.rpartition(" ")[0] + "…"
    return piece.strip()


def _begins(text: str, word: str) -> bool:
    return any(each.startswith(word) for each in words_of(text))
