"""`export`: the books and the records in the formats of others; the data outlives the tool."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.cli.outside import STANDARD, save
from backoffice.cli.verbs import Helpful, Verb, verb
from backoffice.core.errors import RefusedError, UsageError
from backoffice.kinds import KINDS, kind_of, kinds

_file = click.option(
    "-o",
    "--output",
    "to",
    type=click.Path(allow_dash=True, path_type=Path),
    callback=lambda _, __, to: None if to == STANDARD else to,
    metavar="FILE",
    help="Where to write it; else, or for -, standard output.",
)


def journal(name: str, text: str) -> Verb:
    """Return the command that exports the ledger for a program of plain-text accounting."""

    @verb(name, examples=[f"backoffice export {name} -o books.{name}", f"backoffice export {name} --as-of 2026-03-31"])
    @options.as_of
    @_file
    @click.pass_obj
    def exported(session: Session, to: Path | None) -> int:
        return _written(session, _journal(name, session, session.as_of_day), to)

    exported.help = text
    return exported


def _journal(name: str, session: Session, as_of: dt.date | None) -> Iterator[str]:
    if name == "hledger":
        from backoffice.formats.hledger import journal as lines
    else:
        from backoffice.formats.beancount import ledger as lines
    return lines(session.books, as_of=as_of)


@verb(
    "csv",
    examples=["backoffice export csv invoice -o invoices.csv", "backoffice export csv -o folder/"],
    short="Export records as CSV.",
)
@click.argument("noun", required=False)
@_file
@click.pass_obj
def as_csv(session: Session, noun: str | None, to: Path | None) -> int:
    """Export all records of a kind as CSV; of every kind, a file each, with -o FOLDER."""
    from backoffice.formats.tables import rows
    from backoffice.render.to_csv import lines

    if noun:
        kind = kind_of(named("kind", [name.replace("_", "-") for name in KINDS], noun))
        return _written(session, lines(rows(session.books, kind)), to)
    if to is None:
        raise UsageError(
            "which records? name a kind, or a folder for all of them", hint="backoffice export csv -o FOLDER"
        )
    for kind in kinds():
        _save(lines(rows(session.books, kind)), to / f"{kind.plural}.csv")
    return output.below(session, output.Unread.of(session.books))


@verb("json", examples=["backoffice export json -o books.json", "backoffice export json | jq '.data.client[].name'"])
@_file
@click.pass_obj
def as_json(session: Session, to: Path | None) -> int:
    """Export all records of all kinds as one JSON document."""
    from backoffice.formats.tables import trees
    from backoffice.render.to_json import stream

    unread = output.Unread.of(session.books)
    document = output.enveloped(session, {"data": trees(session.books)}, unread.errors)
    return _written(session, chain(stream(document), "\n"), to)


export = Helpful(
    "export",
    help="Export the ledger or the records, to standard output or a file.",
    commands=[
        journal("hledger", "Export the ledger as a journal for hledger (and ledger)."),
        journal("beancount", "Export the ledger as a file for beancount."),
        as_csv,
        as_json,
    ],
    no_args_is_help=True,
)


def _written(session: Session, pieces: Iterable[str], to: Path | None) -> int:
    if to is None:
        output.raw(pieces)
    else:
        _save(pieces, to)
    return output.below(session, output.Unread.of(session.books))


def _save(pieces: Iterable[str], file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusedError(f"{file} cannot be written: {error.strerror}") from None
    save(file, (piece.encode() for piece in pieces))
