"""Naming a record in a command: the argument, its completion by the shell, and the record it stands for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.core.books import Books, R
from backoffice.core.errors import BackofficeError, MissingError, RefusedError
from backoffice.core.hints import Any
from backoffice.core.kind import Kind
from backoffice.core.record import Record
from backoffice.kinds import kind_of


class RecordId(click.ParamType[str]):
    """The name of a record of a kind; the shell completes it from the ids there are."""

    name = "id"

    def __init__(self, noun: str, *, drafts: bool | None = None) -> None:
        """Name records of a kind; only ``drafts``, or only what is none, comes into question where that is said."""
        self.noun = noun
        self.drafts = drafts

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """Return the ids that begin with, or else contain, what is typed."""
        session = ctx.find_object(Session)
        if session is None:
            return []
        try:
            ids = self._in_question(session.books)
        except BackofficeError:  # a line of ours would stand in the middle of what is being typed
            return []
        begun = [each for each in ids if each.startswith(incomplete)] or [each for each in ids if incomplete in each]
        return [CompletionItem(each) for each in begun]

    def _in_question(self, books: Books) -> Sequence[str]:
        ids = books.ids(self.noun)
        if self.drafts is None:
            return ids
        drafts = drafts_of(books, kind_of(self.noun))
        return [each for each in ids if (each in drafts) == self.drafts]


def record_id(noun: str, name: str = "id", *, required: bool = True) -> Callable[[Any], Any]:
    """Return the argument that names a record."""
    word = name.upper() if required else f"[{name.upper()}]"
    drafts = {"draft": True, "number": False}.get(name)
    return click.argument("identity", metavar=word, type=RecordId(noun, drafts=drafts), required=required)


def one_of(kind: Kind) -> Callable[[Any], Any]:
    """Return the argument that names a record of a kind; that of which there is only one need not be named."""
    if kind.single:
        return click.argument("identity", metavar="[ID]", type=RecordId(kind.noun), default=kind.noun)
    return record_id(kind.noun)


def drafts_of(books: Books, kind: Kind) -> set[str]:
    """Return the ids of the drafts of a kind, by the folder that they have to themselves."""
    if len(kind.paths) == 1:
        return set()
    folder = kind.path_of("draft").rpartition("/")[0]
    return {each.id for each in books.within(kind.record, folder)}


def put_beside(session: Session, kind: Kind, record: Record) -> list[str]:
    """Return the files within the workspace that a record names, such as its receipt, and that are there."""
    named = [each.path for each in kind.files(record)] if kind.files else []
    return [path for path in named if not path.startswith(("/", "~")) and _is_there(session, path)]


def _is_there(session: Session, path: str) -> bool:
    try:
        return session.workspace.current(path) is not None
    except RefusedError:  # a link, or a folder: `check` says so
        return False


def found(session: Session, record: type[R], given: str, among: Sequence[str] | None = None) -> R:
    """Return the record that ``given`` names, forgivingly; of all ids of its kind, or those that come into question.

    Raises:
        MissingError: when there is none, or several could be meant.
        RefusedError: when its file cannot be read.
    """
    books = session.books
    ids = books.ids(record.noun) if among is None else among
    if given not in ids:  # or a fragment of another name would stand in for the one whose file is broken
        require_readable(session, f"{record.noun}/{given}")
    try:
        identity = named(record.noun, ids, given)
    except MissingError:
        require_not_broken(session, record.noun, given)
        raise
    if (one := books.get(record, identity)) is None:
        require_readable(session, f"{record.noun}/{identity}")
        raise MissingError(f"{record.noun} {identity} cannot be read", hint="backoffice check says why")
    return one


def require_not_broken(session: Session, noun: str, given: str) -> None:
    """Refuse a name that means a record whose file has an error, so that nobody is told that it is not there.

    Raises:
        RefusedError: with everything that is wrong with that file.
    """
    kind = kind_of(noun)
    wrong = [each.where.path for each in session.books.problems if each.severity == "error"]
    broken = sorted({identity for path in wrong if (identity := kind.identity(path))})
    try:
        require_readable(session, f"{noun}/{named(noun, broken, given)}")
    except MissingError:
        return


def require_readable(session: Session, *refs: str) -> None:
    """Refuse to go on while the file of a record named ``noun/id`` has an error.

    Raises:
        RefusedError: with everything that is wrong with these files.
    """
    wanted = {tuple(ref.split("/", 1)) for ref in refs}
    broken = [
        each
        for each in session.books.problems
        if each.severity == "error"
        and any(kind_of(noun).identity(each.where.path) == identity for noun, identity in wanted)
    ]
    if broken:
        files = ", ".join(dict.fromkeys(each.where.path for each in broken))
        raise RefusedError(f"{files} has to be put right first", diagnostics=broken)


def require_named(session: Session) -> None:
    """Refuse to send out a paper while the settings have what `init` puts there for the name of the business.

    Raises:
        RefusedError: with what still stands there.
    """
    if wrong := list(session.settings.unnamed()):
        raise RefusedError("nothing can go out before the business has its name", diagnostics=wrong)


def shown_path(session: Session, path: str) -> str:
    """Return a file of the workspace as the user would name it from where they are."""
    whole = Path(session.workspace.root, path)
    return os.path.relpath(whole, session.directory) if whole.is_relative_to(session.directory) else str(whole)
