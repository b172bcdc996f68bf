"""`document hold`, `release`, `dispose`, `answer`: whether papers stay, and what became of them."""

from __future__ import annotations

import datetime as dt

import click

from backoffice.cli import options, prompts
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import found, record_id, require_readable
from backoffice.cli.values import REASON
from backoffice.cli.verbs import verb
from backoffice.core.change import Plan
from backoffice.core.errors import RefusedError
from backoffice.kinds import filing
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.document import Filed
from backoffice.kinds.keeping import Kept, kept
from backoffice.render.text import visible
from backoffice.workspace.git.read import blob_id, head
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.texts import Texts


@verb("answer", examples=["backoffice document answer notice", "backoffice document answer notice --on 2026-11-20"])
@record_id("document")
@options.on_day("Day of the answer")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def answer(session: Session, identity: str, on: dt.date | None, dry_run: bool) -> int:
    """Record that a document was answered; it is not due any more."""
    with session.workspace.locked():
        document = _document(session, identity)
        return _done(session, document, filing.respond(document, on=on or session.today), dry_run=dry_run)


@verb("hold", examples=["backoffice document hold policy --reason 'dispute about the water damage'"])
@record_id("document")
@click.option("--reason", required=True, type=REASON, metavar="TEXT", help="Why; kept with it.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def hold(session: Session, identity: str, reason: str, dry_run: bool) -> int:
    """Keep a document whatever its class says, until it is released."""
    with session.workspace.locked():
        document = _document(session, identity)
        return _done(session, document, filing.hold(document, reason), dry_run=dry_run)


@verb("release", examples=["backoffice document release policy"])
@record_id("document")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def release(session: Session, identity: str, dry_run: bool) -> int:
    """Let a document that was on hold be kept as long as its class says."""
    with session.workspace.locked():
        document = _document(session, identity)
        return _done(session, document, filing.hold(document, ""), dry_run=dry_run)


@verb(
    "dispose",
    examples=[
        "backoffice document dispose 2015-03-01-receipts --dry-run",
        "backoffice document dispose 2026-05-04-application --early --reason 'asked to erase it, Art. 17 GDPR' --yes",
    ],
)
@record_id("document")
@click.option("--reason", default="", metavar="TEXT", help="Why it may go; else that its time is over.")
@click.option("--early", is_flag=True, help="Though its class has it kept longer, or it has none.")
@options.yes
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def dispose(session: Session, identity: str, *, reason: str, early: bool, yes: bool, dry_run: bool) -> int:
    """Remove the file of a document; its record stays, with the day and the reason.

    Git keeps the file in its history; the answer says how to erase it there too.
    """
    with session.workspace.locked():
        document = _document(session, identity)
        if not early:
            _require_over(session, document)
        why = reason or _why(session, document, early=early)
        plan = filing.dispose(document, on=session.today, reason=why)
        if plan and not dry_run and not yes:
            _confirm(document)
        gone = _erasing(session, document) if plan else []
        code = _done(session, document, plan, dry_run=dry_run, notes=gone)
        if plan and not dry_run:
            _forget(session, document)
        return code


def _document(session: Session, given: str) -> Filed:
    session.refresh()
    document = found(session, Filed, given)
    require_readable(session, document.ref, "settings/settings")
    return document


def _done(session: Session, document: Filed, plan: Plan, *, dry_run: bool, notes: list[str] | None = None) -> int:
    said = [plan.summary, *(f"  {note}" for note in notes or ())]
    data = {"document": document.id, "already": not plan, "notes": notes or []}
    return carry_out(session, plan, dry_run=dry_run, said=said, data=data)


def _kept(session: Session, document: Filed) -> Kept:
    return kept(document, session.settings.retention, gather(session.books), session.today)


def _why(session: Session, document: Filed, *, early: bool) -> str:
    if early:
        raise RefusedError("an early disposal needs a reason", hint="--reason says why")
    how = _kept(session, document)
    return f"kept until {how.until}, as {document.retention}" + (
        f" ({how.by.basis})" if how.by and how.by.basis else ""
    )


def _require_over(session: Session, document: Filed) -> None:
    """Refuse while a document has to be kept."""
    how = _kept(session, document)
    if document.disposed or document.hold or how.may_go(session.today):
        return
    if how.until:
        said = f"{document.id} has to be kept until {how.until}, as {document.retention}"
        raise RefusedError(said, hint="--early with a reason disposes of it all the same")
    why = f"{how.open_for} goes on" if how.open_for else "it has no class with a time that is over"
    raise RefusedError(f"{document.id} has to be kept: {why}", hint="--early with a reason disposes of it all the same")


def _confirm(document: Filed) -> None:
    """Ask; where nobody is there, nothing is ever disposed of without --yes."""
    if not prompts.present():
        raise RefusedError(f"disposing of {document.id} has to be confirmed", hint="--yes confirms it")
    click.confirm(visible(f"Remove the file of {document.id} ({document.name})?"), default=False, abort=True)


def _erasing(session: Session, document: Filed) -> list[str]:
    """Say what still has the file, and how to erase it there."""
    if not document.file_path:
        return [f"the file lies outside the workspace; delete {document.outside} yourself"]
    content, last = session.workspace.current(document.file_path), head(session.workspace.place)
    blob = blob_id(content or b"", like=last or "")
    return [
        "its record stays and says when the file went, and why",
        "git still has the file in its history, here and in every clone; to erase it there too:",
        f"  in a fresh clone: echo {blob} > ../blobs && git filter-repo --strip-blobs-with-ids ../blobs",
        "then push with --force, have every clone made anew, and think of backups",
    ]


def _forget(session: Session, document: Filed) -> None:
    """Drop the text of the file from the index."""
    if isinstance(session.books, IndexedBooks):
        Texts(session.books.store.path).forget(document.sha256)
