"""`log` and `undo`: what was done to the workspace, by whom, and taking it back."""

from __future__ import annotations

import click

from backoffice.cli import options, output
from backoffice.cli.changes import DRY, as_seen
from backoffice.cli.context import Session
from backoffice.cli.past import LIMIT, SHORT, from_root, history
from backoffice.cli.prompts import confirmed
from backoffice.cli.verbs import verb


@verb("log", examples=["backoffice log", "backoffice log invoices/2026 --limit 5", "backoffice log --format json"])
@click.argument("path", required=False)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=LIMIT, help=f"At most so many; {LIMIT} by default."
)
@options.form()
@click.pass_obj
def log(session: Session, path: str | None, limit: int) -> int:
    """Show the latest changes, of everything or of one file or folder."""
    return output.answer(session, history(session, path and from_root(session, path), limit))


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
