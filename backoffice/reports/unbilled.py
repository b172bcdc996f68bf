"""What is worked or bought for clients and not billed yet, by client and project, and for how long it has waited."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import Books
from backoffice.core.hours import Minutes
from backoffice.core.money import Money, total
from backoffice.core.named import NamedTuple
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.unbilled import Unbilled

COLUMNS = (
    Column("client"),
    Column("project", optional=True),
    Column("minutes", "Time"),
    Column("time_amount", "At its rates"),
    Column("expenses"),
    Column("total"),
    Column("since"),
    Column("days"),
)


class Waiting(NamedTuple):
    """One thing that waits to be billed."""

    day: dt.date
    minutes: Minutes
    time: Money
    expenses: Money


def unbilled(books: Books, *, as_of: dt.date, client: str = "", by: str = "project") -> Report:
    """Return a row for each client (and project) and currency; ``days`` is the age of the oldest thing in it.

    Drafts bill already. Time without a rate counts as nothing in money, and a note says so.
    """
    source = Unbilled(books)
    groups: dict[tuple[str, str, str], list[Waiting]] = {}
    free = Minutes()
    for each in source.hours(until=as_of, client=client):
        key = (each.client, each.entry.project or "" if by == "project" else "", each.currency)
        nothing = Money.of(0, each.currency)
        groups.setdefault(key, []).append(Waiting(each.entry.date, each.minutes, each.amount, nothing))
        free = Minutes(free + (each.minutes if each.rate is None else 0))
    for cost in source.costs(until=as_of, client=client):
        key = (cost.client, cost.expense.project or "" if by == "project" else "", cost.expense.currency)
        nothing = Money.of(0, cost.expense.currency)
        groups.setdefault(key, []).append(Waiting(cost.expense.date, Minutes(), nothing, cost.amount))
    rows = [_row(key, groups[key], as_of) for key in sorted(groups)]
    notes = (f"{free} have no rate and count as nothing; check rates: in projects, clients, settings",) if free else ()
    table = Table("unbilled", COLUMNS, rows, tuple(_totals(groups)), empty="Everything is billed.")
    return Report("unbilled", "Unbilled time and expenses", (table,), scope=f"as of {as_of}, without tax", notes=notes)


def _row(key: tuple[str, str, str], waiting: list[Waiting], as_of: dt.date) -> tuple[Cell, ...]:
    client, project, currency = key
    since = min(each.day for each in waiting)
    return (client, project or None, *_sums(waiting, currency), since, (as_of - since).days)


def _sums(waiting: list[Waiting], currency: str) -> tuple[Cell, ...]:
    time = total((each.time for each in waiting), currency)
    expenses = total((each.expenses for each in waiting), currency)
    minutes = Minutes(sum(each.minutes for each in waiting))
    return minutes or None, time if minutes else None, expenses or None, time + expenses


def _totals(groups: dict[tuple[str, str, str], list[Waiting]]) -> list[tuple[Cell, ...]]:
    currencies = sorted({currency for *_, currency in groups})
    return [
        ("Total", None, *_sums([each for key in groups if key[2] == of for each in groups[key]], of), None, None)
        for of in currencies
    ]


def _build(books: Books, scope: Scope) -> Report:
    return unbilled(books, as_of=scope.as_of, client=scope.client, by=scope.by or "project")


REPORT = Declared(
    "unbilled",
    "Time and expenses that are to be billed and are not, by client and project, with their age.",
    _build,
    options=("client", "by"),
    by=("project", "client"),
)
