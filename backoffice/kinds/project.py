"""Projects: a piece of work for a client, by which money and time are grouped."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.hours import Worked
from backoffice.core.kind import ANYTHING, Kind, ListColumn, Seen
from backoffice.core.rates import HourlyRate
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Id, Positive

BACKWARDS = Fault("ends-before-start", "Something ends before it starts.")


class Project(Record):
    """A piece of work for a client."""

    noun: ClassVar[str] = "project"

    name: Annotated[str, "What people call it."]
    client: Annotated[Id, Ref("client"), "For whom."]
    start: Annotated[Date | None, "First day."] = None
    end: Annotated[Date | None, "Last day, once it is over."] = None
    budget: Annotated[Positive | None, "Agreed net total, in the project's currency."] = None
    currency: Annotated[Currency | None, "Currency of the budget; empty: the client's."] = None
    hours: Annotated[Worked | None, "Agreed time, such as 120h."] = None
    billing: Annotated[
        Literal["hours", "fixed"], "hours: its time is billed; fixed: at an agreed price, its time is only recorded."
    ] = "hours"
    rates: Annotated[tuple[HourlyRate, ...], "What an hour costs here, before the rates of client and business."] = ()
    lead: Annotated[str, "Who leads it."] = ""
    tags: Annotated[tuple[str, ...], "Words to find it by."] = ()

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    @property
    def dated(self) -> dt.date | None:
        """Its first day."""
        return self.start

    def check(self) -> Iterator[Diagnostic]:
        """Yield an error when the project ends before it starts."""
        if self.start and self.end and self.end < self.start:
            yield BACKWARDS.at(self.where, f"the project ends on {self.end}, before it starts on {self.start}")

    def state(self, as_of: dt.date) -> str:
        """Return whether the project is planned, running or over on a day."""
        if self.start and as_of < self.start:
            return "planned"
        return "over" if self.end and self.end < as_of else "running"


def _state(seen: Seen) -> str:
    project: Project = seen.record
    return project.state(seen.as_of)


EXAMPLE = """\
---
name: Website relaunch
client: acme
start: 2026-09-01
budget: 12000
---
Three phases: concept, design, build.
"""

KIND = Kind(
    record=Project,
    plural="projects",
    help="Pieces of work for a client, by which money and time are grouped.",
    paths=("projects/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Project"),
        ListColumn("name", lambda seen: seen.record.name),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("start", lambda seen: seen.record.start),
        ListColumn("end", lambda seen: seen.record.end),
        ListColumn("state", _state, filter=True),
    ),
    states=dict.fromkeys(("planned", "running", "over"), ANYTHING),
    faults=(BACKWARDS,),
    example=EXAMPLE,
)
