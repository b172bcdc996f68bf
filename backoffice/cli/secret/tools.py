"""The tools behind secrets and people: records know nothing of vaults, nor vaults of records; a command asks both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.core.errors import BackofficeError
from backoffice.kinds.tool import Tool


def using(session: Session, secret: str) -> list[Tool]:
    """Return the tools that take the secret ``vault/name`` to log in."""
    return _tools(session, lambda tool: secret in tool.secrets)


def open_to(session: Session, person: str) -> list[Tool]:
    """Return the tools that a person looks after, or has access to."""
    return _tools(session, lambda tool: any(map(_same(person), tool.people)))


def access(tools: Sequence[Tool], person: str) -> Iterator[tuple[str, str, str]]:
    """Yield the id and the name of each tool, and whether the person is its owner or a user."""
    same = _same(person)
    return ((tool.id, tool.name, "owner" if same(tool.owner) else "user") for tool in tools)


def _same(person: str) -> Callable[[str], bool]:
    return lambda other: other.casefold() == person.casefold()


def _tools(session: Session, wanted: Callable[[Tool], bool]) -> list[Tool]:
    """Return the tools that are wanted; what stands in the way is told, and nobody is kept from the vault by it."""
    try:
        return [tool for tool in session.books.all(Tool) if wanted(tool)]
    except BackofficeError as error:
        output.complain(f"backoffice: tools are not shown: {error.message}")
        return []
