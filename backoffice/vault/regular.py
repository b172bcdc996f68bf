"""Reading text of our own shape, which has so few forms of lines that it needs no YAML parser.

Whatever is not exactly of that shape is left to the strict reader; so is everything that it would refuse, because it
says why and where. Tests prove that both read the same.
"""

from __future__ import annotations

import re
import unicodedata

from backoffice.core.document import Tree
from backoffice.core.hints import TypeAlias
from backoffice.vault.shape import NAME, ODD_LINE, QUOTED, unquoted

_ODD_LINE = re.compile(ODD_LINE)
_PARTS = re.compile(rf"^( *)(- )?(?:({NAME}):(?: ({QUOTED}))?|({QUOTED}))$", re.MULTILINE)

Line: TypeAlias = tuple[str, str, str, str, str]
"""Margin, dash, name, value behind the name, text without a name; each as written, empty where it is not there."""


class IrregularError(Exception):
    """The text has another shape."""


def is_regular(text: str) -> bool:
    """Tell whether every line has one of our forms, so that blocks can be told by their first."""
    return (not text or text.endswith("\n")) and _ODD_LINE.search(text) is None


def parse(text: str) -> dict[str, Tree]:
    """Return what lines of our own shape say.

    Raises:
        IrregularError: They are not all of that shape, or would be refused by the strict reader.
    """
    if not is_regular(text) or _has_control(text):
        raise IrregularError
    lines: list[Line] = _PARTS.findall(text)
    tree, end = _group(lines, 0, 0)
    if end < len(lines):
        raise IrregularError
    return tree


def _has_control(text: str) -> bool:
    """Tell whether there is a character that the strict reader refuses."""
    if text.replace("\n", "").isprintable():
        return False
    from backoffice.formats.text import CONTROL

    return CONTROL.search(text) is not None


def _group(lines: list[Line], at: int, margin: int) -> tuple[dict[str, Tree], int]:
    """Return the fields from a line on that stand at one margin, and the line behind them."""
    tree: dict[str, Tree] = {}
    while at < len(lines):
        indent, dash, name, value, _ = lines[at]
        if len(indent) != margin or dash:
            break
        key = _key(name, tree)
        at += 1
        if value:
            tree[key] = unquoted(value)
        elif at < len(lines) and len(lines[at][0]) > margin:
            tree[key], at = _below(lines, at, margin + 2)
        else:
            tree[key] = None
    return tree, at


def _key(name: str, before: dict[str, Tree]) -> str:
    key = unquoted(name) if name.startswith('"') else name
    if not key or key in before or not (key.isascii() or unicodedata.is_normalized("NFC", key)):
        raise IrregularError
    return key


def _below(lines: list[Line], at: int, margin: int) -> tuple[Tree, int]:
    indent, dash, *_ = lines[at]
    if len(indent) != margin:
        raise IrregularError
    return _items(lines, at, margin) if dash else _group(lines, at, margin)


def _items(lines: list[Line], at: int, margin: int) -> tuple[list[Tree], int]:
    """Return the entries of a list; the first field of a group stands behind the dash."""
    items: list[Tree] = []
    while at < len(lines):
        indent, dash, name, value, text = lines[at]
        if len(indent) != margin or not dash:
            break
        if name:
            lines[at] = (f"{indent}  ", "", name, value, text)
            item, at = _group(lines, at, margin + 2)
            items.append(item)
        else:
            items.append(unquoted(text))
            at += 1
    return items, at
