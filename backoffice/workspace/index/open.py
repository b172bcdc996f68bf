"""The way in: fresh books of a workspace."""

from __future__ import annotations

from collections.abc import Callable

from backoffice.core.hints import TypeVar
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.progress import Progress
from backoffice.workspace.index.refresh import guess, refresh
from backoffice.workspace.index.store import Damaged, Store, open_store, remove
from backoffice.workspace.place import Place

T = TypeVar("T")


def indexed(place: Place, ahead: Ahead | None = None, progress: Progress | None = None) -> IndexedBooks:
    """Return the books of the files as they are, or as they were when ``ahead`` began to look.

    Raises:
        RefusedError: The repository's settings could run programs and are not trusted.
    """
    looking = ahead or Ahead(place)
    try:
        store = open_store(place)
        refresh(store, looking, progress)
    except Damaged:
        store = _anew(place, progress)
    return _books(store, place, progress)


def ask(
    place: Place, question: Callable[[IndexedBooks], T], ahead: Ahead | None = None, progress: Progress | None = None
) -> T:
    """Return the answer to a question, found while git is still looking for changes and found again if there are any.

    Where git has answered already, its changes are read first.

    ``question`` must do nothing but answer, and completely: what it returns may not ask the books later.
    """
    looking = ahead or Ahead(place)
    if looking.ready:
        return question(indexed(place, looking, progress))
    try:
        store = open_store(place)
        answer = guess(store, looking, lambda watch: question(_books(store, place, progress, watch)))
        if answer:
            return answer[0]
        store.close()
    except Damaged:
        pass
    return question(indexed(place, looking, progress))


def _books(
    store: Store, place: Place, progress: Progress | None, watch: Callable[[], None] = lambda: None
) -> IndexedBooks:
    return IndexedBooks(store, place.root, lambda: _anew(place, progress), watch)


def _anew(place: Place, progress: Progress | None) -> Store:
    """Return a store made from nothing; in memory where even that cannot be kept."""
    store = open_store(place)
    store.close()
    remove(store.path)
    store = open_store(place)
    try:
        refresh(store, Ahead(place), progress)
    except Damaged:
        store = Store(":memory:")
        refresh(store, Ahead(place), progress)
    return store
