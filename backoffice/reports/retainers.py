"""Retainers: what is left of each, and what became of every period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.drawing import Drawn
from backoffice.kinds.retainer import Retainer
from backoffice.kinds.unbilled import Unbilled

BALANCES = (
    Column("retainer"),
    Column("client"),
    Column("state"),
    Column("left"),
    Column("lapses", "Next lapses"),
    Column("lapsing", "So much of it"),
)
PERIODS = (
    Column("retainer"),
    Column("period"),
    Column("granted"),
    Column("used"),
    Column("left"),
    Column("lapsed"),
    Column("over", "Worked beyond"),
)


def retainers(books: Books, *, as_of: dt.date, period: Period | None = None, client: str = "") -> Report:
    """Return the balance of each retainer on a day, and its periods that begin within ``period``.

    ``over`` is time that no grant covers; it is billed like any other.
    """
    source = Unbilled(books)
    balances: list[tuple[Cell, ...]] = []
    periods: list[tuple[Cell, ...]] = []
    for retainer in sorted(source.retainers, key=lambda each: each.id):
        if client in {"", retainer.client} and retainer.start <= as_of:
            drawn = source.account(retainer, until=as_of).drawn
            currency = retainer.currency or source.currency_of(retainer.client)
            balances.append(_balance(retainer, list(drawn), currency, as_of))
            shown = (each for each in drawn if period is None or each.grant.covers.start in period)
            periods += (_row(retainer, each, currency, as_of) for each in shown)
    tables = (
        Table("balances", BALANCES, balances, title="Balances", empty="There are no retainers."),
        Table("periods", PERIODS, periods, title="Periods", empty="No period begins in this time."),
    )
    return Report("retainers", "Retainers", tables, scope=f"as of {as_of}")


def _balance(retainer: Retainer, drawn: list[Drawn], currency: str, as_of: dt.date) -> tuple[Cell, ...]:
    left = [each for each in drawn if each.left(as_of)]
    first = min((each.grant.usable for each in left), default=None)
    lapsing = sum(each.left(as_of) for each in left if each.grant.usable == first)
    whole = sum(each.left(as_of) for each in left)
    soon = retainer.worth(lapsing, currency) if first else None
    return retainer.id, retainer.client, retainer.state(as_of), retainer.worth(whole, currency), first, soon


def _row(retainer: Retainer, drawn: Drawn, currency: str, as_of: dt.date) -> tuple[Cell, ...]:
    sums = (drawn.grant.units, drawn.used, drawn.left(as_of), drawn.lapsed(as_of), drawn.over)
    return retainer.id, drawn.grant.name, *_cells(retainer, sums, currency)


def _cells(retainer: Retainer, sums: tuple[int, ...], currency: str) -> Iterator[Cell]:
    granted, used, *rest = sums
    yield retainer.worth(granted, currency)
    yield retainer.worth(used, currency)
    yield from (retainer.worth(each, currency) if each else None for each in rest)


def _build(books: Books, scope: Scope) -> Report:
    year = Period(dt.date(scope.as_of.year, 1, 1), scope.as_of)
    return retainers(books, as_of=scope.as_of, period=scope.period or year, client=scope.client)


REPORT = Declared(
    "retainers",
    "What is left of retainers, when it lapses, and what became of each period; periods of this year unless you say.",
    _build,
    options=("period", "client"),
)
