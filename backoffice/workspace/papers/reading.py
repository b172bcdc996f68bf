"""Papers read as text into the index, one after the other; whoever is interrupted goes on where they were."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress

from backoffice.core.diagnostic import Diagnostic, Fault, Location, Severity
from backoffice.core.part import names_of
from backoffice.core.record import Record
from backoffice.workspace.files import PIECE, READ
from backoffice.workspace.hashing import place_of
from backoffice.workspace.index.since import records
from backoffice.workspace.index.store import Store
from backoffice.workspace.index.texts import Link, Text, Texts
from backoffice.workspace.papers import ocr
from backoffice.workspace.papers.limited import Reader

UNREADABLE = Fault(
    "unreadable-paper",
    "The text of a file cannot be read: it is protected by a password, damaged, too large, or takes too long. It is "
    "kept all the same, and found by what its record says; a smaller copy, or one without password, can be filed too.",
    Severity.WARNING,
)
FAULTS = (UNREADABLE,)

LARGEST = 256 << 20
"""Bytes of a file that is read at most."""
_LETTERS = 4_000_000
_TEXTS = (".txt", ".md", ".csv", ".eml", ".json", ".xml", ".html")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")

Progress = Callable[[int, int], None]


def read_papers(root: str, texts: Texts, wanted: Iterable[Link], progress: Progress | None, *, pictures: bool) -> None:
    """Read files, each once; with ``pictures``, letters are looked for in those too."""
    links = list({link.sha256: link for link in wanted}.values())
    with Reader() as reader:
        for done, link in enumerate(links, 1):
            content = _content(root, link)
            if content is not None:
                texts.put(link.sha256, text_of(link.path, content, reader, pictures=pictures))
            if progress:
                progress(done, len(links))


def text_of(path: str, content: bytes, reader: Reader, *, pictures: bool) -> Text:
    """Return the text of one file."""
    found = Text((), "")
    if content.startswith(b"%PDF-") or path.lower().endswith(".pdf"):
        pages, said = reader.read(content)
        found = Text(pages, said)
    elif path.lower().endswith(_TEXTS):
        return Text((content[:_LETTERS].decode("utf-8", "replace").replace("\0", " "),), seen=True)
    elif not content.startswith(_PICTURES):
        return Text((), seen=True)
    if pictures and found.blank and ocr.installed():
        letters = ocr.recognised(content)
        return Text(letters.pages or found.pages, letters.said, seen=True)
    return found


def unreadable(store: Store, texts: Texts) -> list[Diagnostic]:
    """Return a finding at every record that names a file which cannot be read."""
    said = texts.faulty()
    found = {record.ref: record for record in records(store, dict.fromkeys(link.ref for link, _ in said))}
    return [_unreadable(found.get(link.ref), link.path, why) for link, why in said]


def _unreadable(record: Record | None, path: str, why: str) -> Diagnostic:
    """Return the finding at the field that names the file, where it is one of the record's own."""
    message, name = f"{path} cannot be read as text: {why}", path.rpartition("/")[2]
    if record is None:
        return UNREADABLE.at(Location(path), message)
    about = [field for field in names_of(type(record)) if getattr(record, field) == name]
    return UNREADABLE.at(record.where, message, about=tuple(about[:1]))


def _content(root: str, link: Link) -> bytes | None:
    """Return what a file holds, if it is the one that was recorded; None also for one that is too large."""
    with suppress(OSError, ValueError):
        fd = os.open(place_of(root, link.path), READ)
        try:
            about = os.fstat(fd)
            if stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST:
                content = b"".join(iter(lambda: os.read(fd, PIECE), b""))
                return content if hashlib.sha256(content).hexdigest() == link.sha256 else None
        finally:
            os.close(fd)
    return None
