"""`document add`, `inbox`, `file`: papers and files come into the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from backoffice.cli import options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.cli.referring import refs_of
from backoffice.cli.values import DAY
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.change import Plan
from backoffice.core.errors import MissingError, RefusedError, UsageError
from backoffice.core.report import Column, Report, Table
from backoffice.kinds.document import Filed
from backoffice.kinds.filing import INBOX, Incoming, Said, document_of, file_document, file_from_inbox, inbox_of
from backoffice.workspace.hashing import facts_of

_MEGABYTE = 1_000_000
_LISTED = "backoffice document inbox"
_HEAD = 4096
_OF_ONE = ("name", "date", "serial")


def _about_it(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what is known of the files."""
    for option in reversed(
        (
            click.option("--about", multiple=True, metavar="RECORD", help="What it is about; may be repeated."),
            click.option("--name", metavar="TEXT", help="What it is; else the name of the file."),
            click.option("--from", "sender", metavar="TEXT", help="Who it is from."),
            click.option("--source", metavar="TEXT", help="How it came: post, mail, portal, scan."),
            click.option("--received", type=DAY, metavar="DATE", help="When it came; today unless you say otherwise."),
            click.option("--date", type=DAY, metavar="DATE", help="The date on it; else one its name begins with."),
            click.option("--serial", metavar="N", help="Number on the paper itself; next: the next free one."),
            click.option("--class", "retention", metavar="CLASS", help="How long to keep it: a retention class."),
            click.option("--respond-by", type=DAY, metavar="DATE", help="Last day for an answer to it."),
            click.option("--skip-known", is_flag=True, help="Leave out files that are in the archive already."),
        )
    ):
        function = option(function)
    return function


class Wanted(NamedTuple):
    """One file to be filed: where it comes from, what it is, and its path in the inbox if it lies there."""

    shown: str
    incoming: Incoming
    content: bytes
    inbox: str = ""


@verb(
    "add",
    examples=[
        "backoffice document add policy.pdf --about hanse-elektronik --from 'Hanse-Assekuranz' --class contract",
        "backoffice document add scans/*.pdf --source scan --skip-known",
        "backoffice document add ~/video/shooting.mov --outside",
    ],
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--outside", is_flag=True, help="Leave the file where it is; record only its path and hash.")
@_about_it
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def add(session: Session, /, files: tuple[Path, ...], outside: bool, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """File copies of files in the archive, each with a record of what it is; one file is never filed twice."""
    with session.workspace.locked():
        books = session.refresh()
        wanted = [_outside(session, file) if outside else _read(session, books, file) for file in files]
        return _filed(session, wanted, given, dry_run=dry_run)


@verb(
    "file",
    examples=[
        "backoffice document file notice.pdf --from Finanzamt --class books --respond-by 2026-12-21",
        "backoffice document file --all --source scan --dry-run",
    ],
)
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option("--all", "everything", is_flag=True, help="Everything that lies in the inbox.")
@_about_it
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def file(session: Session, /, names: tuple[str, ...], everything: bool, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """File what lies in inbox/; the file moves to its place in the archive, and stays there for good."""
    if bool(names) == everything:
        raise UsageError("say which files, or --all", hint="backoffice document inbox lists them")
    with session.workspace.locked():
        books = session.refresh()
        lying = inbox_of(books)
        wanted_names = [
            each.removeprefix("./").removeprefix(f"{INBOX}/") for each in names
        ]  # as a shell completes them
        chosen = (
            lying if everything else [f"{INBOX}/{named('file', _names(lying), each, _LISTED)}" for each in wanted_names]
        )
        if not chosen:
            raise MissingError("the inbox is empty", hint=f"put files into {INBOX}/, or use `document add FILE`")
        wanted = [_lying(session, books, path) for path in chosen]
        return _filed(session, wanted, given, dry_run=dry_run)


@verb("inbox", examples=["backoffice document inbox", "backoffice document inbox --format json"])
@options.form()
@click.pass_obj
def inbox(session: Session) -> int:
    """List what lies in inbox/ and waits to be filed."""
    books = session.books
    known = {each.sha256: each.id for each in books.all(Filed)}
    facts = [(path, books.file_facts(path)) for path in inbox_of(books)]
    rows = [(path.removeprefix(f"{INBOX}/"), fact.size, known.get(fact.sha256)) for path, fact in facts if fact]
    columns = (Column("file"), Column("size", "Bytes"), Column("filed_as", "In the archive already"))
    table = Table("inbox", columns, rows, empty="the inbox is empty")
    return output.answer(session, Report("inbox", "", (table,)))


def _names(paths: Sequence[str]) -> list[str]:
    return [path.removeprefix(f"{INBOX}/") for path in paths]


def _filed(session: Session, wanted: Sequence[Wanted], given: dict[str, Any], *, dry_run: bool) -> int:
    """File all of it as one commit."""
    books = session.books
    skip = given.pop("skip_known")
    alone = [name for name in _OF_ONE if given[name]]
    if alone and len(wanted) > 1:
        raise UsageError(f"--{alone[0]} is of one file only", hint="file them one by one")
    said = _said(session, given)
    archive = [each for each in books.all(Filed) if not each.disposed]
    known, taken = {each.sha256: each.ref for each in archive}, set(books.ids("document"))
    plan, documents = Plan(""), list[Filed]()
    for each in wanted:
        digest = each.incoming.facts.sha256
        if digest in known:
            if skip:
                continue
            where = f"inbox/{each.shown} can be deleted" if each.inbox else "--skip-known leaves such files out"
            raise RefusedError(f"{each.shown} is in the archive already, as {known[digest]}", hint=where)
        document = document_of(each.incoming, said, taken)
        step = file_from_inbox(document, each.inbox) if each.inbox else file_document(document, each.content)
        plan = plan.then(*step.steps)
        known[digest] = document.ref
        taken.add(document.id)
        documents.append(document)
    return _done(session, plan, documents, dry_run=dry_run)


def _done(session: Session, plan: Plan, documents: Sequence[Filed], *, dry_run: bool) -> int:
    first = documents[0].id if documents else ""
    more = f" and {len(documents) - 1} more" if len(documents) > 1 else ""
    plan = plan._replace(summary=f"File {first}{more}" if first else "all of that is in the archive already")
    lines = [f"Filed {each.id}: {each.file_path or each.outside}" for each in documents]
    data = [{"document": each.id, "file": each.file_path or each.outside, "sha256": each.sha256} for each in documents]
    return carry_out(session, plan, dry_run=dry_run, said=lines, data={"documents": data})


def _said(session: Session, given: dict[str, Any]) -> Said:
    books = session.books
    known = books.settings.retention
    retention = named("retention class", list(known), given["retention"]) if given["retention"] else None
    filled = {name: given[name] for name in ("name", "date", "sender", "source", "respond_by") if given[name]}
    about = refs_of(books, given["about"])
    received: dt.date = given["received"] or session.today
    return Said(received, about=about, retention=retention, serial=_serial(books, given["serial"]), **filled)


def _serial(books: Books, given: str | None) -> int | None:
    if given is None:
        return None
    if given == "next":
        return max((each.serial or 0 for each in books.all(Filed)), default=0) + 1
    if not given.isascii() or not given.isdigit():
        raise UsageError(f"the serial number is a number, or next; not {given!r}")
    taken = {each.serial: each.ref for each in books.all(Filed)}
    if int(given) in taken:
        raise RefusedError(f"{taken[int(given)]} has the serial number {given}", hint="--serial next takes a free one")
    return int(given)


def _read(session: Session, books: Books, file: Path) -> Wanted:
    """Take in a file whole, if it is of a size for the repository."""
    wanted = _outside(session, file)
    _require_size(books, str(file), wanted.incoming.facts.size)
    return wanted._replace(
        incoming=wanted.incoming._replace(outside=""), content=Path(session.directory, file).read_bytes()
    )


def _outside(session: Session, file: Path) -> Wanted:
    """Look at a file that stays where it is."""
    path = Path(session.directory, file.expanduser())
    facts = facts_of(str(path.parent), path.name)
    if facts is None:
        why = "is a folder" if path.is_dir() else "is not there" if not path.exists() else "cannot be read"
        raise RefusedError(f"{file} {why}", hint="files are filed one by one; a shell expands scans/*.pdf")
    if facts.points_to or not facts.size:
        raise RefusedError(f"{file} is {'only a pointer of git-lfs' if facts.points_to else 'empty'}")
    home = session.environment.get("HOME", "")
    shown = f"~/{path.relative_to(home)}" if home and path.is_relative_to(home) else str(path)
    with path.open("rb") as source:
        head = source.read(_HEAD)
    return Wanted(str(file), Incoming(path.name, head, facts, shown), b"")


def _lying(session: Session, books: Books, path: str) -> Wanted:
    facts, content = books.file_facts(path), session.workspace.current(path)
    if facts is None or not content:
        raise RefusedError(f"{path} is empty or cannot be read")
    _require_size(books, path, facts.size)
    return Wanted(path.removeprefix(f"{INBOX}/"), Incoming(path.rpartition("/")[2], content, facts), content, path)


def _require_size(books: Books, shown: str, size: int) -> None:
    most = books.settings.documents.largest
    if size > most * _MEGABYTE:
        raise RefusedError(
            f"{shown} has {size / _MEGABYTE:.1f} MB, more than the {most} MB that the settings allow",
            hint="`document add --outside` leaves it where it is, and records its path and hash",
        )
