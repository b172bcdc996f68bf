"""Values back to trees of text: the inverse of reading, for new fields and for JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backoffice.core.document import Tree
from backoffice.core.fields import fields_of
from backoffice.core.hints import Any
from backoffice.core.part import Part
from backoffice.core.remember import remembered


def tree_of(value: Any) -> Tree:  # noqa: ANN401 - any field value
    """Return the text tree that reads back as ``value``; fields that hold their default are left out."""
    return _writer(type(value))(value)


@remembered
def _writer(declared: type[Any]) -> Callable[[Any], Tree]:
    """Return what writes values of a type, looked up once: trees of every invoice are made to check its digest."""
    if declared is type(None) or issubclass(declared, str):
        return lambda value: value
    if issubclass(declared, bool):
        return lambda value: "yes" if value else "no"
    if "__str__" in vars(declared):
        return str
    if issubclass(declared, Part):
        return _declared
    if issubclass(declared, Mapping):
        return lambda value: {str(key): tree_of(each) for key, each in value.items()}
    if issubclass(declared, (tuple, list)):
        return lambda value: [tree_of(each) for each in value]
    return str


def _declared(value: Any) -> dict[str, Tree]:  # noqa: ANN401
    tree: dict[str, Tree] = {}
    for name, required, default in _fields(type(value)):
        each = getattr(value, name)
        if each is default or each is None:
            continue
        if required or each != default:
            tree[name] = each if each.__class__ is str else _writer(type(each))(each)
    return tree


@remembered
def _fields(declared: type[Any]) -> tuple[tuple[str, bool, Any], ...]:
    return tuple((field.name, field.required, field.default) for field in fields_of(declared))


def fields_tree(part: object) -> dict[str, Tree]:
    """Return the fields of a record or of a part of one as a tree."""
    return _declared(part)
