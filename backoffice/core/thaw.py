"""Rebuilding a record from a tree that has been validated before; nothing is validated again."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from backoffice.core.diagnostic import Location
from backoffice.core.document import Tree
from backoffice.core.fields import Shape, fields_of, shape_of
from backoffice.core.part import LATER
from backoffice.core.record import Record
from backoffice.core.remember import remembered
from backoffice.core.scalar import as_written

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Maker = Callable[[Any], Any]


class _Mould(NamedTuple):
    """How objects of a class are made: what makes values of trees, by field; the other fields are text as written."""

    makers: Mapping[str, Maker]
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
    if name not in fields:
        return mould.defaults[name]
    maker = mould.makers.get(name)
    return maker(fields[name]) if maker else fields[name]


@remembered
def _mould(declared: type[Any]) -> _Mould:
    fields = fields_of(declared)
    makers = {field.name: _maker(shape_of(field.hint)) for field in fields}
    return _Mould(
        {name: maker for name, maker in makers.items() if maker is not as_written},
        {field.name: field.default for field in fields if not field.required},
    )


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
