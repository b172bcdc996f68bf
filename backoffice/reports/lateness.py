"""How late each client usually pays, by the invoices they have settled."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import Books
from backoffice.core.lateness import usual
from backoffice.core.report import Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client

COLUMNS = (
    Column("client"),
    Column("name", optional=True),
    Column("currency"),
    Column("invoices"),
    Column("median_days", "Median"),
    Column("weighted_days", "By amount"),
    Column("latest_days", "Latest"),
)


def lateness(books: Books, *, as_of: dt.date, client: str = "") -> Report:
    """Return how many days past the due date each client pays, the latest payers first; negative: early."""
    rows = []
    for party, found in usual(books, as_of, client).items():
        record = books.get(Client, party)
        name = record.name if record else party
        rows += [(party, name, *each) for each in found]
    rows.sort(key=lambda row: (-row[5], row[0], row[2]))
    table = Table("lateness", COLUMNS, rows, empty="Nobody has settled an invoice yet.")
    return Report("lateness", "Days from due to paid", (table,), scope=f"as of {as_of}")


def _build(books: Books, scope: Scope) -> Report:
    return lateness(books, as_of=scope.as_of, client=scope.client)


REPORT = Declared(
    "lateness",
    "How many days past the due date each client usually pays: the median, and the mean by amount.",
    _build,
    options=("client",),
)
