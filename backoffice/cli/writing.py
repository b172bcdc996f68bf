"""`NOUN new`: a record from what is given, asked for, and left as comments to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import click

from backoffice.cli import options, prompts
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.cli.records import shown_path
from backoffice.cli.verbs import Verb
from backoffice.core.change import AddFile, Plan
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document, FieldPath, Tree
from backoffice.core.errors import RefusedError, UsageError
from backoffice.core.fields import fields_of, shape_of
from backoffice.core.kind import Kind
from backoffice.core.record import Record
from backoffice.core.schema import read

_PART = re.compile(r"([^.\[\]]+)|\[([1-9][0-9]{0,3})\]")
_FIELD = re.compile(r"[^.\[\]]+(\.[^.\[\]]+|\[[1-9][0-9]{0,3}\])*")


def new(kind: Kind) -> Verb:
    """Return the command that writes a new record of a kind."""

    @click.argument("identity", metavar="ID")
    @click.option(
        "--set", "given", multiple=True, metavar="FIELD=VALUE", help="A field; lines[1].price=90 for one inside."
    )
    @click.option("--notes", default="", metavar="TEXT", help="Free text below the fields.")
    @options.dry_run
    @options.form("plain", "json")
    @click.pass_obj
    def made(session: Session, identity: str, given: tuple[str, ...], notes: str, dry_run: bool) -> int:
        return added(session, kind, identity, tree_of(given), notes, dry_run=dry_run)

    made.__doc__ = f"Write a new {kind.noun}: from --set, from your answers, the rest as comments to fill in."
    name = _example(kind)
    required = " ".join(f"--set {field.name}=…" for field in fields_of(kind.record) if field.required)
    examples = [f"backoffice {kind.noun} new {name}", f"backoffice {kind.noun} new {name} {required}".rstrip()]
    return click.command("new", cls=Verb, examples=examples)(made)


def added(
    session: Session,
    kind: Kind,
    identity: str,
    fields: dict[str, Tree],
    notes: str,
    *,
    dry_run: bool,
    comments: bool = True,
) -> int:
    """Write a new record, its required fields asked for where somebody is there; ``comments``: name the others.

    Raises:
        RefusedError: with everything that is wrong with it, or when its id is taken.
    """
    if prompts.present():
        fields |= _asked(kind, fields)
    fields = _resolved(session, kind, fields)
    record, path = _valid(session, kind, identity, fields, notes)
    named = record.title if identity in record.title else f"{identity}: {record.title}"
    content = _text(kind, path, fields, notes, comments=comments)
    plan = Plan(f"Add {record.noun} {named}", (AddFile(path, content),))
    said = [plan.summary.replace("Add", "Added", 1), f"  {shown_path(session, path)}"]
    return carry_out(session, plan, dry_run=dry_run, said=said, data={"id": identity, "path": path})


def _example(kind: Kind) -> str:
    return "2026-11-20-acme" if any("{year}" in path for path in kind.paths[-1:]) else "acme"


def tree_of(given: Iterable[str]) -> dict[str, Tree]:
    """Return the tree that assignments such as ``lines[1].price=90`` describe; entries are counted from 1.

    A field without a value (``email=``) is left out.

    Raises:
        UsageError: when one is no assignment, or two contradict each other.
    """
    root: dict[str, Tree] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not _FIELD.fullmatch(name.strip()):
            raise UsageError(f"--set {each} is not FIELD=VALUE", hint="--set name='Acme GmbH' --set lines[1].price=90")
        path: FieldPath = tuple(int(index) - 1 if index else word for word, index in _PART.findall(name.strip()))
        if value:
            _put(root, path, value, each)
    return root


def _put(inside: Any, path: FieldPath, value: str, said: str) -> None:  # noqa: ANN401 - a group or a list
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
    _put(below, tuple(rest), value, said)


def _asked(kind: Kind, fields: dict[str, Tree]) -> dict[str, Tree]:
    """Ask for the required fields that are not given; a list of texts or parts is left to the editor."""
    answers: dict[str, Tree] = {}
    for name, help_text in _wanted(kind.record, fields):
        words = name.split(".")
        answer = prompts.asked(f"{name} ({help_text.rstrip('.')})")
        into: Any = answers if len(words) == 1 else answers.setdefault(words[0], dict(fields.get(words[0]) or {}))  # type: ignore[arg-type]
        into[words[-1]] = answer
    return answers


def _resolved(session: Session, kind: Kind, fields: dict[str, Tree]) -> dict[str, Tree]:
    """Write out the ids of other records that were given forgivingly.

    Raises:
        MissingError: when no record is meant, or several could be.
    """

    def whole(noun: str, given: str) -> str:
        return named(noun, session.books.ids(noun), given)

    found = dict(fields)
    for field in fields_of(kind.record):
        value = fields.get(field.name)
        if field.ref and isinstance(value, str):
            found[field.name] = whole(field.ref, value)
        elif field.ref and isinstance(value, dict):
            found[field.name] = {whole(field.ref, key): each for key, each in value.items()}
    return found


def _wanted(record: type[Record], fields: dict[str, Tree]) -> Iterator[tuple[str, str]]:
    for field in fields_of(record):
        shape = shape_of(field.hint)
        given = fields.get(field.name)
        if shape.form == "part" and field.required:
            known = given if isinstance(given, dict) else {}
            yield from (
                (f"{field.name}.{inner.name}", inner.help)
                for inner in fields_of(shape.of)
                if inner.required and inner.name not in known
            )
        elif field.required and given is None and shape.form in {"scalar", "text", "choice"}:
            yield field.name, field.help


def _valid(session: Session, kind: Kind, identity: str, fields: dict[str, Tree], notes: str) -> tuple[Record, str]:
    """Return the record, and the path it is to have.

    Raises:
        RefusedError: with everything that is wrong with it, or when its id is taken.
    """
    if not kind.allows(identity):
        raise RefusedError(f"{identity!r} is no id: small letters, digits and dashes", hint="such as acme-website")
    if identity in session.books.ids(kind.noun):
        raise RefusedError(f"there is already a {kind.noun} {identity}", hint=f"backoffice {kind.noun} edit {identity}")
    place = kind.paths[-1].replace("{id}", identity)
    record, found = read(kind.record, identity, Document(Location(place), fields, notes))
    year = str(record.dated.year) if record and record.dated else ""
    path = kind.path_of(identity, **({"year": year} if year else {})) if record else place
    errors = [each for each in found if each.severity == "error"]
    if record is None or errors:
        hint = " ".join(f"--set {each.message.split()[0]}=…" for each in errors if each.code == "missing-field")
        raise RefusedError(f"no {kind.noun} was written", hint=hint, diagnostics=found)
    return record, path


def _text(kind: Kind, path: str, fields: dict[str, Tree], notes: str, *, comments: bool) -> bytes:
    """Return the file: the fields, then, as comments, the other fields there are."""
    from backoffice.formats.write import new_file

    text = new_file(path, fields, notes if path.endswith(".md") else "")
    lines = "".join(f"# {line}\n" for line in _comments(kind, fields)) if comments else ""
    if not path.endswith(".md"):
        return f"{text}{lines}".encode()
    head, rule, rest = text.partition("\n---\n")
    return f"{head}\n{lines}---\n{rest}".encode() if rule else text.encode()


def _comments(kind: Kind, fields: dict[str, Tree]) -> Iterator[str]:
    for field in fields_of(kind.record):
        if field.name not in fields and "never by hand" not in field.help:
            yield f"{field.name}:  # {field.help}"
