"""How much hangs on one client: shares of sales, the largest first."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from backoffice.core.books import Books
from backoffice.core.duration import Duration, add_days
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Share, Table
from backoffice.core.sales import Basis, sales
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client

A_YEAR = Duration(months=12)
COLUMNS = (Column("client"), Column("name", optional=True), Column("net"), Column("share"), Column("together"))


def concentration(books: Books, *, period: Period, basis: Basis = "accrual") -> Report:
    """Return each client's share of the sales of a currency, and that of all down to it together."""
    sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in sales(books, since=period.start, until=period.end, basis=basis):
        sums[each.currency][each.client] += each.minor
    rows: list[tuple[Cell, ...]] = []
    notes = []
    for currency, clients in sorted(sums.items()):
        whole, together = sum(each for each in clients.values() if each > 0), 0
        for client, minor in sorted(clients.items(), key=lambda item: (-item[1], item[0])):
            if minor > 0:
                together += minor
                record = books.get(Client, client)
                name = record.name if record else client
                amount = Money.of_minor(minor, currency)
                rows.append((client, name, amount, Share.of(minor, whole), Share.of(together, whole)))
                if together == minor:
                    percent = Decimal(minor * 100) / whole
                    notes.append(f"The largest client makes {percent:.0f} % of sales in {currency}.")
    table = Table("concentration", COLUMNS, rows, empty="Nothing was sold in this time.")
    scope = f"{period}, {basis} basis, without tax"
    return Report("concentration", "Concentration of sales", (table,), scope=scope, notes=tuple(notes))


def _build(books: Books, scope: Scope) -> Report:
    period = scope.period or Period(add_days(A_YEAR.before(scope.as_of), 1), scope.as_of)
    basis: Basis = "cash" if scope.basis == "cash" else "accrual"
    until = max(period.start, min(period.end, scope.as_of))
    return concentration(books, period=Period(period.start, until), basis=basis)


REPORT = Declared(
    "concentration",
    "How much of the sales hangs on the largest clients; the last twelve months unless --period says otherwise.",
    _build,
    options=("period", "basis"),
)
