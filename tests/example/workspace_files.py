"""The example workspace read from its files: every file with what it says and what is wrong with it."""

import functools
import hashlib
from pathlib import Path

from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Diagnostic
from backoffice.core.filed import FileFacts
from backoffice.core.record import Record
from backoffice.core.schema import read as read_record
from backoffice.core.settings import Settings
from backoffice.formats.frontmatter import read
from backoffice.kinds import kinds

ROOT = Path(__file__).parents[2] / "example-workspace"


@functools.cache
def contents() -> dict[str, bytes]:
    """Return every file by its path from the workspace's root."""
    files = (path for path in sorted(ROOT.rglob("*")) if path.is_file())
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}


def texts() -> dict[str, str]:
    """Return the text files."""
    return {path: raw.decode() for path, raw in contents().items() if path.endswith((".md", ".yaml", ".txt", ".svg"))}


def records_of(path: str, raw: bytes) -> tuple[list[Record], list[Diagnostic]]:
    """Return the records of one file, and everything wrong with it."""
    found: list[Record] = []
    problems: list[Diagnostic] = []
    for kind in kinds():
        identity = kind.identity(path)
        if identity is None:
            continue
        reading = read(path, raw)
        problems += reading.diagnostics
        for document in reading.documents:
            record, wrong = read_record(kind.record, kind.key or identity, document)
            problems += wrong
            found += [record] if record else []
    return found, problems


@functools.cache
def books() -> MemoryBooks:
    """Return the books of the whole workspace."""
    records: list[Record] = []
    problems: list[Diagnostic] = []
    for path, raw in contents().items():
        found, wrong = records_of(path, raw)
        records += found
        problems += wrong
    settings = next(record for record in records if isinstance(record, Settings))
    return MemoryBooks(settings, records, files=contents(), facts=facts, problems=problems)


def facts(path: str) -> FileFacts | None:
    """Return size and digest of a file."""
    raw = contents().get(path)
    return FileFacts(len(raw), hashlib.sha256(raw).hexdigest()) if raw is not None else None
