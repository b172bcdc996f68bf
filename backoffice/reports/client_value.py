"""What each client is worth: sales so far and lately, what delivering to them cost, and what was left."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from backoffice.core.books import Books
from backoffice.core.duration import Duration, add_days
from backoffice.core.money import Money
from backoffice.core.report import Cell, Column, Report, Share, Table
from backoffice.core.sales import Basis, sales
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client
from backoffice.kinds.expense import Expense
from backoffice.kinds.unbilled import Unbilled

A_YEAR = Duration(months=12)
COLUMNS = (
    Column("client"),
    Column("name", optional=True),
    Column("since", optional=True),
    Column("sales"),
    Column("last_year", "Last 12 months"),
    Column("delivery"),
    Column("profit"),
    Column("margin"),
)


class _Value:
    """What one client is worth in one currency, in its smallest unit; ``since`` the month of the first sale."""

    def __init__(self) -> None:
        self.since, self.sales, self.lately, self.costs = "", 0, 0, 0


def client_value(books: Books, *, as_of: dt.date, basis: Basis = "accrual", client: str = "") -> Report:
    """Return sales and profit of each client from the beginning, the most profitable first.

    Costs are the expenses for them and their projects that are of nature ``delivery``; work of one's own has no cost
    yet.
    """
    found: defaultdict[tuple[str, str], _Value] = defaultdict(_Value)
    for each in sales(books, since=None, until=as_of, basis=basis):
        value = found[each.currency, each.client]
        value.sales += each.minor
        value.since = min(value.since or each.month, each.month)
    for each in sales(books, since=add_days(A_YEAR.before(as_of), 1), until=as_of, basis=basis):
        found[each.currency, each.client].lately += each.minor
    for (currency, party), costs in _costs(books, as_of).items():
        found[currency, party].costs += costs
    order = sorted(found.items(), key=lambda item: (item[0][0], item[1].costs - item[1].sales, item[0][1]))
    rows = [_row(books, *key, value) for key, value in order if client in {"", key[1]}]
    table = Table("client_value", COLUMNS, rows, empty="Nothing was sold yet.")
    return Report(
        "client-value", "What clients are worth", (table,), scope=f"as of {as_of}, {basis} basis, without tax"
    )


def _costs(books: Books, as_of: dt.date) -> dict[tuple[str, str], int]:
    """Return what was spent on delivery, by currency and the client it was for: named, or that of the project."""
    source, costs = Unbilled(books), dict[tuple[str, str], int]()
    for expense in books.all(Expense):
        if expense.nature == "delivery" and expense.date <= as_of and (client := source.client_of(expense)):
            net = expense.money - Money.of(expense.vat, expense.currency)
            costs[expense.currency, client] = costs.get((expense.currency, client), 0) + net.minor
    return costs


def _row(books: Books, currency: str, client: str, value: _Value) -> tuple[Cell, ...]:
    record = books.get(Client, client)
    profit = value.sales - value.costs
    amounts = (value.sales, value.lately, value.costs, profit)
    margin = Share.of(profit, value.sales) if value.sales > 0 else None
    money = (Money.of_minor(each, currency) for each in amounts)
    return (client, record.name if record else client, value.since, *money, margin)


def _build(books: Books, scope: Scope) -> Report:
    basis: Basis = "cash" if scope.basis == "cash" else "accrual"
    return client_value(books, as_of=scope.as_of, basis=basis, client=scope.client)


REPORT = Declared(
    "client-value",
    "What each client is worth: sales so far and in the last twelve months, the cost of delivery, and the margin.",
    _build,
    options=("client", "basis"),
)
