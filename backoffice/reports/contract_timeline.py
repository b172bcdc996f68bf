"""Contracts as bars over three years, a character for each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from backoffice.core.books import Books
from backoffice.core.duration import add_months
from backoffice.core.named import NamedTuple
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.outlook import sentence
from backoffice.kinds.contract.situation import OVER, UNSIGNED, Situation

BEFORE, MONTHS = 12, 36
BOUND, GOES_ON, UNSURE, ACT, NONE = "█", "░", "?", "!", "·"
LEGEND = (
    f"{BOUND} bound   {GOES_ON} if nobody does anything   {ACT} last month to act   {UNSURE} not signed   | this month"
)


class Bar(NamedTuple):
    """One contract: its state, a mark for each month, and in words what happens if nobody does anything."""

    contract: str
    state: str
    months: str
    said: str


def bars(books: Books, *, as_of: dt.date, only: Collection[str] = ()) -> list[Bar]:
    """Return the year before and the two years after a day, for every contract that touches them, or ``only`` some."""
    months = _months(as_of)
    found = []
    for facts in gather(books).values():
        seen = Situation.of(facts, as_of)
        marks = "".join(_month(seen, month) for month in months)
        if set(marks) != {NONE} and (not only or seen.contract.id in only):
            found.append(Bar(seen.contract.id, seen.state, marks, sentence(seen)))
    return found


def _months(as_of: dt.date) -> list[dt.date]:
    start = add_months(as_of.replace(day=1), -BEFORE)
    return [add_months(start, k) for k in range(MONTHS)]


def contract_timeline(books: Books, *, as_of: dt.date, only: Collection[str] = ()) -> Report:
    """Return ``bars`` as a table."""
    months = _months(as_of)
    columns = (Column("contract"), Column("state", optional=True), Column("months", _scale(months)))
    found = bars(books, as_of=as_of, only=only)
    rows: list[tuple[Cell, ...]] = [
        (bar.contract, bar.state, f"{bar.months[:BEFORE]}|{bar.months[BEFORE:]}") for bar in found
    ]
    table = Table("timeline", columns, rows, empty="No contract runs in these years.")
    scope = f"{months[0]:%Y-%m} to {months[-1]:%Y-%m}"
    return Report("contract-timeline", "Contracts over time", (table,), scope=scope, notes=(LEGEND,))


def _scale(months: list[dt.date]) -> str:
    """Return a heading in which each year stands above its January."""
    scale = ""
    for at, month in enumerate(months):
        place = at + (at >= BEFORE)
        if month.month == 1 and len(scale) <= place:
            scale = f"{scale:<{place}}{month:%Y}"
    return scale


def _month(seen: Situation, month: dt.date) -> str:
    last = add_months(month, 1) - dt.timedelta(days=1)
    begins = seen.contract.begins
    if begins is None or begins > last or seen.state in {"void", "expired"}:
        return NONE
    end = seen.stop.last_day if seen.stop else seen.natural_end
    if seen.state == "superseded":
        end = min([each.since for each in seen.facts.replaced], default=end)
    if end and end < month:
        return NONE
    if seen.state in UNSIGNED:
        return UNSURE
    if seen.decision and seen.state not in OVER and month <= seen.decision.act_by <= last:
        return ACT
    until = seen.bound_until
    return GOES_ON if seen.state not in OVER and until and until < month else BOUND


def _build(books: Books, scope: Scope) -> Report:
    return contract_timeline(books, as_of=scope.as_of)


REPORT = Declared("contract-timeline", "Contracts as bars over three years.", _build)
