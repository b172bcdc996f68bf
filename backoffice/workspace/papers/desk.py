"""The papers of a workspace as commands see them: read them, and ask what could not be read."""

from __future__ import annotations

from collections.abc import Callable

from backoffice.core.diagnostic import Diagnostic
from backoffice.core.named import NamedTuple
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.texts import Link, Texts
from backoffice.workspace.papers.sweep import sweep
from backoffice.workspace.place import Place


class Papers(NamedTuple):
    """The texts beside the index that ``books`` answer from."""

    root: str
    books: IndexedBooks
    texts: Texts

    @classmethod
    def of(cls, place: Place, books: IndexedBooks) -> Papers:
        """Return the papers that the records of ``books`` name."""
        texts = Texts(books.store.path)
        sweep(books.store, texts, books.file_facts)
        return cls(place.root, books, texts)

    def unread(self, *, pictures: bool = False) -> list[Link]:
        """Return what was never read; with ``pictures`` also where no letters were looked for in pictures."""
        return self.texts.unread(pictures=pictures)

    def read(
        self,
        progress: Callable[[int, int], None] | None = None,
        *,
        pictures: bool = False,
        most: int | None = None,
    ) -> int:
        """Read what was never read, ``most`` files at most, and return how many are left.

        What is read stays read when this is interrupted.
        """
        wanted = self.unread(pictures=pictures)
        if wanted:
            from backoffice.workspace.papers.reading import read_papers  # with all of subprocess

            read_papers(self.root, self.texts, wanted[:most], progress, pictures=pictures)
        return len(wanted[most:]) if most else 0

    def findings(self) -> list[Diagnostic]:
        """Return what cannot be read, each at its record."""
        from backoffice.workspace.papers.reading import unreadable

        return unreadable(self.books.store, self.texts)
