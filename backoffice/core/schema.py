"""From a document to a record: validation by pydantic, every problem at once, each with its place.

Two ways lead to the same record. ``read`` validates text nobody has looked at yet. ``thaw`` (in its own module)
rebuilds a record from a tree that ``read`` has already accepted, without importing pydantic.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Document, FieldPath, Tree
from backoffice.core.errors import ValueTextError
from backoffice.core.fields import Shape, fields_of, shape_of, shapes_of
from backoffice.core.record import Record
from backoffice.core.remember import remembered

UNKNOWN_FIELD = Fault(
    "unknown-field",
    "The file has a field that its kind does not have, most often a slip of the pen. Nothing reads it, so what it says "
    "would be silently without effect. Correct its name, or move the text below the front matter.",
)
MISSING_FIELD = Fault("missing-field", "A field without which the record means nothing is not there, or is empty.")
BAD_VALUE = Fault(
    "bad-value",
    "The text of a field cannot be read as what the field holds: a date, an amount, one of a few words. Text is never "
    "guessed at: dates are YYYY-MM-DD, amounts have a point before the cents and no thousands separator.",
)
FAULTS = (UNKNOWN_FIELD, MISSING_FIELD, BAD_VALUE)


def known_fields(record: type[Record]) -> list[str]:
    """Return the names of the fields that a file of this kind may have."""
    return [field.name for field in fields_of(record)]


def pruned(record: type[Record], document: Document) -> dict[str, Tree]:
    """Return the document's fields without the known ones that are left empty (``due:``), also inside its parts."""
    return _pruned(record, document.fields)


def _pruned(declared: type[Any], fields: Mapping[str, Tree]) -> dict[str, Tree]:
    shapes = shapes_of(declared)
    return {
        name: value if isinstance(value, str) or name not in shapes else _full(shapes[name], value)
        for name, value in fields.items()
        if value is not None or name not in shapes
    }


def _full(shape: Shape, tree: Tree) -> Tree:
    if isinstance(tree, dict) and shape.form == "part":
        return dict(_pruned(shape.of, tree))
    if isinstance(tree, dict) and shape.form == "map":
        inner = shape_of(shape.of)
        return {name: _full(inner, value) for name, value in tree.items()}
    if isinstance(tree, list) and shape.form == "list":
        inner = shape_of(shape.of)
        return [_full(inner, value) for value in tree]
    return tree


def read(
    record: type[Record],
    identity: str | Callable[[Any], str],
    document: Document,
    tree: Mapping[str, Tree] | None = None,
) -> tuple[Record | None, tuple[Diagnostic, ...]]:
    """Return the record that ``document`` states, or None and every reason why it states none.

    ``identity`` is its id, or what makes the id of what is stated. What only the record itself can judge
    (``Record.check``) is among the diagnostics, and may come beside a record. ``tree`` saves time where the document is
    ``pruned`` already.
    """
    from pydantic import ValidationError

    given = {"id": identity if isinstance(identity, str) else "", "where": document.where, "notes": document.body}
    clashing = [_unknown(record, document, name) for name in given if name in document.fields]
    try:
        made = validator(record).validate_python({**(tree or pruned(record, document)), **given})
    except ValidationError as invalid:
        return None, (*clashing, *_located(record, document, invalid.errors(include_url=False)))
    if not isinstance(identity, str):
        vars(made)["id"] = identity(made)
    return (None, tuple(clashing)) if clashing else (made, tuple(_placed(document, each) for each in made.check()))


def _placed(document: Document, found: Diagnostic) -> Diagnostic:
    """Return a finding of the record's own check, at the field that it is about."""
    return found._replace(where=document.at(found.about), about=()) if found.about else found


@remembered
def validator(record: type[Record]) -> Any:  # noqa: ANN401 - pydantic is not imported until this runs
    """Return the pydantic ``TypeAdapter`` of a record class, built once."""
    from pydantic import TypeAdapter

    return TypeAdapter(record)


def _located(record: type[Record], document: Document, errors: list[Any]) -> Iterator[Diagnostic]:
    for error in errors:
        path: FieldPath = tuple(part for part in error["loc"] if part != "[key]")
        where, name = document.at(path, name=error["loc"][-1] == "[key]"), spelled(path)
        if error["type"] == "unexpected_keyword_argument":
            yield _unknown(record, document, name, path)
        elif error["type"] == "missing":
            yield MISSING_FIELD.at(where, f"{name} is missing")
        else:
            yield BAD_VALUE.at(where, f"{name} should be {_expected(error)}", hint=_written(error["input"]))


def _unknown(record: type[Record], document: Document, name: str, path: FieldPath = ()) -> Diagnostic:
    known = _known_below(record, path)
    near = difflib.get_close_matches(str(path[-1] if path else name), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"fields here are {', '.join(known)}"
    return UNKNOWN_FIELD.at(document.at(path or (name,), name=True), f"unknown field {name}", hint=hint)


def _known_below(record: type[Any], path: FieldPath) -> list[str]:
    shape = Shape("part", record)
    for part in path[:-1]:
        shape = shapes_of(shape.of)[str(part)] if shape.form == "part" else shape_of(shape.of)
    return [field.name for field in fields_of(shape.of)]


def _expected(error: Any) -> str:  # noqa: ANN401
    cause = error.get("ctx", {})
    if isinstance(cause.get("error"), ValueTextError):
        return str(cause["error"])
    if error["type"] == "literal_error":
        return f"one of {cause['expected']}".replace("'", "")
    return {
        "string_type": "a single text, not a list or a group of fields",
        "tuple_type": "a list",
        "dict_type": "a group of fields",
        "dataclass_type": "a group of fields",
    }.get(error["type"], str(error["msg"]))


def _written(value: object) -> str:
    if value is None:
        return "it is empty"
    return f"it says {value!r}" if isinstance(value, str) else ""


def spelled(path: FieldPath) -> str:
    """Return a field's path as people write it, ``lines[2].price`` (entries counted from 1)."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
