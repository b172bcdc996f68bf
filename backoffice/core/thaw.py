"""Rebuilding a record from a tree that has been validated before; no validation, no pydantic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from backoffice.core.diagnostic import Location
from backoffice.core.document import Tree
from backoffice.core.fields import Shape, fields_of, shape_of
from backoffice.core.record import Record
from backoffice.core.remember import remembered

R = TypeVar("R", bound=Record)
Maker = Callable[[Any], Any]


def thaw(record: type[R], identity: str, where: Location, fields: Mapping[str, Tree], notes: str = "") -> R:
    """Return the record whose pruned, valid tree is ``fields``."""
    makers = _makers(record)
    values = {name: makers[name](value) for name, value in fields.items()}
    return record(id=identity, where=where, notes=notes, **values)


@remembered
def _makers(declared: type[Any]) -> dict[str, Maker]:
    return {field.name: _maker(shape_of(field.hint)) for field in fields_of(declared)}


def _maker(shape: Shape) -> Maker:
    if shape.scalar:
        return shape.scalar.restore
    if shape.form == "list":
        each = _maker(shape_of(shape.of))
        return lambda values: tuple(each(value) for value in values)
    if shape.form == "map":
        inner = _maker(shape_of(shape.of))
        return lambda values: {key: inner(value) for key, value in values.items()}
    if shape.form == "part":
        return lambda values: _part(shape.of, values)
    return lambda value: value


def _part(declared: type[Any], values: Mapping[str, Tree]) -> object:
    makers = _makers(declared)
    return declared(**{name: makers[name](value) for name, value in values.items()})
