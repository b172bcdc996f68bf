"""`log` and `undo`: what was done to the workspace, by whom, and taking it back."""

from __future__ import annotations

from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.changes import DRY, SHORT, as_seen
from backoffice.cli.context import Session
from backoffice.cli.prompts import confirmed
from backoffice.cli.verbs import verb
from backoffice.core.report import Column, Report, Table


def commits(session: Session, path: str | None, limit: int | None) -> Report:
    """Return the commits that changed a file, or the workspace, as a report."""
    columns = (Column("commit"), Column("date"), Column("author"), Column("subject"))
    rows = [
        (each.oid[:SHORT], each.date.date(), each.author, each.subject)
        for each in session.workspace.log(path, limit=limit)
    ]
    empty = f"no commit has changed {path}" if path else "no commits yet"
    return Report("log", "", (Table("commits", columns, rows, empty=empty),))


@verb("log", examples=["backoffice log", "backoffice log invoices/2026 --limit 5", "backoffice log --format json"])
@click.argument("path", required=False)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", default=20, help="At most so many; 20 by default.")
@options.form()
@click.pass_obj
def log(session: Session, path: str | None, limit: int) -> int:
    """Show the latest changes, of everything or of one file or folder."""
    return output.answer(session, commits(session, path and _from_root(session, path), limit))


def _from_root(session: Session, path: str) -> str:
    """Return a path from the root of the workspace: what lies where the user is, else what they name from there."""
    root = Path(session.workspace.root)
    try:
        here = Path(session.directory, path).resolve(strict=True)
    except OSError:  # nothing is there, or can be
        return path
    return here.relative_to(root).as_posix() if here.is_relative_to(root) else path


@verb("undo", examples=["backoffice undo", "backoffice undo 3f2a91c04b7e"])
@click.argument("commit", required=False)
@options.dry_run
@options.yes
@options.form("plain", "json")
@click.pass_obj
def undo(session: Session, commit: str | None, dry_run: bool, yes: bool) -> int:
    """Take back what the last command, or a commit, changed, by a new commit."""
    from backoffice.cli.retracting import require_last
    from backoffice.cli.secret.undoing import require_no_vault
    from backoffice.workspace.git.read import changed

    undone, diff = session.workspace.undoing(commit)
    paths = changed(session.workspace.place, undone.parents[0], undone.oid)
    require_no_vault(paths)
    require_last(session, [path for path, (before, _) in paths.items() if before is None])
    what = f"“{undone.subject}” ({undone.oid[:SHORT]})"
    facts = {"undoes": undone.oid, "subject": undone.subject}
    if dry_run:
        output.result(session, [f"Undo {what}", *diff.splitlines(), DRY], {**facts, "diff": diff})
        return 0
    if not yes:
        confirmed(f"Undo {what}?")
    done = session.workspace.undo(undone.oid)
    said = [f"Undone: {what}", *as_seen(session, [f"  {path}" for path in done.paths], done.paths)]
    output.result(session, said, {**facts, "paths": list(done.paths), "commit": done.commit})
    return 0
