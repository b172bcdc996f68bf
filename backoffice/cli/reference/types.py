"""How the type of a field is told to people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backoffice.cli.reference.markdown import anchor, code
from backoffice.core.fields import Field, Shape, fields_of, shape_of
from backoffice.core.hints import Any
from backoffice.core.plain import tree_of
from backoffice.core.record import ANY
from backoffice.core.scalar import Scalar


def type_of(field: Field) -> str:
    """Return the type of a field in words, linked to what it is made of."""
    shape = shape_of(field.hint)
    if not field.ref or field.ref == ANY:
        return _words(shape)
    link = f"[{field.ref}]({field.ref}.md)"
    return f"group of: id of {_article(field.ref)} {link}, {_inner(shape)}" if shape.form == "map" else f"id of {link}"


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _words(shape: Shape) -> str:
    if shape.scalar:
        return f"[{shape.scalar.name}](../values.md#{anchor(shape.scalar.name)})"
    if shape.form == "choice":
        return " or ".join(code(word) for word in shape.of)
    if shape.form == "part":
        return f"[{name_of(shape.of)}](#{anchor(name_of(shape.of))})"
    if shape.form == "list":
        return f"list of {_inner(shape)}"
    return f"group of: name, {_inner(shape)}" if shape.form == "map" else "text"


def _inner(shape: Shape) -> str:
    return _words(shape_of(shape.of))


def name_of(part: type[Any]) -> str:
    """Return the class of a part in words: ``BankAccount``, bank account."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part.__name__).lower()


def default_of(field: Field) -> str:
    """Return ``required``, or the default where it says anything."""
    if field.required:
        return "**required**"
    default = tree_of(field.default)
    return code(default) if isinstance(default, str) and default else ""


def parts_of(declared: type[Any]) -> list[type[Any]]:
    """Return the parts that a record's fields lead to, each once, in the order of reading."""
    found: list[type[Any]] = []
    waiting = [declared]
    while waiting:
        for field in fields_of(waiting.pop(0)):
            shape = _innermost(shape_of(field.hint))
            if shape.form == "part" and shape.of not in found:
                found.append(shape.of)
                waiting.append(shape.of)
    return found


def scalars_of(declared: type[Any]) -> Iterator[Scalar]:
    """Yield the scalar types that occur in a record and its parts."""
    for part in (declared, *parts_of(declared)):
        for field in fields_of(part):
            if scalar := _innermost(shape_of(field.hint)).scalar:
                yield scalar


def _innermost(shape: Shape) -> Shape:
    while shape.form in {"list", "map"}:
        shape = shape_of(shape.of)
    return shape
