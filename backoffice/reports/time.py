"""Where the time went: worked, billable and billed, by person, project, client, task, week or month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from backoffice.core.books import Books
from backoffice.core.hours import Minutes
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Share, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.time import TimeEntry
from backoffice.kinds.unbilled import Unbilled

INTERNAL = "internal"
WORDS = ("person", "project", "client", "task", "week", "month")


def time(books: Books, *, period: Period, by: str = "person", client: str = "") -> Report:
    """Return the minutes of ``period``; the billable share is of all time worked, internal time with it.

    Time on projects at a fixed price is billable: it is paid for, though not by the hour.
    """
    source = Unbilled(books)
    heading = _headings(source)[by]
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in books.all(TimeEntry):
        if entry.date in period and client in {"", source.client_of(entry)}:
            found = sums[heading(entry)]
            found[0] += entry.minutes
            found[1] += entry.minutes if entry.external else 0
            found[2] += source.billed.minutes(entry.id)
    columns = (
        Column(by),
        Column("worked"),
        Column("billable"),
        Column("share", "Billable share"),
        Column("billed", "Billed by line"),
    )
    rows = [(name, *_cells(sums[name])) for name in sorted(sums)]
    whole = [sum(each[at] for each in sums.values()) for at in range(3)]
    totals = (("Total", *_cells(whole)),) if len(rows) > 1 else ()
    table = Table("time", columns, rows, totals, empty="No time is recorded in this period.")
    return Report("time", "Time", (table,), scope=str(period))


def _headings(source: Unbilled) -> dict[str, Callable[[TimeEntry], str]]:
    return {
        "person": lambda entry: entry.person,
        "project": lambda entry: entry.project or entry.client or INTERNAL,
        "client": lambda entry: source.client_of(entry) or INTERNAL,
        "task": lambda entry: entry.task or "no task",
        "week": lambda entry: f"{entry.date:%G-W%V}",
        "month": lambda entry: f"{entry.date:%Y-%m}",
    }


def _cells(sums: list[int]) -> Iterator[Cell]:
    worked, billable, billed = sums
    yield Minutes(worked)
    yield Minutes(billable)
    yield Share(value=Decimal(billable) / worked) if worked else None
    yield Minutes(billed)


def _build(books: Books, scope: Scope) -> Report:
    period = scope.period or Period.parse(f"{scope.as_of.year:04}")
    until = min(period.end, scope.as_of)
    return time(books, period=Period(min(period.start, until), until), by=scope.by or "person", client=scope.client)


REPORT = Declared(
    "time",
    "Time worked, and what of it is billable, by person, project, client, task, week or month; this year so far.",
    _build,
    options=("period", "client", "by"),
    by=WORDS,
)
