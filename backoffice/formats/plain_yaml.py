"""The YAML that records are mostly written in, read line by line: names, values on the same line, lists, nesting.

What ``yaml_text`` reads through libyaml, this reads in a quarter of the time and without importing YAML, as long as
every line is a comment, or a name, a value or an entry of a list of the simplest forms. It never judges: of any other
text it says that it cannot tell, and ``yaml_text`` reads or refuses it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from backoffice.core.document import Tree
from backoffice.core.hints import Any
from backoffice.core.named import NamedTuple

DEEP = 18
"""Nesting up to which this reads; less than what is refused for being too deep."""
MANY, SHORT = 8192, 100
"""So many lines of so few characters are remembered: names, and what many records say alike, such as the seller."""
# Without possessive quantifiers: those of Python 3.11.2 match what they must not.
_LINE = re.compile(
    r"""
    (\ *)                                                       # how far it is indented
    (-\ +)?                                                     # an entry of a list
    (?:([A-Za-z0-9_][A-Za-z0-9_./-]{0,127}):(?!\S)\ *)?         # a name
    (?:
        ([^\s"'#:,?!%&*@`|>\[\]{}-][^:#]*(?::(?=\S)[^:#]*)*(?<!\ ))   # a text without quotes
        | ("[^"\\]*"|'[^']*')                                   # or in quotes, with nothing in it that needs any
    )?
    \ *(?:(?<![^\ ])\#.*)?                                      # a comment
    """,
    re.VERBOSE,
)


class Parsed(NamedTuple):
    """What a text says: its tree, and where that is a list, the line (from 1) on which each entry starts."""

    tree: Tree
    lines: list[int]


class _OtherYamlError(Exception):
    """The text has a line that is of none of the forms known here, or does not stand where it could."""


def parse_plain(text: str) -> Parsed | None:
    """Return what ``text`` says, exactly as ``yaml_text.parse``; None where that has to be asked."""
    if "\t" in text or "\r" in text:
        return None
    try:
        return _grown(text)
    except _OtherYamlError:
        return None


class _Growing:
    """A tree that grows line by line: what is open at which level, the innermost last.

    A mapping indented by ``n`` is at level ``2 n``. A list indented by ``n`` is at ``2 n + 1``, because it may stand
    below a name that is indented as far as itself.
    """

    def __init__(self) -> None:
        self.here: Any = {}
        self.level = -1
        self.waiting: str | None = ""
        """The name on the line before, if its value is still to come. That of the whole is empty."""
        self.open: list[tuple[int, Any]] = [(-1, self.here)]

    def begin(self, level: int, new: Any) -> None:  # noqa: ANN401 - a mapping or a list
        if len(self.open) > DEEP:
            raise _OtherYamlError
        self.here, self.level, self.waiting = new, level, None
        self.open.append((level, new))

    def at(self, level: int, kind: type[Any]) -> Any:  # noqa: ANN401 - a mapping or a list
        """Return what is open at a level after closing what is deeper; a waiting name may begin a deeper one."""
        if level > self.level and self.waiting is not None:
            new = self.here[self.waiting] = kind()
            self.begin(level, new)
            return new
        while self.level > level:
            self.open.pop()
            self.level, self.here = self.open[-1]
        if self.level != level:
            raise _OtherYamlError
        self.waiting = None
        return self.here

    def entry(self, level: int, width: int, text: str | None, *, named: bool) -> bool:
        """Add an entry to the list at a level, a text or a mapping that begins on its line; tell if it is the whole."""
        entries = self.at(level + 1, list)
        is_whole = len(self.open) == 2  # noqa: PLR2004 - what holds the whole, and the whole
        if named:
            entries.append({})
            self.begin(level + 2 * width, entries[-1])
        elif text is None:
            raise _OtherYamlError
        else:
            entries.append(text)
        return is_whole


def _grown(text: str) -> Parsed:
    tree = _Growing()
    whole = tree.here
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        level, width, name, said = _told(line) if len(line) < SHORT else _tell(line)
        if width:
            if tree.entry(level, width, said, named=bool(name)):
                lines.append(number)
            level += 2 * width
        if name:
            here = tree.here if level == tree.level and tree.waiting is None else tree.at(level, dict)
            if name in here:
                raise _OtherYamlError
            here[name] = said
            if said is None:
                tree.waiting = name
    return Parsed(whole.get(""), lines)


def _tell(line: str) -> tuple[int, int, str, str | None]:
    """Return what a line says: its level, the width of the mark of an entry, a name, a text; any may be missing."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise _OtherYamlError
    indent, item, name, bare, quoted = match.groups("")
    said = bare or (quoted[1:-1] if quoted else None)
    if said is not None and not (item or name):
        raise _OtherYamlError
    return 2 * len(indent), len(item), name, said


_told = lru_cache(MANY)(_tell)
