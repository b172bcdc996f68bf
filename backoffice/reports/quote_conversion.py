"""What becomes of quotes: how many are accepted, how long it takes, and what they come to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from backoffice.core.books import Books
from backoffice.core.money import Money, total
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.quote.situation import Situation, gather

TAKEN = ("accepted", "billed")
COUNTS = ("sent", "accepted", "declined", "expired")


def quote_conversion(books: Books, *, as_of: dt.date, period: Period | None = None, by: str = "month") -> Report:
    """Return, for each month in which quotes were sent (or each client) and currency, what became of them by a day.

    The rate is the share of accepted ones among those that are decided: accepted, declined or expired. The days are
    the median from sending to the client's yes or no. Amounts are without tax; an offer counts by its first
    option.
    """
    rows: defaultdict[tuple[str, str], list[Situation]] = defaultdict(list)
    for stands in _sent(books, as_of, period):
        sent = stands.quote.dated
        key = stands.quote.client if by == "client" else f"{sent:%Y-%m}"
        rows[key, stands.currency].append(stands)
    columns = (
        Column(by),
        *(Column(name, optional=name in {"declined", "expired"}) for name in COUNTS),
        Column("open"),
        Column("rate", "Rate %"),
        Column("days", "Days to decide"),
        Column("offered"),
        Column("agreed"),
    )
    body = [(key, *_cells(found, currency, as_of)) for (key, currency), found in sorted(rows.items())]
    table = Table("quote_conversion", columns, body, list(_totals(rows, as_of)), empty="No quotes were sent.")
    notes = ("rate: accepted among those accepted, declined or expired; amounts without tax",) if body else ()
    scope = f"sent in {period}, as of {as_of}" if period else f"as of {as_of}"
    return Report("quote-conversion", "Quotes and what became of them", (table,), scope=scope, notes=notes)


def _sent(books: Books, as_of: dt.date, period: Period | None) -> Iterator[Situation]:
    for stands in gather(books).values():
        day = stands.quote.dated
        if day and day <= as_of and (period is None or day in period):
            yield stands


def _totals(rows: dict[tuple[str, str], list[Situation]], as_of: dt.date) -> Iterator[tuple[Cell, ...]]:
    if len(rows) > 1:
        for currency in sorted({currency for _, currency in rows}):
            found = [each for (_, of), those in rows.items() if of == currency for each in those]
            yield ("Total", *_cells(found, currency, as_of))


def _cells(found: Iterable[Situation], currency: str, as_of: dt.date) -> tuple[Cell, ...]:
    found = list(found)
    states = [each.state(as_of) for each in found]
    taken = [each for each, state in zip(found, states, strict=True) if state in TAKEN]
    declined, expired = states.count("declined"), states.count("expired")
    decided = len(taken) + declined + expired
    days = [_days(each) for each, state in zip(found, states, strict=True) if state in {*TAKEN, "declined"}]
    return (
        len(found),
        len(taken),
        declined,
        expired,
        states.count("sent"),
        round(100 * len(taken) / decided) if decided else None,
        round(median(days)) if days else None,
        total((net for each in found if (net := each.quote.net())), currency),
        total((Money.of(each.agreed.net, currency) for each in taken if each.agreed), currency),
    )


def _days(stands: Situation) -> int:
    """Days from sending to the answer."""
    sent, answer = stands.quote.dated, stands.answer
    return (answer.date - sent).days if sent and answer else 0


def _build(books: Books, scope: Scope) -> Report:
    return quote_conversion(books, as_of=scope.as_of, period=scope.period, by=scope.by or "month")


REPORT = Declared(
    "quote-conversion",
    "How many quotes are accepted, how long it takes, and what they come to; by month of sending or client.",
    _build,
    options=("period", "by"),
    by=("month", "client"),
)
