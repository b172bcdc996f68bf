"""Working time is possible: nobody works twice at once, on two timers, or for more than a day in a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.hours import DAY, Minutes
from backoffice.kinds.time import TimeEntry

OVERLAP = Fault(
    "overlapping-time",
    "Two entries of one person lie at the same time of a day, so that time would count, and be billed, twice. One of "
    "them has a slip in its times, or both say the same.",
)
TIMERS = Fault(
    "two-timers",
    "Two timers of one person run, as happens when one is started on each of two machines before they meet. Give the "
    "one that is over its end, such as `time: 09:00-10:30`.",
)
LONG_DAY = Fault("day-too-long", "The entries of one person on one day come to more than 24 hours.")


def working_time(books: Books) -> Iterator[Diagnostic]:
    """Yield what cannot be true of the time of one person."""
    days: defaultdict[tuple[str, dt.date], list[TimeEntry]] = defaultdict(list)
    timers: defaultdict[str, list[TimeEntry]] = defaultdict(list)
    for entry in books.all(TimeEntry):
        days[entry.person, entry.date].append(entry)
        if entry.time.running:
            timers[entry.person].append(entry)
    for entries in timers.values():
        first, *others = sorted(entries, key=_begun)
        for each in others:
            yield TIMERS.at(each.where, f"{each.person} has a timer since {_when(first)} already ({first.where})")
    for entries in days.values():
        yield from _one_day(entries)


def _one_day(entries: Sequence[TimeEntry]) -> Iterator[Diagnostic]:
    ordered = sorted(entries, key=_begun)
    for one, other in combinations(ordered, 2):
        if one.time.overlaps(other.time) and not (one.time.running and other.time.running):
            yield OVERLAP.at(other.where, f"{other.time} overlaps {one.time}, which is {one.where}")
    minutes = Minutes(sum(each.minutes for each in entries))
    if minutes > DAY:
        last = max(entries, key=lambda each: each.where)
        yield LONG_DAY.at(last.where, f"{last.person} worked {minutes} on {last.date}")


def _begun(entry: TimeEntry) -> tuple[dt.date, int, str]:
    return entry.date, entry.time.start or 0, entry.id


def _when(entry: TimeEntry) -> str:
    return f"{entry.date} {entry.time.start}"


CHECK = Check(
    "working-time", "Nobody works twice at once, or more than a day has.", working_time, (OVERLAP, TIMERS, LONG_DAY)
)
