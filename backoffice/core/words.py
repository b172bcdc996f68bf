"""Words to find records by: small letters without accents; what has more than one word in it is a phrase."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from backoffice.core.document import Tree

SLUG = 40
"""A name in a file's name has at most so many letters."""
_WORD = r"[^\W_]+"
_PHRASE = r'"([^"]*)"?|(\S+)'


def words_of(text: str) -> list[str]:
    """Return the words of a text, as they are compared (``Café`` is ``cafe``)."""
    import re

    if not text.isascii():
        bare = unicodedata.normalize("NFD", text)
        text = "".join(character for character in bare if not unicodedata.combining(character))
    return re.findall(_WORD, text.lower())


def phrases_of(query: str) -> list[list[str]]:
    """Return what a query asks for: each word, and each text in double quotes or with separators, as a list of words.

    ``INV-2026-0042`` is the phrase ``inv 2026 0042``.
    """
    import re

    found = (words_of(quoted or plain) for quoted, plain in re.findall(_PHRASE, query))
    return [words for words in found if words]


def slug_of(name: str) -> str:
    """Return a name as part of a file's name: ``Zoë Weiß`` is ``zoe-weiss``; one without such letters is hashed."""
    words = "-".join(words_of(name.casefold()))
    letters = "".join(each for each in words if each.isascii())[:SLUG].strip("-")
    if letters:
        return letters
    import hashlib

    return hashlib.sha256(name.encode()).hexdigest()[:8]


def texts(tree: Mapping[str, Tree]) -> list[str]:
    """Return all texts of a tree, in order."""
    found: list[str] = []
    _collect(tree.values(), found)
    return found


def _collect(trees: Iterable[Tree], found: list[str]) -> None:
    for each in trees:
        if isinstance(each, str):
            found.append(each)
        elif each:
            _collect(each.values() if isinstance(each, dict) else each, found)


def contains(words: list[str], phrases: list[list[str]]) -> bool:
    """Tell whether every phrase stands in ``words``; no phrase stands in nothing."""
    text = f" {' '.join(words)} "
    return bool(phrases) and all(f" {' '.join(phrase)} " in text for phrase in phrases)
