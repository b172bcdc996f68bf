"""Recording time: new entries, timers that start and stop, and what cannot be true beside what is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from backoffice.core.change import AddEntry, Plan, SetField
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.core.hours import DAY, HOUR, Clock, Minutes, Stretch
from backoffice.core.part import replaced
from backoffice.core.plain import fields_tree
from backoffice.kinds.time import TimeEntry, key_of, path_of

FORGOTTEN = 16 * HOUR
"""A timer that ran longer was most likely forgotten."""
MIDNIGHT = Clock(DAY)
MORNING = Clock(0)


def entry_of(person: str, day: dt.date, time: Stretch, **fields: Any) -> TimeEntry:  # noqa: ANN401 - as they are declared
    """Return a new entry, with the id and the place that follow from what it says."""
    entry = TimeEntry(id="", where=Location(path_of(person, day)), date=day, time=time, **fields)
    return replaced(entry, id=key_of(entry))


def conflict(entry: TimeEntry, others: Iterable[TimeEntry]) -> str:
    """Return why an entry cannot be true beside ``others`` of its person; empty when it can."""
    total = int(entry.minutes)
    for other in others:
        if other.id == entry.id or other.date != entry.date:
            continue
        if other.time.running and entry.time.running:
            return f"{other.person} works on {_what(other)} since {other.time.start} ({other.where})"
        if other.time.overlaps(entry.time):
            return f"{entry.time} overlaps {other.time} on {_what(other)} ({other.where})"
        total += other.minutes
    return f"{Minutes(total)} on {entry.date} is more than a day has" if total > DAY else ""


def add(entries: Sequence[TimeEntry], known: Sequence[TimeEntry]) -> Plan:
    """Plan to record new entries beside those ``known`` of their person; what is recorded already is done.

    Raises:
        RefusedError: when one cannot be true beside the others.
    """
    new = [each for each in entries if not _recorded(each, known)]
    for entry in new:
        if why := conflict(entry, known):
            raise RefusedError(why, hint=f"backoffice time edit {entry.person}")
    if not new:
        return Plan(f"{entries[0].id} is recorded already")
    steps = (AddEntry(each.where.path, fields_tree(each)) for each in new)
    return Plan(f"Record {_spelled(new)}", tuple(steps))


def _recorded(entry: TimeEntry, known: Iterable[TimeEntry]) -> bool:
    for other in known:
        if other.id == entry.id:
            if fields_tree(other) == fields_tree(entry):
                return True
            raise RefusedError(
                f"{other.where} says something else of {entry.id}: {other.time} on {_what(other)}",
                hint=f"backoffice time edit {entry.id}",
            )
    return False


def running(entries: Iterable[TimeEntry]) -> Iterator[TimeEntry]:
    """Yield the timers that run."""
    return (entry for entry in entries if entry.time.running)


def start(entry: TimeEntry, known: Sequence[TimeEntry]) -> Plan:
    """Plan to start a timer; one that runs for the same already is done.

    Raises:
        RefusedError: when another one runs, or something is recorded at that time.
    """
    for other in running(known):
        if _same(other, entry):
            return Plan(f"{other.person} works on {_what(other)} since {other.time.start} already")
        say = f"{other.person} works on {_what(other)} since {other.time.start} ({other.where})"
        raise RefusedError(say, hint="backoffice time stop")
    plan = add([entry], known)
    return plan._replace(summary=f"Start {_what(entry)} at {entry.time.start}") if plan else plan


def stop(entry: TimeEntry, position: int, known: Sequence[TimeEntry], *, on: dt.date, at: Clock) -> Plan:
    """Plan to end a timer, whose entry is number ``position`` (from 0) of its file.

    Over midnight the rest is an entry of the next day.

    Raises:
        RefusedError: when it would have run backwards or for longer than anybody works, or overlaps what is recorded.
    """
    begun = entry.time.start or MORNING
    length = (on - entry.date).days * DAY + at - begun
    if not 0 <= length <= FORGOTTEN:
        say = f"{_what(entry)} was started on {entry.date} at {begun}, so it cannot end on {on} at {at}"
        raise RefusedError(say, hint="say when it ended: backoffice time stop --on DATE --at 17:30")
    over = on > entry.date and at > MORNING
    end = MIDNIGHT if on > entry.date else Clock(max(at, begun + 1))
    done = replaced(entry, time=Stretch(begun, end, Minutes(end - begun)))
    if why := conflict(done, known):
        raise RefusedError(why, hint="say when it ended: backoffice time stop --at 12:00")
    plan = Plan("", (SetField(entry.where.path, (position, "time"), str(done.time)),))
    entries = [done]
    if over:
        rest = _moved(entry, on, Stretch(MORNING, at, Minutes(at)))
        plan = plan.then(*add([rest], known).steps)
        entries.append(rest)
    return plan._replace(summary=f"Record {_spelled(entries)}")


def _moved(entry: TimeEntry, day: dt.date, time: Stretch) -> TimeEntry:
    fields = {name: getattr(entry, name) for name in ("project", "client", "task", "text", "billable")}
    return entry_of(entry.person, day, time, **fields)


def _same(one: TimeEntry, other: TimeEntry) -> bool:
    return (one.project, one.client, one.task, one.text) == (other.project, other.client, other.task, other.text)


def _what(entry: TimeEntry) -> str:
    place = entry.project or entry.client or "internal work"
    return f"{place} / {entry.task}" if entry.task else place


def _spelled(entries: Sequence[TimeEntry]) -> str:
    first = entries[0]
    minutes = Minutes(sum(each.minutes for each in entries))
    much = f"a start at {first.time.start}" if first.time.running else str(minutes)
    text = f": {first.text}" if first.text else ""
    return f"{much} of {first.person} on {_what(first)}, {first.date}{text}"
