"""What a new record cannot do without: which fields these are, and asking a person for them, each until it is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backoffice.cli import output, prompts
from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.core.accept import Wrong, accepted
from backoffice.core.document import FieldPath, Tree
from backoffice.core.errors import MissingError, UsageError
from backoffice.core.fields import Field, fields_of, shape_of
from backoffice.core.hints import Any
from backoffice.core.kind import Kind
from backoffice.core.named import NamedTuple
from backoffice.core.schema import spelled
from backoffice.kinds import KINDS


class Missing(NamedTuple):
    """A field that has to be given: where it is, how it is declared, and the class that declares it."""

    path: FieldPath
    field: Field
    declared: type[Any]


def wanted(declared: type[Any], given: Mapping[str, Tree], path: FieldPath = ()) -> Iterator[Missing]:
    """Yield the required fields that are not given; of a list that is not, those of its first entry."""
    for field in fields_of(declared):
        shape, there = shape_of(field.hint), given.get(field.name)
        here = (*path, field.name)
        if not field.required:
            continue
        if shape.form == "part":
            yield from wanted(shape.of, there if isinstance(there, dict) else {}, here)
        elif there is None and shape.form == "list" and (inner := shape_of(shape.of)).form == "part":
            yield from wanted(inner.of, {}, (*here, 0))
        elif there is None:
            yield Missing(here, field, declared)


def answered(session: Session, kind: Kind, fields: dict[str, Tree]) -> None:
    """Ask for the required fields that are not given; an answer that cannot be right is asked for again."""
    for each in list(wanted(kind.record, fields)):
        if shape_of(each.field.hint).form in {"scalar", "text", "choice"}:
            put(fields, each.path, _answer(session, each))


def _answer(session: Session, missing: Missing) -> str:
    while True:
        answer = prompts.asked(f"{spelled(missing.path)} ({missing.field.help.rstrip('.')})")
        try:
            return _sound(session, missing, answer)
        except (MissingError, UsageError) as error:
            output.complain(f"  {error.message}", *([f"  {error.hint}"] if error.hint else []))


def _sound(session: Session, missing: Missing, answer: str) -> str:
    """Return an answer, the id it means where it names a record.

    Raises:
        MissingError: when there is no such record, or several could be meant.
        UsageError: when it cannot be what the field holds.
    """
    field = missing.field
    if not answer:
        raise UsageError("this is needed; Ctrl-C gives up")
    if field.ref and field.ref in KINDS:
        return named(field.ref, session.books.ids(field.ref), answer)
    if expected := expected_of(missing.declared, field.name, answer):
        raise UsageError(f"this should be {expected}")
    return answer


def expected_of(declared: type[Any], field: str, answer: str) -> str:
    """Return what a field of a record or a part should be; empty where the answer is that."""
    wrong: list[Wrong] = []
    accepted(declared, {field: answer}, (), wrong)
    return next((each.expected for each in wrong if each.expected and each.path[0] == field), "")


def put(inside: Any, path: FieldPath, value: str, said: str = "") -> None:  # noqa: ANN401 - a group or a list
    """Put a value where a path leads, into groups and lists that are made on the way.

    Raises:
        UsageError: when something else is there already, which ``said`` contradicts.
    """
    here, *rest = path
    if isinstance(here, int):
        if not isinstance(inside, list) or here > len(inside):
            raise UsageError(f"--set {said}: entries are counted from 1, without gaps")
        if here == len(inside):
            inside.append(None)
    elif not isinstance(inside, dict):
        raise UsageError(f"--set {said} contradicts another --set")
    if not rest:
        inside[here] = value
        return
    below = inside.get(here) if isinstance(inside, dict) else inside[here]
    if below is None:
        below = inside[here] = [] if isinstance(rest[0], int) else {}
    put(below, tuple(rest), value, said)
