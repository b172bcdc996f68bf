"""The morning page: what is owed to us, what is late, what waits for a hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from backoffice.core.books import Books
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client
from backoffice.kinds.filing import inbox_of
from backoffice.kinds.invoice import DRAFTS, Invoice, Issued

Owed = tuple[str, Money]
"""The number of an invoice, and what is open of it; negative: overpaid."""

SOON = 14
SHOWN = 10


def status(books: Books, *, as_of: dt.date) -> Report:
    """Return money owed either way, the latest payers, drafts, and bills to pay within two weeks."""
    owed = list(_open(books, books.settings.chart.receivable, as_of))
    invoices = {invoice.id: invoice for invoice in books.some(Invoice, {number for number, _ in owed})}
    late = {each.id: each.issued for each in invoices.values() if each.issued and each.issued.due < as_of}
    lost = sorted(number for number, _ in owed if number not in invoices)
    owed = [each for each in owed if each[0] in invoices]
    tables = (_money(books, as_of, owed, late), _overdue(as_of, owed, late), _drafts(books), _bills(books, as_of))
    notes = tuple(_notes(books, lost))
    return Report("status", books.settings.business.name, tables, scope=f"as of {as_of}", notes=notes)


def _notes(books: Books, lost: Sequence[str]) -> Iterator[str]:
    if lost:
        yield f"{', '.join(lost)}: cannot be read, or not there; what was paid of it is in no sum"
    if count := len(books.problems):
        yield f"{count} problem{'s' * (count != 1)} in the files: backoffice check"
    elif not books.ids("client"):
        yield "No clients yet: backoffice client new ID"
    if count := len(inbox_of(books)):
        yield f"{count} paper{'s' * (count != 1)} in inbox/ to file: backoffice document inbox"


def _open(books: Books, account: str, as_of: dt.date) -> Iterator[Owed]:
    for balance in books.balances(Query(by=("document",), account=account, until=as_of)):
        yield balance.key[0].partition("/")[2], balance.amount


def _money(books: Books, as_of: dt.date, owed: Iterable[Owed], late: Mapping[str, Issued]) -> Table:
    chart = books.settings.chart
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for number, amount in owed:
        if amount.amount > 0:
            sums[amount.currency, "overdue" if number in late else "not_yet_due"] += amount.minor
        else:  # paid and then credited: it does not make less of what others owe
            sums[amount.currency, "credit"] -= amount.minor
    for name, account in (("to_pay", chart.payable), ("credit", chart.client_credit)):
        for balance in books.balances(Query(by=(), account=account, until=as_of)):
            sums[balance.currency, name] -= balance.minor
    names = ("overdue", "not_yet_due", "to_pay", "credit")
    rows: list[tuple[Cell, ...]] = [
        (currency, *(Money.of_minor(sums[currency, name], currency) for name in names))
        for currency in sorted({currency for (currency, _), minor in sums.items() if minor})
    ]
    columns = (
        Column("currency"),
        Column("overdue"),
        Column("not_yet_due"),
        Column("to_pay", "Bills to pay"),
        Column("credit", "Client credit"),
    )
    return Table("money", columns, rows, title="Money", empty="Nobody owes anybody anything.")


def _overdue(as_of: dt.date, owed: Iterable[Owed], late: Mapping[str, Issued]) -> Table:
    found: list[tuple[Cell, ...]] = [
        ((as_of - late[number].due).days, number, late[number].buyer.name, amount)
        for number, amount in owed
        if number in late and amount.amount > 0
    ]
    found.sort(key=lambda row: (-int(str(row[0])), str(row[1])))
    columns = (Column("days_late", "Late"), Column("number"), Column("client"), Column("open"))
    empty = "No invoice is overdue."
    table = Table("overdue", columns, found, title="Overdue", empty=empty)
    return _first(table, "backoffice invoice list --overdue", 2)


def _first(table: Table, command: str, at: int) -> Table:
    """Return the first rows; below them, in the column ``at``, how many more there are and what shows them."""
    rows = list(table.rows)
    if len(rows) <= SHOWN:
        return table
    says: list[Cell] = [None] * len(table.columns)
    says[at] = f"and {len(rows) - SHOWN} more: {command}"
    return table._replace(rows=rows[:SHOWN], totals=(tuple(says),))


def _drafts(books: Books) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for invoice in books.within(Invoice, DRAFTS):
        if invoice.issued is None:
            client = books.get(Client, invoice.client)
            rows.append((invoice.id, client.name if client else invoice.client, invoice.subject))
    columns = (Column("draft"), Column("client"), Column("subject"))
    table = Table("drafts", columns, rows, title="Drafts to issue", empty="No draft waits to be issued.")
    return _first(table, "backoffice invoice list --state draft", 1)


def _bills(books: Books, as_of: dt.date) -> Table:
    query = Query(by=("document",), account=books.settings.chart.payable, until=as_of)
    owed = {balance.key[0]: -balance.amount for balance in books.balances(query)}
    until = as_of + dt.timedelta(days=SOON)
    rows: list[tuple[Cell, ...]] = [
        (each.day, (each.day - as_of).days, each.what, owed[each.settled_by])
        for each in books.deadlines(until, owed)
        if each.kind == "bill" and each.settled_by in owed
    ]
    columns = (Column("day"), Column("in_days", "In days"), Column("what"), Column("open"))
    table = Table("bills", columns, rows, title="Bills to pay", empty=f"No bill falls due within {SOON} days.")
    return _first(table, "backoffice expense list --unpaid", 2)


def _build(books: Books, scope: Scope) -> Report:
    return status(books, as_of=scope.as_of)


REPORT = Declared("status", "The morning page: who owes what, what is late, what waits.", _build)
