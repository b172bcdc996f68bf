"""Bring every file of a journaled change to its new state and commit it, whether at once or after a crash."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

from backoffice.workspace import files, journal
from backoffice.workspace.edits import edited, modes
from backoffice.workspace.git.commit import build, follow, land
from backoffice.workspace.git.condition import Tip, require_writable
from backoffice.workspace.journal import Journal, digest
from backoffice.workspace.lock import PATIENCE, holding
from backoffice.workspace.place import Place
from backoffice.workspace.refusal import refusal


@contextmanager
def writing(place: Place, command: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock while the block runs, and first finish what an earlier command began.

    What the block reads is whole, and stays true until it has written. See ``lock.holding``.
    """
    with holding(place, command, patience=patience):
        recover(place)
        yield


def settle(place: Place) -> None:
    """Finish what an earlier command began, before reading; where that cannot be, read what is there."""
    if place.unfinished:
        from backoffice.core.errors import RefusedError

        with suppress(RefusedError):
            recover(place)


def recover(place: Place, *, keep: Collection[str] = ()) -> str | None:
    """Finish the change that an earlier command began; return its summary, None when there was nothing to finish.

    Args:
        place: The workspace.
        keep: Paths that stay as they are now, whatever the change wanted of them.

    Raises:
        RefusedError: A file is neither as it was nor as it shall be: somebody edited it since. Nothing is touched.
    """
    if not place.unfinished:
        return None
    with holding(place, "finish an interrupted change"):
        begun = journal.read(place)
        if begun is None:
            return None
        home = Place(f"{place.top}/{begun.prefix}")
        wanted = {path: entry for path, entry in begun.entries.items() if path not in keep}
        for path in begun.entries.keys() - wanted.keys():
            files.unstage(home.root, path)
        begun = Journal(begun.prefix, begun.message, wanted)
        _require_known(home, begun)
        tip = require_writable(home, wanted)
        put_in_place(home, begun)
        _commit(home, begun, tip)
        journal.clear(home)
        return begun.message.partition("\n")[0]


def put_in_place(place: Place, change: Journal) -> None:
    """Bring every file of a change to its new state.

    All new contents are written beside the files first, so a full disk is found before any file is replaced; files
    are removed last, so a moved one is never nowhere.

    Raises:
        RefusedError: A file was edited at this very moment.
    """
    todo = {path: e.new for path, e in change.entries.items() if digest(files.read(place.root, path)) != digest(e.new)}
    for path in change.entries:
        files.unstage(place.root, path)
    for path, new in todo.items():
        if new is not None:
            files.stage(place.root, path, new)
    _require_known(place, change)
    for path in sorted(todo, key=lambda each: todo[each] is None):
        if todo[path] is None:
            files.remove(place.root, path)
        else:
            files.replace(place.root, path)


def forget(place: Place, change: Journal) -> bool:
    """Take a change back if no file has been touched yet; tell whether that was so."""
    if any(digest(files.read(place.root, path)) != entry.old for path, entry in change.entries.items()):
        return False
    for path in change.entries:
        files.unstage(place.root, path)
    journal.clear(place)
    return True


@contextmanager
def all_or_nothing(place: Place, change: Journal) -> Iterator[None]:
    """Turn a failure inside into a refusal that says whether anything was written."""
    try:
        yield
    except Exception as error:
        from backoffice.core.errors import BackofficeError, RefusedError

        if not isinstance(error, (OSError, BackofficeError)):
            raise
        reason = f"{error.strerror or error}" if isinstance(error, OSError) else error.message
        forgotten = False
        with suppress(OSError, RefusedError):
            forgotten = forget(place, change)
        if forgotten:
            raise RefusedError(f"nothing was written: {reason}", hint=getattr(error, "hint", "")) from error
        hint = "the next command finishes it"
        raise RefusedError(f"the change was interrupted half-way: {reason}", hint=hint) from error


def _commit(place: Place, change: Journal, tip: Tip) -> None:
    new = {path: entry.new for path, entry in change.entries.items()}
    missing = edited(place, new, tip)
    if missing:
        commit = build(place, missing, change.message, parent=tip.commit, modes=modes(place, missing))
        land(place, commit, tip=tip, paths=list(new), summary=change.message.partition("\n")[0])
    else:
        follow(place, list(new))


def _require_known(place: Place, change: Journal) -> None:
    for path, entry in change.entries.items():
        if digest(files.read(place.root, path)) not in {entry.old, digest(entry.new)}:
            summary = change.message.partition("\n")[0]
            raise refusal(
                f"{path} was edited while “{summary}” was being written",
                f"`backoffice doctor --keep {path}` keeps your text and finishes the rest",
            )
