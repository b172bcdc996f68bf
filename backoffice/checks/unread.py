"""Records that are there and could not be read: an error of their own, and no reason for others."""

from __future__ import annotations

from backoffice.core.books import Books
from backoffice.core.kind import Kind


def unread(books: Books, kind: Kind) -> frozenset[str]:
    """Return the ids of a kind whose file is there, but gave no record."""
    faulty = (kind.identity(path) for path in {problem.where.path for problem in books.problems})
    return frozenset(identity for identity in faulty if identity) - frozenset(books.ids(kind.noun))
