"""Time: what who worked on when, in raw minutes. Many entries lie in one file, for each person and month.

An entry is one line that people write in an editor and git merges by itself. Its id follows from what it says: person,
day, and the time it began or, where it has only a length, a fingerprint of its words. A timer is an entry without end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.hints import Annotated, Any, ClassVar
from backoffice.core.hours import Minutes, Stretch, Time
from backoffice.core.kind import Flag, Kind, ListColumn, Seen
from backoffice.core.record import Record, Ref
from backoffice.core.report import Cell
from backoffice.core.scalar import Date, Id, YesNo
from backoffice.kinds.billed import Billed
from backoffice.kinds.project import Project

MISFILED = Fault(
    "misfiled-time",
    "An entry of working time lies in the file of another month than its day. Move its line; nothing else changes.",
)
TWO_CLIENTS = Fault(
    "project-and-client",
    "An entry of working time names a project and a client. A project has a client already; name one of the two.",
)


class TimeEntry(Record):
    """A stretch of work by one person on one day."""

    noun: ClassVar[str] = "time"

    date: Annotated[Date, "The day."]
    time: Annotated[Time, "From when to when, 09:00-12:15; or how long, 3h15m; 09:00- while it runs."]
    project: Annotated[Id | None, Ref("project"), "The project; without one or a client it is internal."] = None
    client: Annotated[Id | None, Ref("client"), "The client, where there is no project."] = None
    task: Annotated[str, "What sort of work: design, workshop …; rates may depend on it."] = ""
    text: Annotated[str, "What was done, as it may be printed on an invoice."] = ""
    billable: Annotated[YesNo, "no: it is never billed."] = True

    @property
    def person(self) -> str:
        """Who worked: the name of the folder."""
        return self.where.path.split("/")[1]

    @property
    def title(self) -> str:
        """Who, how long, and on what."""
        return " · ".join(filter(None, (self.person, str(self.minutes), self.project or self.client, self.text)))

    @property
    def dated(self) -> dt.date | None:
        """The day."""
        return self.date

    @property
    def minutes(self) -> Minutes:
        """How long it took; nothing while it runs."""
        return self.time.length

    @property
    def external(self) -> bool:
        """Whether it was done for a client and may be billed."""
        return self.billable and bool(self.project or self.client)

    def check(self) -> Iterator[Diagnostic]:
        """Yield an entry in the file of another month, and one with both a project and a client."""
        month = f"{self.date:%Y-%m}"
        if not self.where.path.endswith(f"/{month}.yaml"):
            hint = f"move it to {path_of(self.person, self.date)}"
            yield MISFILED.at(self.where, f"{self.date} is not in this month", hint=hint, about=("date",))
        if self.project and self.client:
            yield TWO_CLIENTS.at(self.where, f"{self.project} has a client already", about=("client",))


def path_of(person: str, day: dt.date) -> str:
    """Return the file of a person's entries of the month of ``day``."""
    return f"time/{person}/{day:%Y-%m}.yaml"


def identity_of(person: str, day: dt.date, time: Stretch, *words: str) -> str:
    """Return the id of an entry: by when it began, else by a fingerprint of its ``words`` (project, task, text)."""
    if time.start is not None:
        return f"{person}-{day}-{str(time.start).replace(':', '')}"
    import hashlib  # takes longer to import than most commands to answer

    return f"{person}-{day}-{hashlib.sha256('|'.join(words).encode()).hexdigest()[:6]}"


def key_of(entry: TimeEntry) -> str:
    """Return the id that follows from what an entry says."""
    words = (entry.project or entry.client or "", entry.task, entry.text)
    return identity_of(entry.person, entry.date, entry.time, *words)


class Around:
    """What other records say of time: whose projects are whose, and what is billed of each entry, where."""

    def __init__(self, books: Books) -> None:
        """Gather it, once for a whole list."""
        self.projects = {project.id: project for project in books.all(Project)}
        self.billed = Billed(books)
        self.settled = books.settings.settled

    def client(self, entry: TimeEntry) -> str | None:
        """Return the client for whom an entry was worked."""
        project = self.projects.get(entry.project or "")
        return project.client if project else entry.client

    def bill(self, entry: TimeEntry) -> str:
        """Return the invoices that bill an entry, or why none will; empty where one should."""
        if invoices := ", ".join(self.billed.of_time(entry.id)):
            return invoices
        if why := _unbillable(entry):
            return why
        project = self.projects.get(entry.project or "")
        if self.settled and entry.date <= self.settled:
            return "settled"
        return "fixed price" if project and project.billing == "fixed" else ""


def _unbillable(entry: TimeEntry) -> str:
    if entry.time.running:
        return "running"
    return "" if entry.external else "not billable" if entry.project or entry.client else "internal"


def _around(books: Books) -> Mapping[str, Any]:
    return dict.fromkeys(books.ids(TimeEntry.noun), Around(books))


def _client(seen: Seen) -> Cell:
    client: str | None = seen.around.client(seen.record) if seen.around else seen.record.client
    return client


def _billed(seen: Seen) -> str:
    entry: TimeEntry = seen.record
    return seen.around.bill(entry) if seen.around else _unbillable(entry)


EXAMPLE = """\
- {date: 2026-11-20, time: 09:00-12:15, project: acme-website, task: design, text: homepage}
- {date: 2026-11-20, time: 45m, client: acme, text: call about the newsletter, billable: no}
- {date: 2026-11-21, time: 13:30-, project: acme-website, task: design, text: homepage}
"""

KIND = Kind(
    record=TimeEntry,
    plural="time-entries",
    help="Working time by person, project and task; what of it is billed, and where.",
    paths=("time/{person}/{month}.yaml",),
    id_pattern=r"[a-z0-9][a-z0-9-]{0,44}-[0-9]{4}-[0-9]{2}-[0-9]{2}-([0-9]{4}|[0-9a-f]{6})",
    key=key_of,
    columns=(
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("time", lambda seen: str(seen.record.time) if seen.record.time.start is not None else None),
        ListColumn("minutes", lambda seen: seen.record.minutes or None, title="Worked"),
        ListColumn("person", lambda seen: seen.record.person, filter=True),
        ListColumn("client", _client, filter=True, optional=True),
        ListColumn("project", lambda seen: seen.record.project, filter=True),
        ListColumn("task", lambda seen: seen.record.task, filter=True, optional=True),
        ListColumn("text", lambda seen: seen.record.text),
        ListColumn("billed", _billed, filter=True),
        ListColumn("id", lambda seen: seen.record.id, title="Entry", optional=True),
    ),
    flags=(
        Flag(
            "unbilled",
            "Only what is to be billed and is not; what a retainer covers is among it.",
            lambda seen: not _billed(seen),
        ),
        Flag("running", "Only what has no end yet.", lambda seen: seen.record.time.running),
    ),
    around=_around,
    faults=(MISFILED, TWO_CLIENTS),
    example=EXAMPLE,
)
