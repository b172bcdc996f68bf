"""What we are bound to: every contract that is signed and not over, what it is worth, and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.duration import add_days, add_months
from backoffice.core.money import Money, total
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.situation import OVER, UNSIGNED, Situation

COLUMNS = (
    Column("contract"),
    Column("party", optional=True),
    Column("side"),
    Column("state"),
    Column("bound_until"),
    Column("next_year", "Next 12 months"),
    Column("committed"),
)


def contracts(books: Books, *, as_of: dt.date) -> Report:
    """Return what signed contracts bring in and cost: in the next year, and up to the earliest end notice can bring.

    Contracts without an end to be had by notice (an option, a fixed term) are bound until they end.
    """
    rows = [_row(seen) for seen in live(books, as_of)]
    table = Table("contracts", COLUMNS, rows, tuple(_totals(rows)), empty="Nobody is bound to anything.")
    notes = ("committed: from today up to the earliest end that notice given today would bring",) if rows else ()
    return Report("contracts", "Contracts", (table,), scope=f"as of {as_of}", notes=notes)


def live(books: Books, as_of: dt.date) -> Iterator[Situation]:
    """Yield the contracts that are signed and not over, by id."""
    for facts in gather(books).values():
        seen = Situation.of(facts, as_of)
        if seen.state not in OVER | UNSIGNED:
            yield seen


def _row(seen: Situation) -> tuple[Cell, ...]:
    contract, until = seen.contract, seen.bound_until
    first = max(seen.on, contract.begins or seen.on)
    year = add_days(add_months(first, 12), -1)
    end = min(year, (seen.stop.last_day if seen.stop else seen.natural_end) or year)
    return (
        contract.id,
        contract.party,
        contract.side,
        seen.state,
        until,
        _worth(seen, first, end),
        _worth(seen, first, until) if until else None,
    )


def _worth(seen: Situation, first: dt.date, last: dt.date) -> Money | None:
    price = seen.contract.price
    return price.of(first, last) if price and price.per != "term" else None


def _totals(rows: list[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each side and currency."""
    for side in ("provider", "customer"):
        mine = [row[-2:] for row in rows if row[2] == side]
        amounts = [[cell for cell in column if isinstance(cell, Money)] for column in zip(*mine, strict=True)]
        for currency in sorted({each.currency for column in amounts for each in column}):
            sums = [total((each for each in column if each.currency == currency), currency) for column in amounts]
            yield ("Total", None, side, None, None, *sums)


def _build(books: Books, scope: Scope) -> Report:
    return contracts(books, as_of=scope.as_of)


REPORT = Declared("contracts", "What signed contracts are worth, and for how long they bind.", _build)
