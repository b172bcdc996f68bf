"""From a document to a record: every problem at once, each with its place.

Two ways lead to the same record. ``read`` takes text nobody has looked at yet. ``thaw`` (in its own module) rebuilds a
record from a tree that ``read`` has already accepted, and looks at nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from backoffice.core.accept import Wrong, accepted
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Document, FieldPath, Tree
from backoffice.core.exact import TOO_FINE
from backoffice.core.fields import Shape, shape_of, shapes_of
from backoffice.core.hints import Any, TypeVar
from backoffice.core.record import Record

R = TypeVar("R", bound=Record)

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
FAULTS = (UNKNOWN_FIELD, MISSING_FIELD, BAD_VALUE, TOO_FINE)


def pruned(record: type[Record], document: Document) -> Mapping[str, Tree]:
    """Return the document's fields without the known ones that are left empty (``due:``), also inside its parts."""
    return _pruned(record, document.fields) if _has_empty(document.fields.values()) else document.fields


def _has_empty(trees: Iterable[Tree]) -> bool:
    for each in trees:
        if each is None:
            return True
        if each.__class__ is not str and _has_empty(each.values() if isinstance(each, dict) else each):
            return True
    return False


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
    record: type[R], identity: str | Callable[[Any], str], document: Document
) -> tuple[R | None, tuple[Diagnostic, ...]]:
    """Return the record that ``document`` states, or None and every reason why it states none, by place.

    ``identity`` is its id, or what makes the id of what is stated. What only the record itself can judge
    (``Record.check``) is among the diagnostics, and may come beside a record.
    """
    wrong: list[Wrong] = []
    made = accepted(record, document.fields, (), wrong)
    if wrong:
        return None, tuple(sorted((_located(document, each) for each in wrong), key=lambda each: each.where))
    made.__dict__.update(where=document.where, notes=document.body)
    made.__dict__["id"] = identity if isinstance(identity, str) else identity(made)
    found = (*made.check_seal(document.fields), *made.check())
    return made, tuple([_placed(document, each) for each in found])


def _placed(document: Document, found: Diagnostic) -> Diagnostic:
    """Return a finding of the record's own check, at the field that it is about."""
    return found._replace(where=document.at(found.about), about=()) if found.about else found


def _located(document: Document, wrong: Wrong) -> Diagnostic:
    where, name = document.at(wrong.path, name=wrong.name), spelled(wrong.path)
    if wrong.known:
        last = str(wrong.path[-1])
        hint = _COMMA if last.isdigit() else _near(last, wrong.known)
        return UNKNOWN_FIELD.at(where, f"unknown field {name}", hint=hint)
    if not wrong.expected:
        return MISSING_FIELD.at(where, f"{name} is missing")
    return BAD_VALUE.at(where, f"{name} should be {wrong.expected}", hint=_written(wrong.given))


_COMMA = "a comma begins the next field here; the cents of an amount come after a point"


def _near(name: str, known: tuple[str, ...]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"fields here are {', '.join(known)}"


def _written(given: Tree) -> str:
    if given is None:
        return "it is empty"
    return f"it says {given!r}" if isinstance(given, str) else ""


def spelled(path: FieldPath) -> str:
    """Return a field's path as people write it, ``lines[2].price`` (entries counted from 1)."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
