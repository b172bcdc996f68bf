"""Rebuilding a record from a tree that has been validated before; nothing is validated again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from backoffice.core.diagnostic import Location
from backoffice.core.document import Tree
from backoffice.core.fields import Shape, hint_of, shape_of
from backoffice.core.hints import Any, TypeVar
from backoffice.core.named import NamedTuple
from backoffice.core.part import LATER, defaults_of
from backoffice.core.record import Record
from backoffice.core.remember import remembered
from backoffice.core.scalar import as_written

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Maker = Callable[[Any], Any]


class _Makers(dict[str, Maker]):
    """What makes values of trees, by the field of a class; found out for each field that is asked for."""

    def __init__(self, declared: type[Any]) -> None:
        self.declared = declared

    def __missing__(self, name: str) -> Maker:
        """Find out what makes a field."""
        self[name] = made = _maker(shape_of(hint_of(self.declared, name)))
        return made


class _Mould(NamedTuple):
    """How objects of a class are made."""

    makers: _Makers
    defaults: Mapping[str, Any]


def thaw(record: type[R], identity: str, where: Location, fields: Mapping[str, Tree], notes: str = "") -> R:
    """Return the record whose pruned, valid tree is ``fields``; a value is made when it is first asked for.

    A list looks at five of an invoice's hundred values.
    """
    made = _made(record, fields)
    made.__dict__.update(id=identity, where=where, notes=notes)
    return made


def _made(declared: type[T], fields: Mapping[str, Tree]) -> T:
    made = object.__new__(declared)
    made.__dict__[LATER] = partial(_value, _mould(declared), fields)
    return made


def _value(mould: _Mould, fields: Mapping[str, Tree], name: str) -> Any:  # noqa: ANN401 - a field of any type
    """Return the value of one field.

    Raises:
        KeyError: there is no such field.
    """
    return mould.makers[name](fields[name]) if name in fields else mould.defaults[name]


@remembered
def _mould(declared: type[Any]) -> _Mould:
    return _Mould(_Makers(declared), defaults_of(declared))


def _maker(shape: Shape) -> Maker:
    if shape.scalar:
        return shape.scalar.restore
    if shape.form in {"list", "map"}:
        inner = _maker(shape_of(shape.of))
        if shape.form == "list":
            return lambda values: tuple(inner(value) for value in values)
        return lambda values: {key: inner(value) for key, value in values.items()}
    if shape.form == "part":
        return partial(_made, shape.of)
    return as_written
