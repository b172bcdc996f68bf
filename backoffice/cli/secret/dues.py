"""What `due` says of secrets: those that a leaver knows, or whose time is up, in every vault that the user can open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret.reading import Reading
from backoffice.core.deadline import Deadline
from backoffice.core.errors import BackofficeError, MissingError
from backoffice.vault.age import NotYoursError
from backoffice.vault.entries import CUSTOM, Entry

KIND = "rotation"


def secrets(session: Session) -> list[Deadline]:
    """Return a deadline for every field that has one; nobody is asked for a passphrase.

    Whoever has no key sees none, and is not told; what else stands in the way is told beside the answer.
    """
    reading = Reading(session.workspace.place, session.environment, lambda _: None)
    if not reading.names:
        return []
    from backoffice.vault.harden import harden

    harden()
    try:
        stores = reading.readable()
    except (MissingError, NotYoursError):
        return []
    except BackofficeError as error:
        output.complain(f"backoffice: secrets that are due are not shown: {error.message}")
        return []
    return [each for vault, store in stores.items() for entry in store.dated() for each in _of(vault, entry)]


def _of(vault: str, entry: Entry) -> Iterator[Deadline]:
    for field in entry.fields():
        if day := entry.due_on(field):
            why = f": {entry.why}" if field in entry.due and entry.why else ""
            what = f"Change the {field.removeprefix(CUSTOM)} of {entry.name}{why}"
            yield Deadline(day, f"secret/{vault}/{entry.name}", KIND, what, who=entry.owner, period=field)


def counted(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Return the deadlines by day, vault and owner, for files: names of entries stay in the vault."""
    found = Counter((each.day, each.subject.split("/")[1], each.who) for each in deadlines)
    return [
        Deadline(
            day,
            f"secret/{vault}",
            KIND,
            f"Change {number} secret{'s' * (number != 1)}: backoffice secret rotate",
            who=who,
            period=f"{day} {who}",
        )
        for (day, vault, who), number in found.items()
    ]
