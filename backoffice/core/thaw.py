"""Rebuilding a record from a tree that has been validated before; no validation, no pydantic."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from backoffice.core.diagnostic import Location
from backoffice.core.document import Tree
from backoffice.core.fields import Shape, fields_of, shape_of
from backoffice.core.record import Record
from backoffice.core.remember import remembered
from backoffice.core.scalar import as_written

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Maker = Callable[[Any], Any]


class _Mould(NamedTuple):
    """How objects of a class are made: what every one begins with, and what makes values of text, by field."""

    defaults: Mapping[str, Any]
    makers: Mapping[str, Maker]


def thaw(record: type[R], identity: str, where: Location, fields: Mapping[str, Tree], notes: str = "") -> R:
    """Return the record whose pruned, valid tree is ``fields``."""
    made = _made(record, fields)
    made.__dict__.update(id=identity, where=where, notes=notes)
    return made


def _made(declared: type[T], fields: Mapping[str, Tree]) -> T:
    """Return an object as its constructor would make it; frozen dataclasses take three times as long."""
    mould = _mould(declared)
    made = object.__new__(declared)
    values = made.__dict__
    values.update(mould.defaults)
    values.update(fields)
    for name, maker in mould.makers.items():
        if name in fields:
            values[name] = maker(fields[name])
    return made


@remembered
def _mould(declared: type[Any]) -> _Mould:
    fields = fields_of(declared)
    makers = {field.name: _maker(shape_of(field.hint)) for field in fields}
    return _Mould(
        {field.name: field.default for field in fields if not field.required},
        {name: maker for name, maker in makers.items() if maker is not as_written},
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
