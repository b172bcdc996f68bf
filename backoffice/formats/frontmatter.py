"""Reading a file: strictly, into documents with places.

Nearly all files are read by ``plain_yaml``, line by line. The others, and those that cannot be read, go through
python-frontmatter (``fronted``) and libyaml (``yaml_text``), which are imported only then.
"""

from __future__ import annotations

from functools import cached_property, partial

from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.document import Document, FieldPath, Reading, Tree
from backoffice.formats.faults import EMPTY_FILE, FIELDS, NOT_A_MAPPING, UnreadableError
from backoffice.formats.layout import header_of, is_fronted, layout_of
from backoffice.formats.outline import Node, place_of
from backoffice.formats.plain_yaml import Parsed, parse_plain
from backoffice.formats.text import refuse_divider, text_of


def read(path: str, raw: bytes) -> Reading:
    """Return the documents in the file at ``path`` with these bytes, and everything wrong with it as text.

    A ``.md`` file is one document, fields in front of a body; any other is YAML: one document, or a list of
    them. Names and values are compared as written; names must be in composed form (NFC).
    """
    try:
        text = text_of(raw)
        return _fronted(path, text) if is_fronted(path) else _whole(path, text)
    except UnreadableError as problem:
        return Reading(diagnostics=(problem.at(path),))


def tree_of(path: str, text: str) -> Tree:
    """Return what the fields of a file say, as one tree: a mapping, or a list of entries.

    Raises:
        UnreadableError: as ``read`` reports it.
    """
    if is_fronted(path):
        return _strictly(text)[0]
    return _said(text)[0]


def _fronted(path: str, text: str) -> Reading:
    fields, body = _split(text)
    find = partial(_Places(path, text).find, ())
    return Reading((Document(Location(path, 1), fields, body, find),))


def _split(text: str) -> tuple[dict[str, Tree], str]:
    """Return the fields and the body, where the fields are plain as everywhere, else."""
    text = text.rstrip()
    layout = header_of(text)
    parsed = parse_plain(text[layout.start : layout.end])
    if parsed and isinstance(parsed.tree, dict):
        return parsed.tree, text[layout.body :].strip()
    return _strictly(text)


def _strictly(text: str) -> tuple[dict[str, Tree], str]:
    from backoffice.formats.fronted import split

    return split(text)


def _whole(path: str, text: str) -> Reading:
    tree, lines = _said(text)
    places = _Places(path, text)
    if isinstance(tree, dict):
        return Reading((Document(Location(path, 1), tree, "", partial(places.find, ())),))
    documents: list[Document] = []
    problems: list[Diagnostic] = []
    for position, (entry, line) in enumerate(zip(tree, lines, strict=True)):
        where = Location(path, line)
        if isinstance(entry, dict):
            documents.append(Document(where, entry, "", partial(places.find, (position,))))
        else:
            problems.append(NOT_A_MAPPING.at(where, "the entry has no fields", hint=FIELDS))
    return Reading(tuple(documents), tuple(problems))


def _said(text: str) -> tuple[dict[str, Tree] | list[Tree], list[int]]:
    refuse_divider(text)
    tree, lines = parse_plain(text) or _parsed(text)
    if tree is None:
        raise UnreadableError(EMPTY_FILE, "the file says nothing", line=1, hint="delete it, or write []")
    if isinstance(tree, str):
        raise UnreadableError(NOT_A_MAPPING, "the file has no fields", line=1, hint=FIELDS)
    return tree, lines


def _parsed(text: str) -> Parsed:
    from backoffice.formats.yaml_text import parse

    return parse(text)


class _Places:
    """The places of all fields in a file, found in a second reading when one of them is first asked for."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text

    @cached_property
    def _root(self) -> Node | None:
        from backoffice.formats.yaml_text import outline

        layout = layout_of(self._path, self._text)
        return outline(self._text[layout.start : layout.end])

    def find(self, entry: FieldPath, field: FieldPath, *, name: bool = False) -> Location:
        """Return the place of a field of the document that is found at ``entry``."""
        if self._root is None:
            return Location(self._path, 1)
        return Location(self._path, *place_of(self._root, (*entry, *field), name=name))
