"""One entry out of three: what each of its fields becomes when two sides have changed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from backoffice.core.duration import Duration
from backoffice.core.hints import TypeVar
from backoffice.vault.entries import CUSTOM, FIELDS, Entry
from backoffice.vault.secret import Secret

K = TypeVar("K")
V = TypeVar("V")
Conflicts = dict[str, Secret]


def merged_entry(base: Entry | None, ours: Entry, theirs: Entry) -> tuple[Entry, list[str]]:
    """Return the merge of two versions of an entry, and the names of the fields in conflict.

    Every value comes with the day on which its side changed it.
    """
    if ours == theirs:
        return ours, []
    base = base or Entry(name=ours.name)
    found: Conflicts = {}
    values = _three_way(
        _values(base), _values(ours), _values(theirs), lambda name, _, other: found.update({name: other})
    )
    due = _days(base.due, ours.due, theirs.due, min)
    entry = _built(ours.name, values)
    return entry._replace(
        tags=tuple(sorted(_set(set(base.tags), set(ours.tags), set(theirs.tags)))),
        changed=_changed(values, ours, theirs),
        due=due,
        why=_why(base.why, ours.why, theirs.why) if due else "",
        exposed=_days(base.exposed, ours.exposed, theirs.exposed, max),
        conflict=_conflict(base, ours, theirs, found),
    ), list(found)


def _values(entry: Entry) -> dict[str, Secret]:
    """Return every single value; owner and rotate as well, of which there is one, too."""
    more = {"owner": Secret(entry.owner), "rotate": Secret(str(entry.rotate or ""))}
    return entry.fields() | {name: value for name, value in more.items() if value}


def _built(name: str, values: Mapping[str, Secret]) -> Entry:
    nothing = Secret()
    fields = {each: values.get(each, nothing) for each in FIELDS}
    rotate = values.get("rotate", nothing).reveal()
    return Entry(
        name=name,
        password=fields["password"],
        username=fields["username"].reveal(),
        url=fields["url"].reveal(),
        totp=fields["totp"],
        notes=fields["notes"],
        custom={each.removeprefix(CUSTOM): value for each, value in values.items() if each.startswith(CUSTOM)},
        owner=values.get("owner", nothing).reveal(),
        rotate=Duration.parse(rotate) if rotate else None,
    )


def _three_way(
    base: Mapping[str, Secret],
    ours: Mapping[str, Secret],
    theirs: Mapping[str, Secret],
    conflict: Callable[[str, Secret, Secret], object],
) -> dict[str, Secret]:
    """Return each value from the side that changed it; ours, after telling ``conflict``, where both did."""
    nothing, merged = Secret(), {}
    for name in (*ours, *(each for each in theirs if each not in ours)):
        before, mine, other = (each.get(name, nothing) for each in (base, ours, theirs))
        if mine not in {before, other} and other != before:
            conflict(name, mine, other)
        merged[name] = other if mine == before else mine
    return {name: value for name, value in merged.items() if value}


def _changed(values: Mapping[str, Secret], ours: Entry, theirs: Entry) -> dict[str, dt.date]:
    days = {}
    for name, value in values.items():
        sides = [side for side in (ours, theirs) if _values(side).get(name) == value]
        found = [side.changed[name] for side in sides if name in side.changed]
        if found:
            days[name] = max(found)
    return days


def _days(
    base: Mapping[str, dt.date],
    ours: Mapping[str, dt.date],
    theirs: Mapping[str, dt.date],
    choose: Callable[[dt.date, dt.date], dt.date],
) -> dict[str, dt.date]:
    """Return each day from the side that changed it; a day that one side changed and the other removed is kept."""
    merged: dict[str, dt.date | None] = {}
    for name in sorted(ours.keys() | theirs.keys()):
        before, mine, other = base.get(name), ours.get(name), theirs.get(name)
        if before in {mine, other}:
            merged[name] = other if mine == before else mine
        else:
            merged[name] = choose(mine, other) if mine and other else mine or other
    return {name: day for name, day in merged.items() if day}


def _set(base: set[K], ours: set[K], theirs: set[K]) -> set[K]:
    """Return what both have, and what one has added."""
    return (ours & theirs) | ((ours ^ theirs) - base)


def _why(base: str, ours: str, theirs: str) -> str:
    if ours in {base, theirs} or not ours:
        return theirs or ours
    return ours if theirs in {base, ""} else f"{ours}; {theirs}"


def _conflict(base: Entry, ours: Entry, theirs: Entry, found: Conflicts) -> dict[str, tuple[Secret, ...]]:
    """Return what was in conflict before and is not settled by either side, and what is in conflict now."""
    before, mine, other = (
        {(name, value) for name, values in each.conflict.items() for value in values} for each in (base, ours, theirs)
    )
    merged: dict[str, tuple[Secret, ...]] = {}
    for name, value in sorted(
        _set(before, mine, other) | set(found.items()), key=lambda each: (each[0], each[1].reveal())
    ):
        merged[name] = (*merged.get(name, ()), value)
    return merged
