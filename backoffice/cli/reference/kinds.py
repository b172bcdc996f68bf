"""One page for each kind of record: where its files are, an example, every field, the list, what can be wrong."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

from backoffice.cli.reference.markdown import code, fenced, page, plain, table
from backoffice.cli.reference.types import default_of, name_of, parts_of, type_of
from backoffice.core.fields import fields_of
from backoffice.core.hints import Any
from backoffice.core.kind import Kind
from backoffice.kinds import kinds


def pages() -> Mapping[str, str]:
    """Return a page for each kind."""
    return {f"kinds/{kind.noun}.md": "\n".join(_sections(kind)) for kind in kinds()}


def _sections(kind: Kind) -> Iterator[str]:
    yield page(kind.noun.capitalize(), plain(kind.help), plain(_doc(kind.record)))
    yield page("## Files", *_places(kind))
    if kind.example:
        language = "markdown" if kind.example.startswith("---") else "yaml"
        yield page("## Example", fenced(kind.example, language))
    yield page("## Fields", _fields(kind.record))
    for part in parts_of(kind.record):
        yield page(f"### {name_of(part).capitalize()}", plain(_doc(part)), _fields(part))
    yield page("## List", f"`backoffice {kind.noun} list` shows:", _columns(kind), _flags(kind))
    if kind.faults:
        yield page("## What can be wrong", *_faults(kind))


def _doc(declared: type[Any]) -> str:
    return inspect.cleandoc(declared.__doc__ or "")


def _places(kind: Kind) -> Iterator[str]:
    yield table(("path",), [(code(path),) for path in kind.paths])
    if any("{id}" in path for path in kind.paths):
        yield f"`{{id}}` matches `{kind.id_pattern}`; it is the record's id, and never a field."


def _fields(declared: type[Any]) -> str:
    rows = [
        (code(field.name), type_of(field), default_of(field), plain(field.help).replace("\n", " "))
        for field in fields_of(declared)
    ]
    return table(("field", "type", "default", "meaning"), rows)


def _columns(kind: Kind) -> str:
    rows = [
        (each.column.heading, code(each.name), code(f"--{each.name.replace('_', '-')}") if each.filter else "")
        for each in kind.columns
    ]
    return table(("column", "in JSON and CSV", "filter"), rows)


def _flags(kind: Kind) -> str:
    return table(("option", "keeps"), [(code(f"--{flag.name}"), plain(flag.help)) for flag in kind.flags])


def _faults(kind: Kind) -> Iterator[str]:
    yield "\n".join(f"- [{fault.code}](../faults.md#{fault.code}): {plain(fault.explain)}" for fault in kind.faults)
    yield "Beside what is wrong with any file; see [all faults](../faults.md)."
