"""`document open`, `verify`: the files themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.programs import view
from backoffice.cli.records import found, record_id, shown_path
from backoffice.cli.verbs import verb
from backoffice.core.errors import MissingError
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.kinds.document import Filed
from backoffice.workspace.hashing import facts_of, place_of


@verb("open", examples=["backoffice document open notice-of-assessment", "backoffice document open 1042 --print-path"])
@record_id("document")
@click.option("--print-path", is_flag=True, help="Only print where the file is.")
@click.pass_obj
def open_(session: Session, identity: str, print_path: bool) -> None:
    """Show the file of a document in the viewer of your desktop ($BACKOFFICE_VIEWER, xdg-open, open)."""
    document = found(session, Filed, _of_serial(session, identity))
    path = file_of(document)
    if print_path:
        output.say(shown_path(session, path) if document.file_path else path)
    else:
        view(session, place_of(session.workspace.root, path))


def _of_serial(session: Session, given: str) -> str:
    """Return the document whose archive serial number is given; else what is given."""
    if not given.isdigit():
        return given
    return next((each.id for each in session.books.all(Filed) if each.serial == int(given)), given)


def file_of(document: Filed) -> str:
    """Return where the file of a document is.

    Raises:
        MissingError: when it was disposed of.
    """
    if document.disposed:
        raise MissingError(f"{document.id} was disposed of on {document.disposed.date}: {document.disposed.reason}")
    return document.file_path or document.outside


@verb("verify", examples=["backoffice document verify", "backoffice document verify 2026-11-03-notice --format json"])
@record_id("document", required=False)
@options.form()
@click.pass_obj
def verify(session: Session, identity: str | None) -> int:
    """Read every file anew and compare it with what was recorded; exit with 1 when one is missing or changed."""
    chosen = [found(session, Filed, identity)] if identity else list(session.books.all(Filed))
    kept = [each for each in chosen if not each.disposed]
    wrong = list(_wrong(session, kept))
    columns = (Column("document"), Column("file"), Column("what"))
    report = Report("verify", "", (Table("verify", columns, wrong, empty=f"{len(kept)} files are as recorded"),))
    return max(int(bool(wrong)), output.answer(session, report, output.Unread.of(session.books)))


def _wrong(session: Session, documents: list[Filed]) -> Iterator[tuple[Cell, ...]]:
    from backoffice.cli.progress import bar

    show = bar("verifying")
    for done, document in enumerate(documents, 1):
        path = document.file_path or document.outside
        facts = facts_of(session.workspace.root, path)
        if facts is None:
            yield document.id, path, "missing"
        elif facts.points_to:
            yield document.id, path, "only a pointer of git-lfs"
        elif facts.sha256 != document.sha256:
            yield document.id, path, "changed"
        if show:
            show(done, len(documents))
