"""What schedules are going to bill, month by month, and what of it is drafted or issued."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.periods import draft_name
from backoffice.core.books import Books
from backoffice.core.duration import Duration
from backoffice.core.money import Money, total
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.schedule import Schedule, billing_of

COLUMNS = (
    Column("date"),
    Column("schedule"),
    Column("period"),
    Column("client"),
    Column("covers", optional=True),
    Column("net"),
    Column("state"),
)
A_YEAR = Duration(months=12)


def recurring(books: Books, *, period: Period, client: str = "", schedule: str = "") -> Report:
    """Return every invoice that schedules bill within ``period``, by day, with the sum of each currency."""
    rows = sorted(_rows(books, period, client, schedule), key=lambda row: (str(row[0]), str(row[1])))
    amounts = [cell for row in rows for cell in row if isinstance(cell, Money)]
    totals: list[tuple[Cell, ...]] = [
        (
            "Total",
            None,
            None,
            None,
            None,
            total((each for each in amounts if each.currency == currency), currency),
            None,
        )
        for currency in sorted({each.currency for each in amounts})
    ]
    table = Table("recurring", COLUMNS, rows, tuple(totals), empty="No schedule bills anything in this time.")
    return Report("recurring", "Recurring invoices", (table,), scope=f"{period}, without tax")


def _rows(books: Books, period: Period, client: str, only: str) -> Iterator[tuple[Cell, ...]]:
    names = {draft_name(invoice): invoice for invoice in books.all(Invoice)}
    for schedule in books.all(Schedule):
        if client not in {"", schedule.client} or only not in {"", schedule.id}:
            continue
        billing = billing_of(schedule, books)
        for each in schedule.instalments(period.end):
            if each.day >= period.start:
                net = billing.net(schedule, each)
                state = _state(names.get(f"{schedule.id}-{each.name}"))
                yield each.day, schedule.id, each.name, schedule.client, str(each.covers), net, state


def _state(invoice: Invoice | None) -> str:
    if invoice is None:
        return "to come"
    return invoice.id if invoice.issued else "draft"


def _build(books: Books, scope: Scope) -> Report:
    period = scope.period or Period(scope.as_of, A_YEAR.after(scope.as_of))
    return recurring(books, period=period, client=scope.client)


REPORT = Declared(
    "recurring",
    "What schedules bill, by day, and what of it is drafted or issued; the next twelve months unless --period says.",
    _build,
    options=("period", "client"),
)
