"""Where everything stands in a YAML text: looked up when something is wrong, or is to be changed."""

from __future__ import annotations

from backoffice.core.document import FieldPath
from backoffice.core.named import NamedTuple


class Node(NamedTuple):
    """One value: its span in the text, its place (from 1), its form and how it is written.

    ``form`` is scalar, mapping or sequence; ``style`` of a scalar is the character it starts with (``'``,
    ``"``, ``|``, ``>``) or nothing, of the others ``flow`` (in brackets) or ``block``.
    """

    start: int
    end: int
    line: int
    column: int
    form: str
    style: str
    entries: tuple[Entry, ...] = ()

    def entry(self, name: str | int) -> Entry | None:
        """Return the entry of this name or position, if there is one."""
        return next((each for each in self.entries if each.name == name), None)


class Entry(NamedTuple):
    """One entry of a mapping (with its name's node) or of a sequence (named by its position, from 0)."""

    name: str | int
    key: Node | None
    value: Node


def place_of(root: Node, path: FieldPath, *, name: bool) -> tuple[int, int]:
    """Return line and column of the field at ``path``, or of the nearest thing around it that exists.

    With ``name`` the place of the field's name instead of its value; so too for a value left empty.
    """
    here = root
    found: Node = root
    for part in path:
        entry = here.entry(part)
        if entry is None:
            return here.line, here.column
        here = entry.value
        empty = here.start == here.end
        found = entry.key if entry.key and (name or empty) else here
    return found.line, found.column
