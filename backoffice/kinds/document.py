"""Documents: papers and files that came in or went out, each with a record beside it that says what it is.

The file never changes and never moves: everything that may change about it is in its record.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.filed import Attached
from backoffice.core.kind import ANYTHING, Flag, Kind, ListColumn, Seen, Trace
from backoffice.core.part import Part
from backoffice.core.record import ANY, Record, Ref
from backoffice.core.scalar import AnyRef, Date, Digest, Id, Integer, RelativePath

FOLDER = "documents"

NO_PLACE = Fault(
    "document-without-file",
    "A document says neither which file it is (file) nor where outside the workspace it lies (outside), or says both.",
)
ANSWERED_EARLY = Fault("answered-early", "A document was answered before it was received.")


class Disposal(Part):
    """That the file is no longer kept."""

    date: Annotated[Date, "Day on which it was disposed of."]
    reason: Annotated[str, "Why it was allowed to go."]


class Filed(Record):
    """A document of any sort, with the file it describes."""

    noun: ClassVar[str] = "document"

    name: Annotated[str, "What it is, as one would call it."]
    file: Annotated[RelativePath | None, "The file, beside this one."] = None
    outside: Annotated[str, "Where a file is that is too large for the repository: an absolute path, or one in ~."] = ""
    sha256: Annotated[Digest, "What its content hashes to."]
    size: Annotated[Integer, "Its size in bytes."]
    type: Annotated[str, "Its media type, such as application/pdf."]
    received: Annotated[Date, "Day on which it came in, or went out."]
    date: Annotated[Date | None, "The date on it."] = None
    sender: Annotated[str, "Who it is from."] = ""
    source: Annotated[str, "How it came: post, mail, portal, scan."] = ""
    original: Annotated[str, "Name that the file had."] = ""
    serial: Annotated[Integer | None, "Archive serial number: the number on the paper itself, in its binder."] = None
    about: Annotated[tuple[AnyRef, ...], Ref(ANY), "What it is about: client/acme, contract/acme-msa."] = ()
    respond_by: Annotated[Date | None, "Last day for an answer to it."] = None
    responded: Annotated[Date | None, "Day on which it was answered."] = None
    retention: Annotated[Id | None, "How long it is kept: a class of the settings."] = None
    hold: Annotated[str, "Why it must be kept whatever its class says, such as a dispute."] = ""
    disposed: Annotated[Disposal | None, "When and why its file was disposed of."] = None
    tags: Annotated[tuple[str, ...], "Words to find it by."] = ()

    @property
    def title(self) -> str:
        """What it is, and who it is from."""
        return " · ".join(part for part in (self.name, self.sender) if part)

    @property
    def dated(self) -> dt.date | None:
        """The day on which it came in."""
        return self.received

    @property
    def file_path(self) -> str:
        """Where its file is, from the root of the workspace; empty where it lies outside or is no longer kept."""
        if self.file is None or self.disposed:
            return ""
        return f"{self.where.path.rpartition('/')[0]}/{self.file}"

    @property
    def files(self) -> list[Attached]:
        """Its file, wherever it is; none once it was disposed of."""
        path = self.file_path or ("" if self.disposed else self.outside)
        return [Attached(path, self.sha256)] if path else []

    @property
    def client(self) -> str:
        """The first client it is about; empty: about none."""
        return next((ref.partition("/")[2] for ref in self.about if ref.startswith("client/")), "")

    def check(self) -> Iterator[Diagnostic]:
        """Yield a document with no place or two, and an answer to what had not come yet."""
        if (self.file is None) == (not self.outside):
            wrong = "file and outside are both given" if self.file else "neither file nor outside is given"
            yield NO_PLACE.at(self.where, f"{wrong}: one of them says where it is")
        if self.responded and self.responded < self.received:
            wrong = f"answered on {self.responded}, before it was received on {self.received}"
            yield ANSWERED_EARLY.at(self.where, wrong, about=("responded",))

    def deadlines(self) -> Iterator[Deadline]:
        """Yield the last day for an answer that has not been given."""
        if self.respond_by and not self.responded:
            to = f" to {self.sender}" if self.sender else ""
            yield Deadline(self.respond_by, self.ref, "letter", f"Answer{to}: {self.name}")


def _state(seen: Seen) -> str:
    """What has to be known at a glance: gone, held, waiting for an answer."""
    document: Filed = seen.record
    if document.disposed:
        return "disposed"
    if document.respond_by and not document.responded:
        return "to answer"
    return "held" if document.hold else "kept"


EXAMPLE = """\
---
name: Notice of assessment 2025
file: 2026-11-03-notice-of-assessment.pdf
sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
size: 48213
type: application/pdf
received: 2026-11-03
date: 2026-10-30
sender: Finanzamt Hamburg
source: post
serial: 1042
about: [client/acme]
respond_by: 2026-12-03
retention: books
---
One month to object, counted from the third day after posting.
"""

KIND = Kind(
    record=Filed,
    plural="documents",
    help="Papers and files of any sort, with what they are, where they came from and what they are about.",
    paths=(f"{FOLDER}/{{year}}/{{id}}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Document"),
        ListColumn("received", lambda seen: seen.record.received),
        ListColumn("name", lambda seen: seen.record.name),
        ListColumn("sender", lambda seen: seen.record.sender, title="From", filter=True),
        ListColumn("about", lambda seen: ", ".join(seen.record.about), optional=True),
        ListColumn("client", lambda seen: seen.record.client, filter=True, optional=True),
        ListColumn("retention", lambda seen: seen.record.retention, filter=True, optional=True),
        ListColumn("serial", lambda seen: seen.record.serial, filter=True, optional=True),
        ListColumn("state", _state, filter=True),
    ),
    flags=(
        Flag(
            "unanswered",
            "Only what still wants an answer.",
            lambda seen: _state(seen) == "to answer",
            place="respond_by",
        ),
        Flag("held", "Only what is on hold.", lambda seen: bool(seen.record.hold), place="hold"),
    ),
    states={
        "disposed": Trace(place="disposed.date"),
        "to answer": Trace(place="respond_by"),
        "held": Trace(place="hold"),
        "kept": ANYTHING,
    },
    files=lambda record: record.files,
    faults=(NO_PLACE, ANSWERED_EARLY),
    example=EXAMPLE,
)
