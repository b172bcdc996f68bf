"""Questions to the ledger as SQL; kept sums answer those they can answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from sqlite3 import Connection

from backoffice.core.duration import month_end
from backoffice.core.ledger import Balance, Chart, Query
from backoffice.workspace.index.sums import below, is_below, settled_in
from backoffice.workspace.json_text import listed

COLUMNS = {
    "account": "account",
    "document": "document",
    "party": "party",
    "project": "project",
    "tax": "tax",
    "nature": "nature",
    "source": "source",
    "date": "day",
    "month": "substr(day, 1, 7)",
    "record": "(select noun || '/' || name from fact where fact.id = fact)",
}
OWED = frozenset({"account", "document", "party", "project"})
MONTHLY = frozenset({"month", "account", "tax", "nature", "source"})
LATER = 10_000
"""Postings after the day in question, up to which taking them out of the sums beats adding up what was before."""

Part = tuple[str, list[str]]
"""A query for rows, and its values."""


def balances(connection: Connection, query: Query, chart: Chart) -> list[Balance]:
    """Add up postings, sorted by key and currency; as ``core.ledger.balances`` does."""
    text, values = _owed(connection, query, chart) or _monthly(query) or _direct(query)
    keys = "".join(f"k{position}, " for position in range(len(query.by)))
    having = "having sum(minor) <> 0" if query.nonzero else ""
    ends = f"group by {keys}currency {having} order by {keys}currency"
    rows = connection.execute(f"select {keys}currency, sum(minor) from ({text}) {ends}", values)  # noqa: S608
    return [Balance(tuple(row[:-2]), row[-2], row[-1]) for row in rows]


def condition(query: Query, *, days: bool = True) -> Part:
    """Return which postings a query admits."""
    found = ["1"]
    values: list[str] = []
    if query.account:
        text, more = below(query.account)
        found.append(text)
        values += more
    if days and query.since:
        found.append("day >= ?")
        values.append(query.since.isoformat())
    if days and query.until:
        found.append("day <= ?")
        values.append(query.until.isoformat())
    for name in ("document", "party", "project", "source"):
        if value := getattr(query, name):
            found.append(f"{name} = ?")
            values.append(value)
    if query.among:
        found.append(f"{COLUMNS[query.by[0]]} in (select value from json_each(?))")  # noqa: S608 - names of ours
        values.append(listed(sorted(query.among)))
    return " and ".join(found), values


def _selected(columns: Sequence[str], table: str, where: str, sign: str = "") -> str:
    keys = "".join(f"{column} as k{position}, " for position, column in enumerate(columns))
    return f"select {keys}currency, {sign}minor as minor from {table} where {where}"  # noqa: S608 - names of ours


def _direct(query: Query) -> Part:
    where, values = condition(query)
    return _selected([COLUMNS[name] for name in query.by], "posting", where), values


def _owed(connection: Connection, query: Query, chart: Chart) -> Part | None:
    """Open items: those of today, without what was posted later."""
    fits = any(is_below(query.account, each) for each in settled_in(chart)) and OWED.issuperset(query.by)
    if not fits or query.since or query.source or not query.nonzero:
        return None
    where, values = condition(query, days=False)
    columns = [COLUMNS[name] for name in query.by]
    text = _selected(columns, "owed", where)
    if query.until is None:
        return text, values
    day = query.until.isoformat()
    far = "select 1 from posting where day > ? limit 1 offset ?"
    if connection.execute(far, (day, LATER)).fetchone():
        return None
    later = _selected(columns, "posting", f"{where} and day > ?", "-")
    return f"{text} union all {later}", [*values, *values, day]


def _monthly(query: Query) -> Part | None:
    """Sums of whole months, and the postings of months that are cut."""
    if not MONTHLY.issuperset(query.by) or query.document or query.party or query.project or query.among:
        return None
    where, values = condition(query, days=False)
    kept = [COLUMNS[name] if name != "month" else "month" for name in query.by]
    first, last = _whole(query)
    parts = [_selected(kept, "monthly", f"{where} and month >= ? and month <= ?")]
    given = [*values, first, last]
    for since, until in _cut(query, first, last):
        columns = [COLUMNS[name] for name in query.by]
        parts.append(_selected(columns, "posting", f"{where} and day >= ? and day <= ?"))
        given += [*values, since, until]
    return " union all ".join(parts), given


def _whole(query: Query) -> tuple[str, str]:
    """Return the first and the last month that the query covers from its first day to its last."""
    first, last = "0000-00", "9999-99"
    if query.since:
        begin = query.since if query.since.day == 1 else month_end(query.since) + dt.timedelta(days=1)
        first = begin.isoformat()[:7]
    if query.until:
        end = query.until
        end = end if end == month_end(end) else end.replace(day=1) - dt.timedelta(days=1)
        last = end.isoformat()[:7]
    return first, last


def _cut(query: Query, first: str, last: str) -> list[tuple[str, str]]:
    """Return the days outside of the whole months, as one or two spans."""
    since = query.since.isoformat() if query.since else "0000-00-00"
    until = query.until.isoformat() if query.until else "9999-99-99"
    if first > last:
        return [(since, until)]
    spans = [(since, f"{first}-00"), (f"{last}-99", until)]
    return [span for span in spans if span[0] < span[1]]
