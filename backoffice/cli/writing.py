"""`NOUN new`: a record from what is given, asked for, and left as comments to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from backoffice.cli import options, prompts
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.filling import answered, put, wanted
from backoffice.cli.naming import named
from backoffice.cli.records import put_beside, require_not_broken, shown_path
from backoffice.cli.verbs import Verb
from backoffice.core.change import AddFile, Plan
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document, FieldPath, Tree
from backoffice.core.errors import MissingError, RefusedError, UsageError
from backoffice.core.fields import fields_of
from backoffice.core.kind import Kind
from backoffice.core.record import Record
from backoffice.core.schema import read, spelled

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
    required = [f"{spelled(each.path)}=…" for each in wanted(kind.record, {})]
    examples = [f"backoffice {kind.noun} new {name}"]
    if len(required) <= _FEW:
        examples.append(f"{examples[0]} {_set(required)}".rstrip())
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
        answered(session, kind, fields)
    fields = _resolved(session, kind, fields)
    record, path = _valid(session, kind, identity, fields, notes)
    named = record.title if identity in record.title else f"{identity}: {record.title}"
    content = _text(kind, path, fields, notes, comments=comments)
    plan = Plan(f"Add {record.noun} {named}", (AddFile(path, content),))
    said = [plan.summary.replace("Add", "Added", 1), f"  {shown_path(session, path)}"]
    data = {"id": identity, "path": path}
    return carry_out(session, plan, dry_run=dry_run, said=said, data=data, beside=put_beside(session, kind, record))


def _set(assignments: Iterable[str]) -> str:
    """Return options as they are typed; zsh would look for files named by what is in brackets."""
    return " ".join(f"--set '{each}'" if "[" in each else f"--set {each}" for each in assignments)


_FEW = 8
"""More required fields than these nobody gives by options: such a record is what another command writes."""


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
            raise UsageError(
                f"--set {each} is not FIELD=VALUE", hint="--set name='Acme GmbH' --set 'lines[1].price=90'"
            )
        path: FieldPath = tuple(int(index) - 1 if index else word for word, index in _PART.findall(name.strip()))
        if value:
            put(root, path, value, each)
    return root


def _resolved(session: Session, kind: Kind, fields: dict[str, Tree]) -> dict[str, Tree]:
    """Write out the ids of other records that were given forgivingly.

    Raises:
        MissingError: when no record is meant, or several could be.
    """

    def whole(noun: str, given: str) -> str:
        try:
            return named(noun, session.books.ids(noun), given)
        except MissingError:
            require_not_broken(session, noun, given)
            raise

    found = dict(fields)
    for field in fields_of(kind.record):
        value = fields.get(field.name)
        if field.ref and isinstance(value, str):
            found[field.name] = whole(field.ref, value)
        elif field.ref and isinstance(value, dict):
            found[field.name] = {whole(field.ref, key): each for key, each in value.items()}
    return found


def _valid(session: Session, kind: Kind, identity: str, fields: dict[str, Tree], notes: str) -> tuple[Record, str]:
    """Return the record, and the path it is to have.

    Raises:
        RefusedError: with everything that is wrong with it, or when its id is taken.
    """
    if not kind.allows(identity):
        raise RefusedError(f"{identity!r} is no id: small letters, digits and dashes", hint="such as acme-website")
    if identity in session.books.ids(kind.noun):
        raise RefusedError(f"there is already a {kind.noun} {identity}", hint=f"backoffice {kind.noun} edit {identity}")
    place = kind.paths[-1].replace("{id}", identity).replace("{year}", _year(fields) or str(session.today.year))
    record, found = read(kind.record, identity, Document(Location(place), fields, notes))
    year = str(record.dated.year) if record and record.dated else ""
    path = kind.path_of(identity, **({"year": year} if year else {})) if record else place
    errors = [each for each in found if each.severity == "error"]
    if record is None or errors:
        missing = [spelled(each.path) for each in wanted(kind.record, fields)]
        missing = missing or [each.message.split()[0] for each in errors if each.code == "missing-field"]
        hint = _set(f"{each}=…" for each in missing)
        raise RefusedError(f"no {kind.noun} was written", hint=hint, diagnostics=found)
    return record, path


def _year(fields: dict[str, Tree]) -> str:
    """Return the year that a date begins with, where it is one."""
    written = str(fields.get("date", ""))[:4]
    return written if written.isascii() and written.isdigit() else ""


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
