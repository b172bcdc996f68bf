"""Who owes how much, and for how long: open invoices by days past their due date."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from backoffice.core.books import Books
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import Invoice

BUCKETS: tuple[tuple[str, str, int], ...] = (
    ("current", "Current", 0),
    ("days_1_30", "1–30", 30),
    ("days_31_60", "31–60", 60),
    ("days_61_90", "61–90", 90),
    ("over_90", "90+", 10**6),
)
"""Name, heading and last day past due of each bucket; an invoice due today is current."""
LOST = "cannot be read, or not there: what was paid of it is in the total alone, and what was charged is missing"


class OpenItem(NamedTuple):
    """What is open of one document; negative when it is overpaid.

    ``due`` is None where the invoice cannot be read or is not there: then this is only what was paid of it.
    """

    client: str
    number: str
    due: dt.date | None
    open: Money

    def bucket(self, as_of: dt.date) -> int | None:
        """Return the position of its bucket in ``BUCKETS``; None where it belongs in none."""
        if self.due is None:
            return None
        late = (as_of - self.due).days
        return next(position for position, (_, _, last) in enumerate(BUCKETS) if late <= last)


def open_items(books: Books, *, as_of: dt.date, client: str = "") -> Iterator[OpenItem]:
    """Yield every document with something open at the end of ``as_of``, by client and number."""
    query = Query(by=("party", "document"), account=books.settings.chart.receivable, until=as_of, party=client)
    for balance in books.balances(query):
        party, document = balance.key
        number = document.partition("/")[2]
        invoice = books.get(Invoice, number)
        due = invoice.issued.due if invoice and invoice.issued else None
        yield OpenItem(party, number, due, balance.amount)


def aged_receivables(books: Books, *, as_of: dt.date, client: str = "", by: str = "client") -> Report:
    """Return open items by age, a row for each client (or invoice) and currency.

    The total of a currency is its balance of receivables on that day; credit not yet used has a column of its own. What
    was paid of an invoice that cannot be read makes no other look paid: it has a row of its own, without an age.
    """
    rows: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
    dues: dict[str, dt.date | None] = {}
    for item in open_items(books, as_of=as_of, client=client):
        key = (item.open.currency, item.client, item.number if by == "invoice" or item.due is None else "")
        bucket = item.bucket(as_of)
        rows[key][len(BUCKETS) if bucket is None else bucket] += item.open.minor
        dues[item.number] = item.due
    credit = _credit(books, as_of, client)
    if by == "client":
        for currency, party in credit:
            rows[currency, party, ""]
    table = Table(
        "aged_receivables",
        _columns(by),
        [
            _item(key, sums, dues) if by == "invoice" else _row(books, key, sums, credit)
            for key, sums in sorted(rows.items())
        ],
        totals=tuple(_totals(rows, credit, by)),
        empty="Nobody owes anything.",
    )
    lost = sorted(number for number, due in dues.items() if due is None)
    notes = (f"{', '.join(lost)}: {LOST}",) if lost else ()
    return Report("aged-receivables", "Aged receivables", (table,), scope=f"as of {as_of}", notes=notes)


def _columns(by: str) -> tuple[Column, ...]:
    named = (
        (Column("client"), Column("number"), Column("due"))
        if by == "invoice"
        else (Column("client"), Column("name", optional=True))
    )
    buckets = tuple(Column(name, heading) for name, heading, _ in BUCKETS)
    return (*named, *buckets, Column("total"), *(() if by == "invoice" else (Column("credit"),)))


def _item(key: tuple[str, str, str], sums: list[int], dues: dict[str, dt.date | None]) -> tuple[Cell, ...]:
    currency, party, number = key
    return (party, number, dues[number], *_amounts(sums, currency))


def _row(
    books: Books, key: tuple[str, str, str], sums: list[int], credit: dict[tuple[str, str], Money]
) -> tuple[Cell, ...]:
    currency, party, lost = key
    if lost:
        return (party, f"{lost}, unreadable", *_amounts(sums, currency), None)
    client = books.get(Client, party)
    return (party, client.name if client else party, *_amounts(sums, currency), credit.get((currency, party)))


def _amounts(sums: list[int], currency: str) -> tuple[Cell, ...]:
    """Return a cell for each bucket and one for all, with what belongs in none."""
    cells = (Money.of_minor(minor, currency) if minor else None for minor in sums[: len(BUCKETS)])
    return (*cells, Money.of_minor(sum(sums), currency))


def _credit(books: Books, as_of: dt.date, client: str) -> dict[tuple[str, str], Money]:
    account = books.settings.chart.client_credit
    query = Query(by=("party",), account=account, until=as_of, party=client)
    return {(balance.currency, balance.key[0]): -balance.amount for balance in books.balances(query)}


def _totals(
    rows: dict[tuple[str, str, str], list[int]], credit: dict[tuple[str, str], Money], by: str
) -> Iterator[tuple[Cell, ...]]:
    for currency in sorted({currency for currency, *_ in rows}):
        sums = [sum(column) for column in zip(*(row for key, row in rows.items() if key[0] == currency), strict=True)]
        if by == "invoice":
            yield ("Total", currency, None, *_amounts(sums, currency))
        else:
            unused = [each for (of, _), each in credit.items() if of == currency]
            yield (
                "Total",
                currency,
                *_amounts(sums, currency),
                sum(unused, Money.of(0, currency)) if unused else None,
            )


def _build(books: Books, scope: Scope) -> Report:
    return aged_receivables(books, as_of=scope.as_of, client=scope.client, by=scope.by or "client")


REPORT = Declared(
    "aged-receivables",
    "Who owes how much, by how long it is overdue.",
    _build,
    options=("client", "by"),
    by=("client", "invoice"),
)
