"""Files read into plain rows, in this process or another: what a file says, ready for the tables."""

from __future__ import annotations

import gc
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from backoffice.core.diagnostic import Location
from backoffice.core.document import Tree
from backoffice.core.fields import targets
from backoffice.core.ledger import Chart, Posting
from backoffice.core.named import NamedTuple
from backoffice.core.record import Record
from backoffice.core.words import texts
from backoffice.workspace.claims import Claim, Claims
from backoffice.workspace.faults import NO_ACCESS
from backoffice.workspace.files import READ
from backoffice.workspace.folders import signature
from backoffice.workspace.index.blobs import blob_of
from backoffice.workspace.index.said import said_json
from backoffice.workspace.index.tables import DeadlineRow, PostingRow
from backoffice.workspace.json_text import written
from backoffice.workspace.records import Stated, nothing, stated


class Job(NamedTuple):
    """A file to read; blobs in ``known`` need no parsing."""

    path: str
    known: tuple[str, ...]


class Task(NamedTuple):
    """What all jobs have in common, as plain data."""

    root: str
    places: str
    chart: Mapping[str, str]
    hashing: str
    began: int


class Derived(NamedTuple):
    """What follows from a record: its title, rows of postings and deadlines, whom it names, the text to find it by."""

    title: str
    postings: tuple[PostingRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    targets: tuple[str, ...]
    text: str


class Fact(NamedTuple):
    """What a file says: its record's id and place, the tree as JSON (None: no record), notes and diagnostics."""

    noun: str
    name: str
    line: int
    column: int
    tree: str | None
    notes: str
    said: str
    derived: Derived


class Found(NamedTuple):
    """A file as it was found: blob and signature; ``facts`` are None where the blob was known. No blob: no file."""

    path: str
    blob: str | None
    signature: str
    facts: tuple[Fact, ...] | None


NOTHING = Derived("", (), (), (), "")


def read_all(task: Task, jobs: list[Job]) -> Iterator[Found]:
    """Read files, one after the other."""
    claims, chart = _claims_of(task.places), Chart(**task.chart)
    for job in jobs:
        yield _read(task, claims, chart, job)


def read_list(task: Task, jobs: list[Job]) -> list[Found]:
    """Read files in another process, which lives for nothing else."""
    import hashlib  # noqa: F401 - faster for many, see ``blob_of``

    gc.disable()
    return list(read_all(task, jobs))


@lru_cache(1)
def _claims_of(places: str) -> Claims:
    return Claims.of_text(places)


def _read(task: Task, claims: Claims, chart: Chart, job: Job) -> Found:
    claim = claims.of(job.path) or Claim("", "")
    try:
        fd = os.open(f"{task.root}/{job.path}", READ)
    except FileNotFoundError:
        return Found(job.path, None, "", None)
    except OSError as error:
        return _unread(job, claim, error)
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode):
            return Found(job.path, None, "", None)
        raw = _all(fd, about.st_size)
    except OSError as error:
        return _unread(job, claim, error)
    finally:
        os.close(fd)
    mark, blob = signature(about, task.began), blob_of(raw, task.hashing)
    if blob in job.known:
        return Found(job.path, blob, mark, None)
    found = stated(claims, claim, job.path, raw, chart)
    return Found(job.path, blob, mark, tuple(_fact(claim.noun, each) for each in found))


def _all(fd: int, size: int) -> bytes:
    raw = os.read(fd, size + 1)
    while len(raw) > size:
        more = os.read(fd, 1 << 20)
        raw += more
        if not more:
            break
    return raw


def _unread(job: Job, claim: Claim, error: OSError) -> Found:
    problem = NO_ACCESS.at(Location(job.path), f"{job.path} cannot be read: {error.strerror}")
    return Found(job.path, f"unread-{error.errno}", "", (_fact(claim.noun, nothing(claim.identity, problem)),))


def _fact(noun: str, found: Stated) -> Fact:
    said = said_json(found.said)
    record = found.record
    if record is None:
        return Fact(noun, found.name, 0, 0, None, "", said, NOTHING)
    where = record.where
    tree = written(found.tree)
    derived = derive(record, found.tree, found.postings)
    return Fact(noun, found.name, where.line, where.column, tree, record.notes, said, derived)


def derive(record: Record, tree: Mapping[str, Tree], postings: Iterable[Posting]) -> Derived:
    """Return what follows from a record for the tables."""
    return Derived(
        record.title,
        tuple(_posting(record.noun, each) for each in postings),
        tuple((each.day.isoformat(), *each[1:]) for each in record.deadlines()),
        tuple(targets(record)),
        "\n".join([record.id, *texts(tree), record.notes]),
    )


def _posting(source: str, each: Posting) -> PostingRow:
    day, account, amount, document, party, project, tax, nature = each
    return (source, day.isoformat(), account, amount.minor, amount.currency, document, party, project, tax, nature)
