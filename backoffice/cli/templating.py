"""`template`: the pages that documents are printed with, and how to have some of one's own."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.outside import STANDARD, told, view, written
from backoffice.cli.verbs import Lazy, verb
from backoffice.core.change import AddFile, Plan
from backoffice.core.errors import BackofficeError, UsageError
from backoffice.core.report import Column, Report, Table
from backoffice.core.settings import PATH as SETTINGS
from backoffice.render.own_pages import PAGES, built_in, path_of

PAUSE = 0.3
"""Seconds between two looks at the files."""

template = Lazy(
    "template",
    help="Change how documents look: copy the built-in pages into the workspace, and edit them.",
    no_args_is_help=True,
    targets={
        "list": "templating:listed",
        "show": "templating:show",
        "eject": "templating:eject",
        "preview": "templating:preview",
    },
)
_page = click.argument("page", metavar="PAGE", type=click.Choice(list(PAGES)))


@verb("list", examples=["backoffice template list"])
@options.form()
@click.pass_obj
def listed(session: Session) -> int:
    """List the pages, what each prints, and which files of it are your own."""
    columns = (Column("page"), Column("prints", wraps=True), Column("file"), Column("yours"))
    rows = [(page.name, page.prints, file, _own(session, file)) for page in PAGES.values() for file in page.files]
    return output.answer(session, Report("templates", "Templates", (Table("templates", columns, rows),)))


def _own(session: Session, file: str) -> str | None:
    return path_of(file) if session.workspace.current(path_of(file)) is not None else None


@verb("show", examples=["backoffice template show lines.html"])
@click.argument("file", type=click.Choice(list(dict.fromkeys(file for page in PAGES.values() for file in page.files))))
def show(file: str) -> None:
    """Print a built-in file, to compare with your own."""
    output.text(built_in(file).decode())


@verb("eject", examples=["backoffice template eject invoice", "backoffice template eject letter --dry-run"])
@_page
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def eject(session: Session, page: str, *, dry_run: bool) -> int:
    """Copy the built-in files of a page into templates/, where yours come before them.

    Files that are there stay as they are. Delete one, and the built-in file is used again.
    """
    with session.workspace.locked():
        files = PAGES[page].files
        kept = [each for each in files if session.workspace.current(path_of(each)) is not None]
        steps = tuple(AddFile(path_of(each), built_in(each)) for each in files if each not in kept)
        plan = Plan(f"Eject the {page} template", steps)
        if not steps:
            plan = Plan(f"{', '.join(path_of(each) for each in kept)}: all there already")
        said = [f"Ejected the {page} template", *(f"  {each.path}" for each in steps)]
        said += [f"  {path_of(each)} was there already" for each in kept]
        return carry_out(session, plan, dry_run=dry_run, said=said, data={"page": page, "already": not steps})


@verb(
    "preview",
    examples=[
        "backoffice template preview invoice --open",
        "backoffice template preview invoice 42 --watch -o look.pdf",
    ],
)
@_page
@click.argument("record", required=False, default="")
@options.to_file("Where to write the PDF")
@options.opened
@click.option("--watch", is_flag=True, help="Print it anew whenever a template, the settings or the record change.")
@options.form("plain", "json")
@click.pass_obj
def preview(session: Session, page: str, record: str, to: Path | None, *, opened: bool, watch: bool) -> int:
    """Print a page as PDF, with a record (for a statement: a client) or with a sample; writes nothing to the books.

    With --watch it goes on until Ctrl-C, and says what is wrong without ending.
    """
    if watch and (session.form == "json" or to == STANDARD):
        raise UsageError("--watch never ends, so there is no one answer to print")
    from backoffice.cli.sampling import path_of_record, sheet
    from backoffice.render.limited import Worker

    file = to or Path(tempfile.mkdtemp(prefix="backoffice-")) / f"{page}.pdf"
    stands = path_of_record(session, page, record) if record else ""
    with Worker() as worker:

        def printed() -> None:
            paper = worker.print(sheet(session, page, record))
            written(file, paper.pdf)
            output.complain(*(f"backoffice: warning: {each}" for each in paper.warnings))

        if watch:
            with suppress(KeyboardInterrupt):
                _watched(session, printed, file, stands, opened=opened)
            return 0
        printed()
    told(session, file, {"page": page, "pdf": str(file)}, opened=opened)
    return 0


def _watched(session: Session, printed: Callable[[], None], file: Path, stands: str, *, opened: bool) -> None:
    own = dict.fromkeys(path_of(each) for some in PAGES.values() for each in some.files)
    files = [each for each in (*own, SETTINGS, session.settings.look.logo, stands) if each]
    for number, _ in enumerate(_changes(session, files)):
        try:
            session.refresh()
            printed()
        except BackofficeError as error:
            output.diagnostics(error.diagnostics)
            output.complain(f"backoffice: error: {error.message}")
        else:
            output.say(f"Printed {file}")
            if opened and number == 0:
                view(file)
        output.flush()


def _changes(session: Session, files: Sequence[str]) -> Iterator[Sequence[bytes | None]]:
    """Yield what ``files`` hold, at once and whenever one of them holds something else."""
    before: Sequence[bytes | None] | None = None
    while True:
        with suppress(BackofficeError):
            now = [session.workspace.current(each) for each in files]
            if now != before:
                yield now
            before = now
        time.sleep(PAUSE)
