"""`schema`: the fields of every kind, as JSON Schema for editors and other programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.cli.verbs import verb
from backoffice.core.errors import RefusedError
from backoffice.core.fields import fields_of
from backoffice.core.kind import Kind
from backoffice.core.report import Column, Report, Table
from backoffice.kinds import KINDS, kind_of, kinds

NOUNS = [name.replace("_", "-") for name in KINDS]


@verb(
    "schema",
    examples=[
        "backoffice schema",
        "backoffice schema client",
        "backoffice schema client --format json",
        "backoffice schema --write .schema",
    ],
)
@click.argument("noun", required=False)
@click.option(
    "--write",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the schemas of all kinds there.",
)
@options.form()
@click.pass_obj
def schema(session: Session, noun: str | None, write: Path | None) -> None:
    """Show the kinds of records, or the fields of one; --format json gives its JSON Schema."""
    if write:
        written = _written(write)
        output.result(session, written, {"paths": written})
    elif noun is None:
        rows = [(kind.noun, kind.paths[0], kind.help) for kind in kinds()]
        columns = (Column("noun"), Column("path"), Column("help"))
        output.answer(session, Report("schema", "", (Table("kinds", columns, rows),)))
    else:
        _fields(session, kind_of(named("kind", NOUNS, noun, "backoffice schema")))


def _fields(session: Session, kind: Kind) -> None:
    if session.form == "json":
        from backoffice.core.jsonschema import schema_of

        output.envelope(session, {"data": schema_of(kind.record, many=bool(kind.key))})
        return
    rows = [(each.name, "yes" if each.required else "", each.help) for each in fields_of(kind.record)]
    columns = (Column("field"), Column("required"), Column("help"))
    table = Table("fields", columns, rows)
    output.shown(session, Report("schema", kind.noun, (table,), scope=" or ".join(kind.paths)))


def files() -> dict[str, str]:
    """Return the JSON Schema of every kind as text, by the name of its file."""
    from backoffice.core.jsonschema import schema_of

    return {
        f"{kind.noun}.json": json.dumps(schema_of(kind.record, many=bool(kind.key)), indent=2, ensure_ascii=False)
        + "\n"
        for kind in kinds()
    }


def _written(folder: Path) -> list[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files().items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise RefusedError(f"{folder} cannot be written: {error.strerror}") from None
    return [str(folder / name) for name in files()]
