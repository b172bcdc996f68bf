"""Values back to trees of text: the inverse of reading, for new fields and for JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from backoffice.core.document import Tree
from backoffice.core.fields import fields_of


def tree_of(value: Any) -> Tree:  # noqa: ANN401 - any field value
    """Return the text tree that reads back as ``value``; fields that hold their default are left out."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if dataclasses.is_dataclass(value) and "__str__" not in vars(type(value)):
        return _declared(value)
    if isinstance(value, Mapping):
        return {str(key): tree_of(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [tree_of(each) for each in value]
    return str(value)


def _declared(value: Any) -> dict[str, Tree]:  # noqa: ANN401
    given = ((each, getattr(value, each.name)) for each in fields_of(type(value)))
    return {
        field.name: tree_of(each)
        for field, each in given
        if each is not None and (field.required or each != field.default)
    }


def fields_tree(part: object) -> dict[str, Tree]:
    """Return the fields of a record or of a part of one as a tree."""
    return _declared(part)
