"""`NOUN edit`: the file in $EDITOR, what is wrong with it afterwards, and a commit of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.past import SHORT
from backoffice.cli.programs import edit as opened
from backoffice.cli.records import found, one_of, put_beside
from backoffice.cli.verbs import Verb
from backoffice.core.errors import RefusedError
from backoffice.core.kind import Kind


def edit(kind: Kind, examples: list[str]) -> Verb:
    """Return the command that opens a record of a kind in the editor."""

    @one_of(kind)
    @click.option("--no-commit", is_flag=True, help="Leave the change uncommitted.")
    @click.pass_obj
    def edited(session: Session, identity: str, no_commit: bool) -> int:
        path = _path(session, kind, identity)
        return edit_file(session, path, no_commit=no_commit, beside=lambda: _beside(session, kind, path))

    one = f"{'the' if kind.single else 'one'} {kind.noun}"
    edited.__doc__ = f"Open the file of {one} in $VISUAL or $EDITOR; check and commit it when you are done."
    return click.command("edit", cls=Verb, examples=examples)(edited)


def edit_file(
    session: Session, path: str, *, no_commit: bool = False, beside: Callable[[], Sequence[str]] = tuple
) -> int:
    """Open a file, say what is wrong with it afterwards, and commit it as the user's own edit.

    ``beside`` tells which files it names then; what the user has put there is committed with it.
    """
    before = session.workspace.current(path)
    opened(session, path)
    if session.workspace.current(path) == before:
        output.say(f"{path} is as it was")
        return 0
    session.refresh()
    wrong = [each for each in session.books.problems if each.where.path == path]
    output.diagnostics(wrong)
    if any(each.severity == "error" for each in wrong):
        output.complain(f"backoffice: {path} is kept as you left it, but not committed; edit it again")
        return 1
    if not no_commit:
        commit = session.workspace.commit_edit(path, *beside())
        gone = session.workspace.current(path) is None
        output.say(f"{'Remove' if gone else 'Edit'} {path}" + (f" ({commit[:SHORT]})" if commit else ""))
    return 0


def _beside(session: Session, kind: Kind, path: str) -> list[str]:
    """Return the files that a record names, now that it is edited."""
    within = session.books.within(kind.record, path.rpartition("/")[0]) if kind.files else ()
    return [file for record in within if record.where.path == path for file in put_beside(session, kind, record)]


def _path(session: Session, kind: Kind, identity: str) -> str:
    """Return the path of a record, or of the file that should be one but cannot be read."""
    try:
        return found(session, kind.record, identity).where.path
    except RefusedError as broken:
        return broken.diagnostics[0].where.path
