"""Documents that were paid to the end, by SQL; the same that ``core.settled`` finds in the whole journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from sqlite3 import Connection

from backoffice.core.ledger import Chart, Query
from backoffice.core.settled import DUE, GIVEN_UP, PAID, Settled
from backoffice.workspace.index.ledger import balances, condition

Key = tuple[str, str, str]
"""Party, document and currency."""


def settled(connection: Connection, query: Query, chart: Chart) -> list[Settled]:
    """Return the documents with a due day that were settled in an account until a day, sorted.

    The kept sums say what is open still, so that of all that was posted only the payments are read.
    """
    owed = balances(connection, query._replace(by=("party", "document")), chart)
    out = {(*each.key, each.currency) for each in owed if each.minor > 0}
    days, found = _Days(), dict[Key, tuple[dt.date, int, int, int]]()
    dues = _dues(connection, query.party, days)
    for key, source, text, minor in _moves(connection, query):
        if source != PAID:
            out.add(key)
        elif due := dues.get(key[1]):
            day = days[text]
            late = (day - due).days
            closed, latest, paid, weighed = found.get(key, (day, late, 0, 0))
            found[key] = (max(closed, day), max(latest, late), paid + minor, weighed + late * minor)
    return sorted(
        Settled(*key, closed, late, paid, weighed)
        for key, (closed, late, paid, weighed) in found.items()
        if key not in out and paid > 0
    )


def _moves(connection: Connection, query: Query) -> Iterator[tuple[Key, str, str, int]]:
    """Yield what was paid and given up: of what, by what, when and how much."""
    where, values = condition(query)
    text = f"select party, document, currency, source, day, -minor from posting where {where} and source in (?, ?)"  # noqa: S608
    for party, document, currency, source, day, minor in connection.execute(text, (*values, PAID, GIVEN_UP)):
        yield (party, document, currency), source, day, minor


def _dues(connection: Connection, party: str, days: _Days) -> dict[str, dt.date]:
    """Return the due day of each document, or of those of a party."""
    only, more = ("and subject in (select document from posting where party = ?)", (party,)) if party else ("", ())
    rows = connection.execute(f"select subject, day from deadline where kind = ? {only} order by day", (DUE, *more))  # noqa: S608
    return {document: days[day] for document, day in rows}


class _Days(dict[str, dt.date]):
    """The day that a text says; the same come again and again."""

    def __missing__(self, text: str) -> dt.date:
        self[text] = day = dt.date.fromisoformat(text)
        return day
