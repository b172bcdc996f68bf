"""A workspace as commands see it: its books, its files, and the one way to change them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from backoffice.core.books import Books
from backoffice.core.change import Plan
from backoffice.core.diagnostic import Diagnostic
from backoffice.core.errors import RefusedError
from backoffice.core.hints import AbstractContextManager, TypeVar
from backoffice.workspace import files, place
from backoffice.workspace.applied import Applied
from backoffice.workspace.git.log import Commit
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.place import Place

T = TypeVar("T")
Seen = Callable[[Collection[str]], Mapping[str, str]]
"""Returns the blob ids of those of some paths from which books were made."""

VARIABLE = "BACKOFFICE_WORKSPACE"


class Workspace:
    """The folder with ``backoffice.yaml``, in the git repository around it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        if place.unfinished:
            from backoffice.workspace.recover import settle

            settle(place)

    @property
    def root(self) -> str:
        """The folder itself."""
        return self.place.root

    @classmethod
    def find(cls, start: str, *, explicit: str | None, environment: Mapping[str, str]) -> Workspace:
        """Return the workspace that is named, else the one around ``start``.

        Args:
            start: The folder to look in, and in its parents.
            explicit: A folder named on the command line.
            environment: May name one in ``BACKOFFICE_WORKSPACE``.

        Raises:
            MissingError: There is none.
        """
        return cls(place.find(start, explicit=explicit or "", environment=environment.get(VARIABLE, "")))

    def books(self, ahead: Ahead | None = None, progress: Callable[[int, int], None] | None = None) -> Books:
        """Return the books of the files as they are now, or as they were when ``ahead`` began to look.

        ``progress`` is told how many files of how many are read, where many have to be.
        """
        from backoffice.workspace.index.open import indexed

        return indexed(self.place, ahead, progress)

    def ask(
        self,
        question: Callable[[Books], T],
        ahead: Ahead | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> T:
        """Return the answer to a question to the books, found while git is still looking for changes.

        Faster than ``books``, and right all the same: where files turn out to have changed, it is asked again.

        Args:
            question: Must do nothing but answer, and may not return what asks the books later.
            ahead: As for ``books``.
            progress: As for ``books``.
        """
        from backoffice.workspace.index.open import ask

        return ask(self.place, question, ahead, progress)

    def current(self, path: str) -> bytes | None:
        """Return what the file at ``path`` holds now; None where there is none.

        Raises:
            RefusedError: The path leads out of the workspace or over a link, or names no regular file.
        """
        return files.read(self.place.root, path)

    def placed(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return findings at the line and column of the fields they are about, as the files are now."""
        from backoffice.workspace.placing import placed

        return [placed(each, self.current) if each.about else each for each in found]

    def preview(self, plan: Plan) -> str:
        """Return what a plan would change, as a unified diff.

        Raises:
            RefusedError: A step of the plan cannot be done.
        """
        from backoffice.formats.steps import changes_of
        from backoffice.workspace.preview import preview

        return preview(changes_of(plan, self.current), self.current)

    def apply(
        self, plan: Plan, *, strict: bool = False, seen: Seen | None = None, beside: Sequence[str] = ()
    ) -> Applied:
        """Write what a plan says as one commit; all of it or nothing.

        Args:
            plan: What is to be done.
            strict: Refuse where files have edits that are not committed yet.
            seen: Tells the blob ids of the files from which the plan was computed.
            beside: Files of the user that what is written names, such as a receipt; committed as theirs before.

        Raises:
            RefusedError: It cannot be done as the files are, or one of them was edited since it was seen.
        """
        from backoffice.formats.steps import changes_of
        from backoffice.workspace.apply import write

        with self.locked():
            changes = changes_of(plan, self.current)
            known = seen(changes) if seen else {}
            return write(self.place, changes, plan.summary, seen=known, beside=beside, strict=strict)

    def locked(self) -> AbstractContextManager[None]:
        """Hold the lock while the block runs: what it reads is whole, and stays true until it has written.

        Raises:
            RefusedError: Another command held it all the time, or there is no repository.
        """
        from backoffice.workspace.recover import writing

        return writing(self.place, "backoffice")

    def allot(self, folder: str, pattern: str, year: int, *, key: str, offline: bool = False) -> str:
        """Return the next free number of a series; hold the lock from here until the file with it is written.

        Raises:
            RefusedError: The remote cannot be asked, or others were faster too often.
        """
        from backoffice.workspace.numbers import allot

        return allot(self.place, folder, pattern, year=year, key=key, offline=offline)

    def log(self, path: str | None = None, *, limit: int | None = None) -> list[Commit]:
        """Return the commits that changed the file at ``path``, or anything; newest first."""
        from backoffice.workspace.git.log import log

        return log(self.place, path, limit=limit)

    def changed_at(self, paths: Sequence[str]) -> dict[str, dt.datetime]:
        """Return when each of these files was last changed by a commit; those that no commit holds are left out."""
        from backoffice.workspace.git.log import changed_at

        return changed_at(self.place, paths)

    def author(self) -> str:
        """Return the name with which git would sign a commit here; empty where it knows none."""
        from backoffice.workspace.git.log import author

        return author(self.place)

    def undo(self, commit: str | None = None) -> Applied:
        """Take back what a commit changed, by default the last one made by a command, in a new commit.

        Raises:
            MissingError: There is no such commit, or nothing left to undo.
            RefusedError: It cannot be taken back alone.
        """
        from backoffice.workspace.history import undo, undoing
        from backoffice.workspace.window import require_unseen

        with self.locked():
            found, changes = undoing(self.place, commit)
            require_unseen(self.place, found.oid, changes)
            return undo(self.place, found.oid)

    def finish(self, keep: Collection[str] = ()) -> str | None:
        """Finish the change that an interrupted command began, but for the paths to ``keep``; return its summary.

        Raises:
            RefusedError: A file was edited since, and is not among those to keep.
        """
        from backoffice.workspace.recover import recover

        return recover(self.place, keep=keep)

    def undoing(self, commit: str | None = None) -> tuple[Commit, str]:
        """Return the commit that ``undo`` would take back, and what that would change, as a unified diff.

        Raises:
            MissingError: There is no such commit, or nothing left to undo.
            RefusedError: It cannot be taken back alone.
        """
        from backoffice.workspace.history import undoing
        from backoffice.workspace.preview import preview

        found, changes = undoing(self.place, commit)
        return found, preview(changes, self.current)

    def kept(self, path: str) -> str:
        """Return the blob id of the file at ``path`` as it is, which history keeps from now on.

        Raises:
            RefusedError: There is no such file, or nothing can be committed.
        """
        from backoffice.workspace.git.read import head
        from backoffice.workspace.index.blobs import blob_of, hashing_of

        content = self.current(path)
        if content is None:
            raise RefusedError(f"{path} is gone")
        self.commit_edit(path)
        return blob_of(content, hashing_of(head(self.place) or ""))

    def commit_edit(self, path: str, *beside: str) -> str | None:
        """Commit the user's own edit of a file as theirs; return the commit, None where there was nothing to commit.

        With it goes what the user has put ``beside`` it, files that it names.

        Raises:
            RefusedError: The repository is in a state in which nothing can be committed.
        """
        from backoffice.workspace.edits import commit_edits
        from backoffice.workspace.git.condition import require_merged, require_writable

        with self.locked():
            contents = {each: self.current(each) for each in (path, *beside)}
            tip = require_writable(self.place, contents)
            require_merged(contents, tip.unmerged)
            return commit_edits(self.place, contents, tip, strict=False)
