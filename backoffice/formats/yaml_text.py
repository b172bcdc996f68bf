"""YAML as text: a strict reader over libyaml's events that leaves every scalar as it is written.

What YAML can do beyond nested fields and lists is refused, with its place: duplicate names, anchors, tags,
merge keys, several documents, nesting without end. Depth is counted on the stream of events, which libyaml
produces without recursion, before anything is built.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import yaml
from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from backoffice.core.diagnostic import Fault
from backoffice.core.document import Tree
from backoffice.core.hints import Any
from backoffice.formats.faults import (
    ANCHOR,
    BAD_NAME,
    CONTROL_CHARACTER,
    DIRECTIVE,
    DUPLICATE_KEY,
    MANY_DOCUMENTS,
    MERGE_KEY,
    TAG,
    TOO_DEEP,
    YAML_SYNTAX,
    UnreadableError,
)
from backoffice.formats.outline import Entry, Node
from backoffice.formats.plain_yaml import Parsed
from backoffice.formats.syntax import explained
from backoffice.formats.text import CONTROL, named

MAX_DEPTH = 20
_ESCAPED = re.compile(f"{CONTROL.pattern}|\r")
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Next = Callable[[], Any]


def parse(text: str) -> Parsed:
    """Return what ``text`` says; an empty text says None.

    Raises:
        UnreadableError: for everything but one plain tree of text.
    """
    try:
        return _document(_LOADER(text).get_event)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None


def _document(following: Next) -> Parsed:
    following()
    start = following()
    if start.__class__ is StreamEndEvent:
        return Parsed(None, [])
    if start.version or start.tags:
        raise _refused(DIRECTIVE, start, "a line that starts with % is not allowed")
    lines: list[int] = []
    first = following()
    if first.__class__ is SequenceStartEvent:
        _plain(first)
        tree: Tree = _sequence(following, 1, lines)
    else:
        tree = _value(first, following, 0)
    following()
    extra = following()
    if extra.__class__ is not StreamEndEvent:
        raise _refused(MANY_DOCUMENTS, extra, "a second document is not allowed", hint="delete the line ---")
    return Parsed(tree, lines)


def _value(event: Any, following: Next, depth: int) -> Tree:  # noqa: ANN401 - an event of any class
    kind = event.__class__
    if kind is ScalarEvent:
        return _scalar(event)
    _plain(event)
    if depth >= MAX_DEPTH:
        raise _refused(TOO_DEEP, event, f"nested more than {MAX_DEPTH} deep")
    if kind is MappingStartEvent:
        return _mapping(following, depth + 1)
    return _sequence(following, depth + 1, [])


def _scalar(event: Any) -> str | None:  # noqa: ANN401 - an event of libyaml, or of Python's parser
    if event.tag or event.anchor:
        _plain(event)
    text: str = event.value
    if event.style == '"' and (found := _ESCAPED.search(text)):
        raise _refused(
            CONTROL_CHARACTER, event, f"the escaped character {named(found[0])} is not allowed", hint="delete it"
        )
    return text if text or event.style else None


def _mapping(following: Next, depth: int) -> dict[str, Tree]:
    tree: dict[str, Tree] = {}
    names: list[Any] = []
    while (event := following()).__class__ is not MappingEndEvent:
        name = _scalar(event) if event.__class__ is ScalarEvent else None
        if not name or name in tree or name == "<<" or not name.isascii():
            name = _name(event, name, names)
        names.append(event)
        event = following()
        tree[name] = _scalar(event) if event.__class__ is ScalarEvent else _value(event, following, depth)
    return tree


def _sequence(following: Next, depth: int, lines: list[int]) -> list[Tree]:
    tree: list[Tree] = []
    while (event := following()).__class__ is not SequenceEndEvent:
        if depth == 1:
            lines.append(event.start_mark.line + 1)
        tree.append(_value(event, following, depth))
    return tree


def _name(event: Any, name: str | None, before: list[Any]) -> str:  # noqa: ANN401 - as above
    """Return the name of a field, if it is one."""
    _plain(event)
    if not name:
        raise _refused(BAD_NAME, event, "a field needs a name, which is a single text")
    for other in before:
        if other.value == name:
            message = f"{name} is already there on line {other.start_mark.line + 1}"
            raise _refused(DUPLICATE_KEY, event, message, hint="delete one of the two")
    if name == "<<" and not event.style:
        raise _refused(MERGE_KEY, event, "the merge key << is not allowed", hint="write the fields out")
    if not unicodedata.is_normalized("NFC", name):
        raise _refused(BAD_NAME, event, f"the name {name} is not in composed form (NFC)", hint="type it anew")
    return name


def _plain(event: NodeEvent) -> None:
    """Refuse what says more than its text."""
    quotes = "put a text that starts like this in quotes"
    if event.anchor:
        mark = "the anchor &" if not isinstance(event, yaml.AliasEvent) else "the alias *"
        raise _refused(ANCHOR, event, f"{mark}{event.anchor} is not allowed", hint=quotes)
    if tag := getattr(event, "tag", None):
        written = tag.replace("tag:yaml.org,2002:", "!!")
        raise _refused(TAG, event, f"the tag {written} is not allowed", hint=quotes)


def _refused(fault: Fault, event: Event, message: str, *, hint: str = "") -> UnreadableError:
    mark = event.start_mark
    assert mark is not None  # noqa: S101 - every event of a parser has its marks
    return UnreadableError(fault, message, line=mark.line + 1, column=mark.column + 1, hint=hint)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> UnreadableError:
    message, hint, mark = explained(error, text)
    return UnreadableError(YAML_SYNTAX, message, line=mark.line + 1, column=mark.column + 1, hint=hint)


def outline(text: str) -> Node | None:
    """Return where everything stands in a text that ``parse`` accepts; None for an empty text.

    Slower than ``parse``: asked for only when a place is.
    """
    root = yaml.compose(text, Loader=_LOADER)
    return _node(root) if root else None


def _node(node: yaml.Node) -> Node:
    start, end = node.start_mark, node.end_mark
    form, style, entries = _inside(node)
    return Node(start.index, end.index, start.line + 1, start.column + 1, form, style, entries)


def _inside(node: yaml.Node) -> tuple[str, str, tuple[Entry, ...]]:
    if isinstance(node, yaml.ScalarNode):
        return "scalar", node.style or "", ()
    style = "flow" if node.flow_style else "block"  # type: ignore[attr-defined]
    if isinstance(node, yaml.MappingNode):
        return "mapping", style, tuple(Entry(key.value, _node(key), _node(value)) for key, value in node.value)
    return "sequence", style, tuple(Entry(at, None, _node(value)) for at, value in enumerate(node.value))
