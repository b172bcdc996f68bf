"""The way in: fresh books of a workspace."""

from __future__ import annotations

from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.crew import Progress
from backoffice.workspace.index.refresh import refresh
from backoffice.workspace.index.store import Damaged, Store, open_store, remove
from backoffice.workspace.place import Place


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
    return IndexedBooks(store, place.root, lambda: _anew(place, progress))


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
