"""The index brought up to date with the files, in one transaction, and held still for whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from backoffice.core.hints import TypeVar
from backoffice.workspace.claims import Claims
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.changes import Changes, Look
from backoffice.workspace.index.progress import Progress
from backoffice.workspace.index.store import Store

T = TypeVar("T")

TRIES = 10
"""How often another process may be faster before this one reads on as things are."""


def refresh(store: Store, ahead: Ahead, progress: Progress | None = None) -> None:
    """Bring the index up to date; the connection then holds a read transaction, so that nothing moves any more."""
    for attempt in range(TRIES):
        store.connection.execute("begin")
        meta = store.meta()
        changes = Look(store.connection, ahead, claims_of(meta), meta).changes()
        if not changes or attempt == TRIES - 1:
            store.seen = None if changes else ahead
            return
        store.connection.rollback()
        with store.writing():
            if store.meta().get("run") == meta.get("run"):
                from backoffice.workspace.index.writing import Writing

                Writing(store, ahead, meta, progress).write(changes)


class OvertakenError(Exception):
    """Git has said meanwhile that the files say something else."""


class Watch:
    """Listens for git while the index is asked, and ends the question once it is known to be asked in vain."""

    def __init__(self, ahead: Ahead, look: Look) -> None:
        self._ahead = ahead
        self._look = look

    @cached_property
    def changes(self) -> Changes:
        """What differs from the index; git is waited for."""
        return self._look.changes()

    def __call__(self) -> None:
        """Look up.

        Raises:
            OvertakenError: Git has answered, and there are changes.
        """
        if self._ahead.ready and self.changes:
            raise OvertakenError


def guess(store: Store, ahead: Ahead, question: Callable[[Watch], T]) -> tuple[T] | None:
    """Ask the index as it is, while git is at work; None where the files turn out to say something else."""
    store.connection.execute("begin")
    meta = store.meta()
    if "run" in meta:
        watch = Watch(ahead, Look(store.connection, ahead, claims_of(meta), meta))
        answer: tuple[T] | None = None
        error: BaseException | None = None
        try:
            answer = (question(watch),)
        except Exception as raised:  # noqa: BLE001 - it counts only if the index was right
            error = raised
        if not watch.changes:
            store.seen = ahead
            if error:
                raise error
            return answer
    store.connection.rollback()
    return None


def claims_of(meta: Mapping[str, str]) -> Claims:
    """Return the claims that were valid when the index was made."""
    return Claims.of_text(meta["places"]) if "places" in meta else Claims.of_kinds()
