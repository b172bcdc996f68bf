"""What is due: every deadline that is not settled, the earliest first, with the money that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.deadline import Deadline
from backoffice.core.duration import add_days
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.report import Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.upcoming import upcoming


def unsettled(books: Books, *, as_of: dt.date, days: int) -> Iterator[tuple[Deadline, Money | None]]:
    """Yield the deadlines up to ``days`` after ``as_of`` whose matter is open on that day, and what is open of it."""
    chart = books.settings.chart
    amounts = {
        balance.key[0]: abs(balance.amount)
        for account in (chart.receivable, chart.payable)
        for balance in books.balances(Query(by=("document",), account=account, until=as_of))
    }
    for deadline in upcoming(books, as_of=as_of, until=add_days(as_of, days)):
        if not deadline.settled_by or deadline.settled_by in amounts:
            yield deadline, amounts.get(deadline.settled_by)


def due(books: Books, *, as_of: dt.date, days: int = 30) -> Report:
    """Return what is overdue and what falls due within ``days``; ``in_days`` is negative for what is late."""
    rows = [
        (deadline.day, (deadline.day - as_of).days, deadline.kind, deadline.what, amount, deadline.subject)
        for deadline, amount in unsettled(books, as_of=as_of, days=days)
    ]
    names = (
        Column("day"),
        Column("in_days", "In days"),
        Column("kind", optional=True),
        Column("what"),
        Column("open"),
        Column("record", optional=True),
    )
    table = Table("due", names, rows, empty=f"Nothing is due within {days} days.")
    return Report("due", "Due", (table,), scope=f"{as_of} and the {days} days after")


def _build(books: Books, scope: Scope) -> Report:
    return due(books, as_of=scope.as_of, days=scope.days)


REPORT = Declared("due", "What is overdue and what falls due soon.", _build, options=("days",))
