"""Writing new files: fields in block style, one on a line, in quotes only when needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from backoffice.core.document import Tree
from backoffice.core.named import NamedTuple
from backoffice.formats.layout import is_fronted
from backoffice.formats.scalar_text import block_of, canonical, is_block


class Habit(NamedTuple):
    """How far, in a file, groups and lists are indented below their name, and whether texts may be blocks of lines.

    ``inline``: each entry of the list that the file is stands on one line.
    """

    group: int = 2
    list: int = 2
    blocks: bool = True
    inline: bool = False


OURS = Habit()


def new_file(path: str, fields: Mapping[str, Tree], body: str = "") -> str:
    """Return the text of a new file: front matter and body for ``.md``, else only the fields.

    Raises:
        ValueError: for a body in a file that has no place for one.
    """
    if is_fronted(path):
        return emit(fields, body)
    if body:
        raise ValueError(f"{path} has no place for text below the fields")
    return "".join(f"{line}\n" for line in lines_of(dict(fields))) or "{}\n"


def emit(fields: Mapping[str, Tree], body: str = "") -> str:
    """Return front matter with ``fields``, in their order, and the ``body`` below it."""
    header = "".join(f"{line}\n" for line in _entries(fields, OURS))
    return f"---\n{header}---\n" + (f"\n{body.strip()}\n" if body.strip() else "")


def lines_of(tree: Tree, habit: Habit = OURS) -> list[str]:
    """Return the lines of a mapping or a list that is not empty, from the first column on."""
    if isinstance(tree, dict):
        return list(_entries(tree, habit))
    assert isinstance(tree, list)  # noqa: S101 - only what has entries has lines
    return [line for value in tree for line in item_lines(value, habit)]


def _entries(fields: Mapping[str, Tree], habit: Habit) -> Iterator[str]:
    for name, value in fields.items():
        yield from field_lines(name, value, habit)


def field_lines(name: str, value: Tree, habit: Habit = OURS) -> list[str]:
    """Return the lines of one field."""
    head, below = value_of(value, habit)
    return [f"{canonical(name)}:{head}", *below]


def item_lines(value: Tree, habit: Habit = OURS) -> list[str]:
    """Return the lines of one entry of a list; its first field stands beside the dash."""
    if isinstance(value, (dict, list)) and value:
        first, *more = lines_of(value, habit)
        return [f"- {first}", *(_indented(more, 2))]
    head, below = value_of(value, habit)
    return [f"-{head}", *below]


def value_of(value: Tree, habit: Habit = OURS) -> tuple[str, list[str]]:
    """Return what follows a colon or a dash on its line, and the lines below, indented against that line."""
    if value is None:
        return "", []
    if isinstance(value, str):
        if not (habit.blocks and is_block(value)):
            return f" {canonical(value)}", []
        header, lines = block_of(value)
        return f" {header}", _indented(lines, 2)
    if not value:
        return (" {}" if isinstance(value, dict) else " []"), []
    return "", _indented(lines_of(value, habit), habit.group if isinstance(value, dict) else habit.list)


def _indented(lines: Sequence[str], width: int) -> list[str]:
    return [" " * width + line if line else line for line in lines]


def flow_of(value: Tree) -> str:
    """Return ``value`` on one line, as it is written inside brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(flow_entry(name, each) for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_of(each) for each in value) + "]"
    return "" if value is None else canonical(value, flow=True)


def flow_entry(name: str, value: Tree) -> str:
    """Return one field as it is written inside braces."""
    return f"{canonical(name, flow=True)}: {flow_of(value)}"
