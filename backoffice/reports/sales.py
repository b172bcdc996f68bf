"""What was sold: by client, project, kind of income, or month; without tax."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from backoffice.core.books import Books
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Share, Table
from backoffice.core.sales import Basis, Sold
from backoffice.core.sales import sales as sold
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client
from backoffice.kinds.project import Project

KEYS: Mapping[str, Callable[[Sold], str]] = {
    "client": lambda each: each.client,
    "project": lambda each: each.project,
    "income": lambda each: each.income,
    "month": lambda each: each.month,
}


def sales(books: Books, *, period: Period, by: str = "client", basis: Basis = "accrual", client: str = "") -> Report:
    """Return the sales of a period, the largest first (months in order), each currency by itself."""
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    totals: defaultdict[str, int] = defaultdict(int)
    for each in sold(books, since=period.start, until=period.end, basis=basis):
        if client in {"", each.client}:
            sums[each.currency, KEYS[by](each)] += each.minor
            totals[each.currency] += each.minor
    order = sorted(sums.items(), key=lambda item: (item[0][0], item[0][1] if by == "month" else "", -item[1]))
    amounts = [(key, Money.of_minor(minor, currency)) for (currency, key), minor in order if minor]
    rows = [_row(books, by, key, amount, totals[amount.currency]) for key, amount in amounts]
    columns = (Column(by), *_named(by), Column("net"), Column("share"))
    below = [("Total", *("" for _ in _named(by)), Money.of_minor(totals[each], each), None) for each in sorted(totals)]
    table = Table("sales", columns, rows, below, empty="Nothing was sold in this period.")
    return Report("sales", f"Sales by {by}", (table,), scope=f"{period}, {basis} basis, without tax")


def _named(by: str) -> tuple[Column, ...]:
    return (Column("name", optional=True),) if by in {"client", "project"} else ()


def _row(books: Books, by: str, key: str, sold_for: Money, whole: int) -> tuple[Cell, ...]:
    share = Share.of(sold_for.minor, whole) if whole else None
    return (key or "none", *((_name(books, by, key),) if _named(by) else ()), sold_for, share)


def _name(books: Books, by: str, key: str) -> str:
    record = books.get(Client, key) if by == "client" else books.get(Project, key)
    return record.name if record else ""


def _build(books: Books, scope: Scope) -> Report:
    period = scope.period or Period.parse(f"{scope.as_of.year:04}")
    until = max(period.start, min(period.end, scope.as_of))
    basis: Basis = "cash" if scope.basis == "cash" else "accrual"
    return sales(books, period=Period(period.start, until), by=scope.by or "client", basis=basis, client=scope.client)


REPORT = Declared(
    "sales",
    "What was sold to whom, in which project, of what kind, or when; this year so far unless --period says otherwise.",
    _build,
    options=("period", "by", "basis", "client"),
    by=tuple(KEYS),
)
