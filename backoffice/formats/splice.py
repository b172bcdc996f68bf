"""Which characters of a YAML text to replace by which, so that one field changes and nothing else.

What is said here may be wrong about rare forms of YAML. Whoever uses it reads the result again and compares
(see ``edit``), so that a form not thought of here is refused and never damaged.
"""

from __future__ import annotations

import re

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.formats.outline import Entry, Node
from backoffice.formats.scalar_text import is_block, like
from backoffice.formats.trees import Change
from backoffice.formats.write import (
    OURS,
    Habit,
    field_lines,
    flow_entry,
    flow_of,
    item_lines,
    value_of,
)

_COLON = re.compile(r"\s*:")
_BLOCK_HEADER = re.compile(r"[|>][0-9+-]*([ \t]+#[^\r\n]*)?")
_BLOCK_SCALARS = ("|", ">")


class Edit(NamedTuple):
    """Replace the characters from ``start`` to ``end`` by ``new``."""

    start: int
    end: int
    new: str


class Slot(NamedTuple):
    """An entry in its surroundings: what it is in, and whether that is written in brackets."""

    parent: Node
    entry: Entry
    flow: bool


def edit_for(text: str, root: Node | None, change: Change, *, blocks: bool = True) -> Edit:
    """Return the edit that makes ``change`` in ``text``, whose outline is ``root``.

    What is around the changed field must be there already, and not be empty. Without ``blocks`` a text of several
    lines is put in quotes, on one line.

    Raises:
        RefusedError: when a comment would get lost.
    """
    if root is None:
        lines = _new_lines(change, OURS._replace(blocks=blocks))
        return Edit(len(text), len(text), "".join(line + _eol(text, len(text)) for line in lines))
    habit = habit_of(root)._replace(blocks=blocks)
    if not root.entries:
        return Edit(root.start, root.end, _eol(text, root.start).join(_new_lines(change, habit)))
    node, flow = root, root.style == "flow"
    slot: Slot | None = None
    for part in change.path:
        entry = node.entry(part)
        if entry is None:
            return _added(text, node, change, habit)
        slot = Slot(node, entry, flow)
        node, flow = entry.value, flow or entry.value.style == "flow"
    assert slot  # noqa: S101 - a change has a path
    return _removed(text, slot) if change.remove else _replaced(text, slot, change.value, habit)


def habit_of(root: Node) -> Habit:
    """Return how groups and lists are written in this file; as we do it where it has none."""
    group = list_ = None
    todo = [root]
    while todo and (group is None or list_ is None):
        node = todo.pop()
        for value in (entry.value for entry in node.entries):
            if value.style == "block" and node.style == "block" and node.form == "mapping":
                if value.form == "mapping":
                    group = value.column - node.column
                else:
                    list_ = value.column - node.column
            todo.append(value)
    inline = root.form == "sequence" and all(each.value.style == "flow" for each in root.entries)
    return Habit(OURS.group if group is None else group, OURS.list if list_ is None else list_, inline=inline)


def _new_lines(change: Change, habit: Habit) -> list[str]:
    name = change.path[-1]
    if isinstance(name, str):
        return field_lines(name, change.value, habit)
    inline = habit.inline and len(change.path) == 1
    return [f"- {flow_of(change.value)}"] if inline else item_lines(change.value, habit)


# ── Replacing ───────────────────────────────────────────────────────────────────────────────────


def _replaced(text: str, slot: Slot, value: Tree, habit: Habit) -> Edit:
    old, at = slot.entry.value, _opening(text, slot)
    if slot.flow:
        return _replaced_in_brackets(slot, at, value)
    if _is_inline(old) and isinstance(value, str) and not (habit.blocks and is_block(value)):
        return Edit(old.start, old.end, like(value, old.style, flow=False))
    head, below = value_of(value, habit)
    if slot.parent.form == "sequence" and value and not isinstance(value, str):
        first, *below = item_lines(value, habit)
        head = first.removeprefix("-")
    cut = at if _is_empty(old) else tail(text, old)
    end = _line_end(text, cut)
    beside = text[cut:end].rstrip() if _is_inline(old) or _is_empty(old) else ""
    lines = _lines(below, slot.parent, _eol(text, end))
    return Edit(at, end, head + _comment(text, old, at) + beside + lines)


def _replaced_in_brackets(slot: Slot, at: int, value: Tree) -> Edit:
    old = slot.entry.value
    in_style = isinstance(value, str) and old.form == "scalar" and not _is_empty(old)
    new = like(str(value), old.style, flow=True) if in_style else flow_of(value)
    if not _is_empty(old):
        return Edit(old.start, old.end, new)
    colon = "" if slot.entry.key is None or slot.entry.key.end < at else ":"
    return Edit(at, at, f"{colon} {new}")


def _comment(text: str, old: Node, at: int) -> str:
    """Return the comment beside the name of a value that stands on the lines below."""
    if old.style in _BLOCK_SCALARS:
        header = _BLOCK_HEADER.match(text, old.start)
        return (header and header[1]) or ""
    end = _line_end(text, at)
    return text[at:end].rstrip() if end < old.start else ""


def _is_empty(node: Node) -> bool:
    return node.start == node.end


def _is_inline(node: Node) -> bool:
    return not _is_empty(node) and node.style not in (*_BLOCK_SCALARS, "block")


# ── Adding ──────────────────────────────────────────────────────────────────────────────────────


def _added(text: str, parent: Node, change: Change, habit: Habit) -> Edit:
    if parent.style == "flow":
        name, at = change.path[-1], _end(text, parent, parent.entries[-1])
        new = flow_entry(name, change.value) if isinstance(name, str) else flow_of(change.value)
        return Edit(at, at, f"{_room(text, at)}, {new}")
    at = _line_end(text, tail(text, parent))
    return Edit(at, at, _lines(_new_lines(change, habit), parent, _eol(text, at)))


def _lines(lines: list[str], parent: Node, eol: str) -> str:
    margin = " " * (parent.column - 1)
    return "".join(eol + (margin + line if line else "") for line in lines)


# ── Removing ────────────────────────────────────────────────────────────────────────────────────


def _removed(text: str, slot: Slot) -> Edit:
    parent, entry, flow = slot
    if len(parent.entries) == 1:
        return Edit(parent.start, tail(text, parent), "{}" if parent.form == "mapping" else "[]")
    position = next(at for at, each in enumerate(parent.entries) if each is entry)
    start, end = _start(text, parent, entry), _end(text, parent, entry)
    if flow:
        return _removed_in_brackets(text, parent, position)
    first = text.rfind("\n", 0, start) + 1
    if not text[first:start].strip():
        following = text.find("\n", _line_end(text, end)) + 1
        return Edit(first, following or len(text), "")
    if position + 1 < len(parent.entries):
        following = _start(text, parent, parent.entries[position + 1])
        end = end if text[end:following].strip() else following
    return Edit(start, end, "")


def _removed_in_brackets(text: str, parent: Node, position: int) -> Edit:
    first = max(position, 1)
    before, after = parent.entries[first - 1], parent.entries[first]
    gap_start, gap_end = _end(text, parent, before), _start(text, parent, after)
    if "#" in text[gap_start:gap_end]:
        raise RefusedError("a comment stands between the entries", hint="edit this place by hand")
    if position == 0:
        return Edit(_start(text, parent, before), gap_end, "")
    return Edit(gap_start, _end(text, parent, after), _room(text, gap_start))


def _room(text: str, at: int) -> str:
    """Return the space that has to stay behind a colon with nothing behind it."""
    return " " if text[at - 1] == ":" else ""


# ── Places ──────────────────────────────────────────────────────────────────────────────────────


def tail(text: str, node: Node) -> int:
    """Return where the content of ``node`` ends, before the comments and blank lines that follow it."""
    if node.style == "block":
        return tail(text, node.entries[-1].value)
    if node.style in _BLOCK_SCALARS:
        header = _BLOCK_HEADER.match(text, node.start)
        if header and "+" not in header[0].partition("#")[0]:
            return node.start + len(text[node.start : node.end].rstrip())
    return node.end


def _start(text: str, parent: Node, entry: Entry) -> int:
    """Return where an entry starts: its name, its dash, or in brackets its value."""
    if entry.key or parent.style == "flow":
        return (entry.key or entry.value).start
    if entry is parent.entries[0]:
        return parent.start
    line, margin = text.rfind("\n", 0, entry.value.start) + 1, parent.column - 1
    while text[line : line + margin].strip() or text[line + margin] != "-":
        line = text.rfind("\n", 0, line - 1) + 1
    return line + margin


def _opening(text: str, slot: Slot) -> int:
    """Return where a value can start: behind the colon or dash, or behind a name that has no colon."""
    key = slot.entry.key
    if key:
        colon = _COLON.match(text, key.end)
        return colon.end() if colon else key.end
    start = _start(text, slot.parent, slot.entry)
    return start if slot.parent.style == "flow" else start + 1


def _end(text: str, parent: Node, entry: Entry) -> int:
    if _is_empty(entry.value):
        return _opening(text, Slot(parent, entry, flow=False))
    return tail(text, entry.value)


def _line_end(text: str, offset: int) -> int:
    """Return the end of the line that holds the character before ``offset``, without its line end."""
    end = text.find("\n", max(offset - 1, 0))
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1 : end] == "\r" else end


def _eol(text: str, offset: int) -> str:
    """Return the line end that is in use around ``offset``."""
    end = text.find("\n", offset)
    if end < 0:
        end = text.rfind("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
