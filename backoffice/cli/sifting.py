"""Filters of `find` as tests of texts in the index: what can be told of a record before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from backoffice.core.asked import Filter
from backoffice.core.fields import Shape, fields_of, shapes_of
from backoffice.core.kind import ANYTHING, Kind, Trace
from backoffice.core.scalar import as_written
from backoffice.core.words import words_of
from backoffice.kinds import KINDS
from backoffice.workspace.index.sieve import Look, Path, Test

OTHER_NAMES = {
    "expires": ("ends", "term_ends"),
    "from": ("sender", "supplier"),
    "class": ("retention",),
    "tag": ("tags",),
    "number": ("number", "id"),
}
"""Fields and columns that people call otherwise."""

_ELSEWHERE = frozenset({"is", "has", "id", *(name.replace("-", "_") for name in KINDS)})
"""Filters that are about more than the text of a field: states, ids, references."""


def test_of(kind: Kind, asked: Filter, compares: Callable[[Filter, object], bool]) -> Test | None:
    """Return the test that every record passes which a filter admits; None where only the record can tell."""
    if asked.name in _ELSEWHERE:
        return None
    found = [_look(source, lambda value: compares(asked, value)) for source in _sources(kind, asked.name)]
    looks = [look for look in found if look]
    return looks if looks and len(looks) == len(found) else None


def trace_of(kind: Kind, word: str) -> Trace | None:
    """Return what records of a kind have in common that are what ``is:`` asks for; None where none ever is."""
    for flag in kind.flags:
        if flag.name == word:
            return flag.trace
    for state, trace in kind.states.items():
        if words_of(state) == words_of(word):
            return trace
    return ANYTHING if not kind.states and any(column.name == "state" for column in kind.columns) else None


def states_of(kind: Kind) -> tuple[str, ...]:
    """Return the words that ``is:`` understands of a kind."""
    return (*(flag.name for flag in kind.flags), *kind.states)


def traced(trace: Trace) -> Test:
    """Return the test of a text that a trace asks for."""
    return (Look(tuple(trace.place.split(".")), trace.passes),)


class _Source(NamedTuple):
    """Where a kind has what goes by a name, and what is there where nothing is written."""

    path: Path
    shape: Shape
    default: object = None


def _look(source: _Source | None, admits: Callable[[object], bool]) -> Look | None:
    if source is None or source.shape.form not in {"scalar", "text", "choice"}:
        return None
    restore, default = source.shape.scalar.restore if source.shape.scalar else as_written, source.default
    return Look(source.path, lambda text: admits(default if text is None else restore(text)))


def _sources(kind: Kind, name: str) -> Iterator[_Source | None]:
    """Yield where a kind has what goes by a name; None for what has to be computed."""
    fields = {each.name: each for each in fields_of(kind.record)}
    columns = {column.name: column for column in kind.columns}
    for each in (name, *OTHER_NAMES.get(name, ())):
        if each in fields:
            yield _Source((each,), shapes_of(kind.record)[each], fields[each].default)
        elif each in columns or each == "date":
            place = columns[each].place if each in columns else ""
            yield _placed(kind, tuple(place.split("."))) if place else None


def _placed(kind: Kind, path: Path) -> _Source:
    shape = Shape("part", kind.record)
    for name in path:
        shape = shapes_of(shape.of)[name]
    return _Source(path, shape)
