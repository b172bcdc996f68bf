"""Documents and their files: all there, unchanged, each once, and nothing lies in the archive unrecorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from backoffice.checks.check import Check
from backoffice.checks.unread import unread
from backoffice.core.books import Books, having
from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.document import FieldPath
from backoffice.core.filed import FileFacts, pdf_of
from backoffice.kinds import kinds
from backoffice.kinds.document import FOLDER, KIND, Filed

MISSING = Fault(
    "missing-paper",
    "The file of a document is not where its record says. `git log --stat -- PATH` shows where it went; one that may "
    "go is disposed of by `document dispose`.",
)
CHANGED = Fault(
    "changed-paper",
    "A file is not the one that was filed: its content hashes to something else. Bring the old file back (git keeps "
    "it), and file a new version as a document of its own. The PDF of an invoice, a credit note, a quote or a reminder "
    "stays as it went out: what is to be said anew takes a new one of these.",
)
POINTER = Fault(
    "lfs-pointer",
    "In the place of a file there is a pointer of git-lfs: the file itself was never fetched. `git lfs pull` does it.",
)
ORPHAN = Fault(
    "orphaned-paper",
    "A file in documents/ belongs to no record, so nobody finds it. Move it to inbox/ and file it.",
    "warning",
)
LARGE = Fault(
    "oversized-paper",
    "A file is larger than the settings allow (documents: largest), and git keeps every version of it for ever. Keep "
    "it elsewhere: `document add --outside` records path and hash.",
    "warning",
)
AWAY = Fault(
    "outside-paper",
    "A document's file lies outside the workspace and is not there, or not as it was; another machine may have it.",
    "warning",
)
TWICE = Fault(
    "filed-twice",
    "Two documents are the same file, or have the same archive serial number. Two people may have filed it; keep one.",
)
UNKNOWN = Fault("unknown-retention", "A document's retention class is neither in the settings nor on board.")
FAULTS = (MISSING, CHANGED, POINTER, ORPHAN, LARGE, AWAY, TWICE, UNKNOWN)

_MEGABYTE = 1_000_000
_TEXTS = (".md", ".yaml", ".yml")


def documents(books: Books) -> Iterator[Diagnostic]:
    """Yield what is wrong with documents and their files, and with the hashed files of expenses and contracts."""
    filed = list(books.all(Filed))
    yield from _twins(each for each in filed if not each.disposed)
    yield from _classes(books, filed)
    for document in filed:
        if document.file_path:
            facts = books.file_facts(document.file_path)
            if facts is None:
                yield MISSING.at(document.where, f"{document.file_path} is not there", about=("file",))
            else:
                yield from _differs(document.where, document.file_path, facts, document.sha256)
                yield from _large(books, document)
        elif document.outside and not document.disposed:
            yield from _outside(books, document)
    for where, path, digest in _hashed(books):
        if facts := books.file_facts(path):
            yield from _differs(where, path, facts, digest)
    yield from _archived(books)
    yield from _loose(books, filed)


def _twins(filed: Iterable[Filed]) -> Iterator[Diagnostic]:
    same: defaultdict[tuple[str, Hashable], list[Filed]] = defaultdict(list)
    for document in filed:
        same["file", document.sha256].append(document)
        if document.serial is not None:
            same["archive serial number", document.serial].append(document)
    for (what, _), (first, *others) in same.items():
        for other in others:
            yield TWICE.at(other.where, f"{other.id} has the same {what} as {first.id} ({first.where})")


def _classes(books: Books, filed: Iterable[Filed]) -> Iterator[Diagnostic]:
    known = books.settings.retention
    for document in filed:
        if document.retention and document.retention not in known:
            hint = f"classes are {', '.join(known)}" if known else "declare it in backoffice.yaml, documents: retention"
            yield UNKNOWN.at(
                document.where, f"there is no retention class {document.retention}", hint=hint, about=("retention",)
            )


def _differs(
    where: Location, path: str, facts: FileFacts, digest: str, about: FieldPath = ("sha256",)
) -> Iterator[Diagnostic]:
    if facts.points_to:
        yield POINTER.at(where, f"{path} is only a pointer of git-lfs", hint="git lfs pull")
    elif facts.sha256 != digest:
        yield CHANGED.at(where, f"{path} is not the file that was recorded", hint=f"git log -- {path}", about=about)


def _large(books: Books, document: Filed) -> Iterator[Diagnostic]:
    most = books.settings.documents.largest
    if document.size > most * _MEGABYTE:
        size = f"{document.size / _MEGABYTE:.1f} MB"
        yield LARGE.at(document.where, f"{document.file} has {size}, more than the {most} MB that the settings allow")


def _outside(books: Books, document: Filed) -> Iterator[Diagnostic]:
    facts = books.file_facts(document.outside)
    if facts is None:
        yield AWAY.at(document.where, f"{document.outside} is not there", about=("outside",))
    elif facts.sha256 != document.sha256:
        yield AWAY.at(document.where, f"{document.outside} is not the file that was recorded", about=("outside",))


def _hashed(books: Books) -> Iterator[tuple[Location, str, str]]:
    """Yield every file that a record of another kind names with its hash: the record's place, the file, the hash."""
    for kind in kinds():
        if kind.files and kind.hashed:
            for record in having(books, kind.record, kind.hashed):
                yield from ((record.where, path, digest) for path, digest in kind.files(record) if digest)


def _archived(books: Books) -> Iterator[Diagnostic]:
    """Yield the own PDFs of documents, archived when these were issued, that are gone or are not what they were."""
    for kind in kinds():
        if kind.archived:
            digests = {name: digest for name, digest in books.stated(kind.record, kind.archived) if digest}
            for record in books.some(kind.record, digests):
                path, about = pdf_of(record.where.path), tuple(kind.archived.split("."))
                if facts := books.file_facts(path):
                    yield from _differs(record.where, path, facts, digests[record.id], about)
                else:
                    say, hint = f"{path}, which was archived with it, is not there", f"git log --stat -- {path}"
                    yield MISSING.at(record.where, say, hint=hint, about=about)


def _loose(books: Books, filed: Iterable[Filed]) -> Iterator[Diagnostic]:
    """Yield files of the archive that nobody has recorded."""
    known, unknown = {document.file_path for document in filed}, unread(books, KIND)
    for path in books.files_in(FOLDER):
        name = path.rpartition("/")[2]
        if path not in known and not name.endswith(_TEXTS) and name[0] != "." and name.split(".")[0] not in unknown:
            yield ORPHAN.at(Location(path), "no document says what this is")


CHECK = Check("documents", "Documents have their files, unchanged, and each once.", documents, FAULTS)
