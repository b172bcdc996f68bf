"""Filing a document: the record and the place that a file gets, and what is planned about it later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from backoffice.core.books import Books
from backoffice.core.change import AddFile, AddRecord, MoveFile, Plan, RemoveFile, SetField, Step
from backoffice.core.dates import parse_date
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError, ValueTextError
from backoffice.core.filed import ENDINGS, FileFacts, type_of
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree, tree_of
from backoffice.core.words import SLUG, slug_of, words_of
from backoffice.kinds.document import KIND, Disposal, Filed

INBOX = "inbox"
"""The folder where files wait to be filed."""
_ENDING = r"\.[a-z0-9]{1,8}"
_DATED = r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ _-]*(.*)"
_TEXTS = (".md", ".yaml", ".yml")
"""Endings that a record has; a file with one is kept with another ending behind it."""
_SHOWN = 4


def inbox_of(books: Books) -> list[str]:
    """Return the paths of the files in the inbox; hidden ones and its README are none of them."""
    paths = books.files_in(INBOX)
    return [path for path in paths if "/." not in path and path != f"{INBOX}/README.md"]


class Incoming(NamedTuple):
    """A file to be filed: of ``content`` only the beginning is needed. ``outside`` says where it stays."""

    original: str
    content: bytes
    facts: FileFacts
    outside: str = ""


class Said(NamedTuple):
    """What is said about a file when it is filed; empty: nothing, or what follows from the file's name."""

    received: dt.date
    name: str = ""
    date: dt.date | None = None
    sender: str = ""
    source: str = ""
    serial: int | None = None
    about: tuple[str, ...] = ()
    retention: str | None = None
    respond_by: dt.date | None = None


def document_of(incoming: Incoming, said: Said, taken: Iterable[str] = ()) -> Filed:
    """Return the record of a file that is being filed; its id is none of those ``taken``.

    The same file filed on the same day gets the same id and record, on any machine.
    """
    import re

    stem, ending = _split(incoming.original)
    date, rest = _dated(stem)
    name = said.name or re.sub(r"[\s_]+", " ", rest).strip() or stem
    identity = f"{said.received}-{slug_of(_short(name))}"
    if identity in set(taken):
        identity = f"{identity}-{incoming.facts.sha256[:_SHOWN]}"
    kind = type_of(incoming.original, incoming.content)
    path = KIND.path_of(identity, year=f"{said.received.year:04}")
    return Filed(
        id=identity,
        where=Location(path),
        name=name,
        file=None if incoming.outside else f"{identity}{_safe(ending or ENDINGS.get(kind, '.bin'))}",
        outside=incoming.outside,
        sha256=incoming.facts.sha256,
        size=incoming.facts.size,
        type=kind,
        received=said.received,
        date=said.date or date,
        sender=said.sender,
        source=said.source,
        original=incoming.original,
        serial=said.serial,
        about=said.about,
        respond_by=said.respond_by,
        retention=said.retention,
    )


def file_document(document: Filed, content: bytes) -> Plan:
    """Plan to file a document whose file comes from outside the workspace, or stays there."""
    steps = (AddRecord(document.where.path, fields_tree(document)),)
    files = (AddFile(document.file_path, content),) if document.file else ()
    return Plan(f"File {document.id}", (*steps, *files))


def file_from_inbox(document: Filed, path: str) -> Plan:
    """Plan to file a document whose file lies in the inbox, at ``path``."""
    steps: tuple[Step, ...] = (AddRecord(document.where.path, fields_tree(document)),)
    return Plan(f"File {document.id}", (*steps, MoveFile(path, document.file_path)))


def hold(document: Filed, reason: str) -> Plan:
    """Plan that a document must be kept, whatever its class says; an empty reason ends that."""
    if document.hold == reason:
        return Plan(f"{document.id} is {'held already' if reason else 'not held'}")
    _require_kept(document)
    summary = f"Hold {document.id}: {reason}" if reason else f"Release {document.id}"
    return Plan(summary, (SetField(document.where.path, ("hold",), reason or None),))


def respond(document: Filed, *, on: dt.date) -> Plan:
    """Plan that a document was answered on a day.

    Raises:
        RefusedError: when that was before it came.
    """
    if document.responded:
        return Plan(f"{document.id} was answered already on {document.responded}")
    if on < document.received:
        raise RefusedError(f"{document.id} came on {document.received}, after {on}")
    return Plan(f"Answer {document.id} on {on}", (SetField(document.where.path, ("responded",), str(on)),))


def dispose(document: Filed, *, on: dt.date, reason: str) -> Plan:
    """Plan to remove the file of a document; its record stays and says when it went, and why.

    Raises:
        RefusedError: when it is on hold.
    """
    if document.disposed:
        return Plan(f"{document.id} was disposed of already on {document.disposed.date}")
    _require_kept(document)
    if document.hold:
        hint = f"backoffice document release {document.id}, if that is over"
        raise RefusedError(f"{document.id} is on hold: {document.hold}", hint=hint)
    note = SetField(document.where.path, ("disposed",), tree_of(Disposal(date=on, reason=reason)))
    gone: tuple[Step, ...] = (RemoveFile(document.file_path),) if document.file_path else ()
    return Plan(f"Dispose of {document.id}: {reason}", (note, *gone))


def _require_kept(document: Filed) -> None:
    if document.disposed:
        raise RefusedError(f"{document.id} was disposed of on {document.disposed.date}")


def _short(name: str) -> str:
    """Return so many whole words of a name as a slug has room for."""
    words = words_of(name)
    kept = [word for at, word in enumerate(words) if len(" ".join(words[: at + 1])) <= SLUG]
    return " ".join(kept) or name


def _split(original: str) -> tuple[str, str]:
    stem, dot, ending = original.rpartition(".")
    return (stem, f"{dot}{ending}".casefold()) if stem else (original, "")


def _safe(ending: str) -> str:
    import re

    known = re.fullmatch(_ENDING, ending) is not None
    return f"{ending}.txt" if ending in _TEXTS else ending if known else ".bin"


def _dated(stem: str) -> tuple[dt.date | None, str]:
    """Return the date that a file's name begins with, and the rest of the name."""
    import re

    match = re.fullmatch(_DATED, stem, re.DOTALL)
    try:
        return (parse_date(match[1]), match[2]) if match else (None, stem)
    except ValueTextError:
        return None, stem
