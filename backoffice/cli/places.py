"""Where time was worked, as people say it: ``acme/website/design``, ``acme-website``, ``acme``."""

from __future__ import annotations

from backoffice.cli.naming import named
from backoffice.core.books import Books
from backoffice.core.errors import MissingError
from backoffice.core.named import NamedTuple
from backoffice.kinds.client import Client
from backoffice.kinds.project import Project


class Place(NamedTuple):
    """A project or a client, and the task; all empty for internal work."""

    project: str | None = None
    client: str | None = None
    task: str = ""


def placed(books: Books, text: str) -> Place:
    """Return the project or client, and the task, that ``text`` names.

    ``acme/website`` is the project ``acme-website``, else a project of the client ``acme``, else the task ``website``
    of a project; whole ids go before parts of them.

    Raises:
        MissingError: when nothing fits, or several do.
    """
    first, *rest = (part.strip() for part in text.split("/"))
    projects, clients = books.ids(Project.noun), books.ids(Client.noun)
    if rest and f"{first}-{rest[0]}" in projects:
        return Place(f"{first}-{rest[0]}", task="/".join(rest[1:]))
    if first in projects:
        return Place(first, task="/".join(rest))
    client = first if first in clients else ""
    if not client and not any(first.casefold() in each for each in projects):
        client = named(Client.noun, clients, first)
    return (
        _of_client(books, client, rest) if client else Place(named(Project.noun, projects, first), task="/".join(rest))
    )


def _of_client(books: Books, client: str, rest: list[str]) -> Place:
    theirs = [project.id for project in books.all(Project) if project.client == client]
    if rest:
        try:
            return Place(named(Project.noun, theirs, rest[0]), task="/".join(rest[1:]))
        except MissingError:
            if theirs:
                raise
    return Place(client=client, task="/".join(rest))
