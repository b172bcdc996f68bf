"""Whose time it is: the person that is named, whom the settings name, or git's user."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from backoffice.cli.context import Session
from backoffice.core.books import Books
from backoffice.core.errors import RefusedError, UsageError
from backoffice.core.hints import Any
from backoffice.core.words import slug_of
from backoffice.kinds.time import TimeEntry

person_option: Callable[[Any], Any] = click.option(
    "--person", metavar="ID", help="Whose time; else `person` of the settings, or the name that git knows you by."
)


def person_of(session: Session, given: str | None) -> str:
    """Return the id of a person.

    Raises:
        RefusedError: when nobody is named, and neither settings nor git know a name.
        UsageError: when what is given is no id, or looks like a slip in one that is known.
    """
    if given:
        return _known(persons(session.books), given)
    if session.settings.person:
        return session.settings.person
    if author := session.workspace.author():
        return slug_of(author)
    raise RefusedError("nobody knows whose time this is", hint="say --person ID, or put person: into backoffice.yaml")


def persons(books: Books) -> list[str]:
    """Return everybody whose time is recorded."""
    return sorted({re.split(r"-\d{4}-\d\d-\d\d-", identity)[0] for identity in books.ids(TimeEntry.noun)})


def _known(known: list[str], given: str) -> str:
    if given in known:
        return given
    fitting = [each for each in known if each.startswith(given)]
    if len(fitting) == 1:
        return fitting[0]
    import difflib

    near = fitting or difflib.get_close_matches(given, known, n=2)
    if near or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,44}", given):
        hint = f"did you mean {' or '.join(near)}?" if near else "ids are small letters, digits and dashes"
        raise UsageError(f"there is no person {given!r}", hint=hint)
    return given
