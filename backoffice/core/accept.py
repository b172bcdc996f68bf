"""What a tree must be to become a record: every value taken as its declaration says, everything wrong at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from backoffice.core.document import FieldPath, Tree
from backoffice.core.errors import ValueTextError
from backoffice.core.fields import Shape, fields_of, shape_of
from backoffice.core.hints import Any, TypeVar
from backoffice.core.named import NamedTuple
from backoffice.core.remember import remembered
from backoffice.core.scalar import Scalar

T = TypeVar("T")

MANY = 4096
"""Texts of one field that are parsed only once when many files are read: dates, rates, tax numbers."""


class Wrong(NamedTuple):
    """Something that stands in the way of a value.

    Attributes:
        path: The field.
        expected: What should be there; empty where the field is missing or unknown.
        given: What is there.
        known: Names of the fields that might be there, where this one is unknown.
        name: Whether the name of the field is wrong, not its value.
    """

    path: FieldPath
    expected: str = ""
    given: Tree = None
    known: tuple[str, ...] = ()
    name: bool = False


Taker = Callable[[Tree, FieldPath, list[Wrong]], Any]
"""Returns the value that a tree at a path states; adds to the list what is wrong with it."""


class _Mould(NamedTuple):
    """How a class takes its fields: the values it has by itself, those that must be given, and all takers by name."""

    defaults: Mapping[str, Any]
    required: tuple[str, ...]
    takers: Mapping[str, Taker]


def accepted(declared: type[T], fields: Mapping[str, Tree], path: FieldPath, wrong: list[Wrong]) -> T:
    """Return an object as its constructor would make it; it means something only if ``wrong`` gets no longer.

    A known field that is left empty (``due:``) is as good as not there.
    """
    mould = _mould(declared)
    made = object.__new__(declared)
    values = made.__dict__
    values.update(mould.defaults)
    for name, given in fields.items():
        taker = mould.takers.get(name)
        if taker is None:
            wrong.append(Wrong((*path, name), known=tuple(mould.takers), name=True))
        elif given is not None:
            values[name] = taker(given, (*path, name), wrong)
    wrong.extend(Wrong((*path, name)) for name in mould.required if name not in values)
    return made


@remembered
def _mould(declared: type[Any]) -> _Mould:
    fields = fields_of(declared)
    return _Mould(
        {field.name: field.default for field in fields if not field.required},
        tuple(field.name for field in fields if field.required),
        {field.name: _taker(shape_of(field.hint)) for field in fields},
    )


def _taker(shape: Shape) -> Taker:
    if shape.scalar:
        return _scalar(shape.scalar)
    return {"text": _text, "choice": _choice, "list": _list, "map": _map, "part": _part}[shape.form](shape)


def _scalar(scalar: Scalar) -> Taker:
    parse = lru_cache(MANY)(scalar.parse)

    def take(given: Tree, path: FieldPath, wrong: list[Wrong]) -> object:
        if given.__class__ is not str:
            wrong.append(Wrong(path, "a single value, not a list or a group of fields", given))
            return None
        try:
            return parse(given)
        except ValueTextError as error:
            wrong.append(Wrong(path, str(error), given))
            return None

    return take


def _text(_: Shape) -> Taker:
    def take(given: Tree, path: FieldPath, wrong: list[Wrong]) -> object:
        if given.__class__ is not str:
            wrong.append(Wrong(path, "a single text, not a list or a group of fields", given))
        return given

    return take


def _choice(shape: Shape) -> Taker:
    *others, last = shape.of
    expected = f"one of {', '.join(others)} or {last}" if others else last

    def take(given: Tree, path: FieldPath, wrong: list[Wrong]) -> object:
        if given not in shape.of:
            wrong.append(Wrong(path, expected, given))
        return given

    return take


def _list(shape: Shape) -> Taker:
    inner = _taker(shape_of(shape.of))

    def take(given: Tree, path: FieldPath, wrong: list[Wrong]) -> object:
        if not isinstance(given, list):
            wrong.append(Wrong(path, "a list", given))
            return ()
        return tuple([inner(value, (*path, at), wrong) for at, value in enumerate(given)])

    return take


def _map(shape: Shape) -> Taker:
    inner, key = _taker(shape_of(shape.of)), _taker(shape_of(shape.key))

    def take(given: Tree, path: FieldPath, wrong: list[Wrong]) -> object:
        if not isinstance(given, dict):
            wrong.append(Wrong(path, "a group of fields", given))
            return {}
        odd: list[Wrong] = []
        values = {key(name, (*path, name), odd): inner(value, (*path, name), wrong) for name, value in given.items()}
        wrong.extend(each._replace(name=True) for each in odd)
        return values

    return take


def _part(shape: Shape) -> Taker:
    def take(given: Tree, path: FieldPath, wrong: list[Wrong]) -> object:
        if not isinstance(given, dict):
            wrong.append(Wrong(path, "a group of fields", given))
            return None
        return accepted(shape.of, given, path, wrong)

    return take
