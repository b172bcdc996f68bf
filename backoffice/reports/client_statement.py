"""A client's statement: what is open, or all that moved in a period with the running balance."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from backoffice.core.books import Books
from backoffice.core.ledger import Entry, Query
from backoffice.core.money import Money, total
from backoffice.core.named import NamedTuple
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.reminder import Reminder
from backoffice.kinds.retained import Grant, usable


class Item(NamedTuple):
    """A document with something open; negative: too much was paid. ``gross`` is what it charged."""

    number: str
    date: dt.date | None
    due: dt.date | None
    gross: Money | None
    open: Money


class Movement(NamedTuple):
    """What one record did to what a client owes. ``source`` is its noun, ``about`` the numbers it concerns."""

    date: dt.date
    source: str
    about: tuple[str, ...]
    amount: Money
    balance: Money


class Account(NamedTuple):
    """What a client owes in one currency, at the beginning and at the end of a period, and what moved in between."""

    opening: Money
    movements: tuple[Movement, ...]
    closing: Money


class Statement(NamedTuple):
    """All that a statement says.

    ``credit`` is not used yet; ``charges`` are claimed by reminders and not paid; ``grants`` of retainers can be used.
    """

    items: tuple[Item, ...]
    credit: tuple[Money, ...]
    charges: tuple[tuple[str, Money], ...]
    accounts: tuple[Account, ...]
    grants: tuple[Grant, ...] = ()


def statement(books: Books, client: str, *, as_of: dt.date, period: Period | None = None) -> Statement:
    """Return what a client owes at the end of ``as_of``; with a ``period``, also what moved in it."""
    return Statement(
        tuple(_items(books, client, as_of)),
        tuple(_credit(books, client, as_of)),
        tuple(_charges(books, client, as_of)),
        tuple(_accounts(books, client, period)) if period else (),
        tuple(usable(books, client, as_of=as_of)),
    )


def _items(books: Books, client: str, as_of: dt.date) -> Iterator[Item]:
    query = Query(by=("document",), account=books.settings.chart.receivable, party=client, until=as_of)
    for balance in books.balances(query):
        number = balance.key[0].partition("/")[2]
        invoice = books.get(Invoice, number)
        issued = invoice.issued if invoice else None
        if invoice and issued:
            yield Item(number, issued.date, issued.due, invoice.gross, balance.amount)
        else:
            yield Item(number, None, None, None, balance.amount)


def _credit(books: Books, client: str, as_of: dt.date) -> Iterator[Money]:
    query = Query(account=books.settings.chart.client_credit, party=client, until=as_of)
    return (-each.amount for each in books.balances(query))


def _charges(books: Books, client: str, as_of: dt.date) -> Iterator[tuple[str, Money]]:
    """Yield what the latest reminder of each invoice claims, less what was paid of it."""
    claimed: dict[str, Money] = {}
    reminders = [each for each in books.all(Reminder) if each.client == client and each.date <= as_of]
    for each in sorted(reminders, key=lambda each: (each.invoice, each.date, each.level)):
        claimed[each.invoice] = each.charges
    query = Query(by=("document",), account=books.settings.chart.late_charges, party=client, until=as_of)
    paid = {(each.key[0].partition("/")[2], each.currency): each.amount for each in books.balances(query)}
    for number, amount in claimed.items():
        left = amount + paid.get((number, amount.currency), amount * 0)
        if left.amount > 0:
            yield number, left


def _accounts(books: Books, client: str, period: Period) -> Iterator[Account]:
    moved: defaultdict[str, list[Movement]] = defaultdict(list)
    opening = _opening(books, client, period.start - dt.timedelta(days=1))
    running = dict(opening)
    for entry in books.entries(Query(party=client, since=period.start, until=period.end)):
        for amount, about in _effects(books, client, entry):
            before = running.get(amount.currency, amount * 0)
            running[amount.currency] = before + amount
            moved[amount.currency].append(Movement(entry.date, entry.source, about, amount, before + amount))
    for currency, closing in sorted(running.items()):
        yield Account(opening.get(currency, Money.of(0, currency)), tuple(moved[currency]), closing)


def _roles(books: Books) -> tuple[str, str]:
    """Return the accounts whose sum is what a client owes: receivables, less their credit."""
    return books.settings.chart.receivable, books.settings.chart.client_credit


def _opening(books: Books, client: str, until: dt.date) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for account in _roles(books):
        for each in books.balances(Query(account=account, party=client, until=until)):
            found[each.currency] = found.get(each.currency, each.amount * 0) + each.amount
    return found


def _effects(books: Books, client: str, entry: Entry) -> Iterator[tuple[Money, tuple[str, ...]]]:
    """Yield what an entry does to what a client owes, for each currency, with the numbers it is about."""
    postings = [each for each in entry.postings if each.party == client and each.account in _roles(books)]
    own = entry.record.partition("/")[2]
    for currency in dict.fromkeys(each.amount.currency for each in postings):
        mine = [each for each in postings if each.amount.currency == currency]
        about = tuple(dict.fromkeys(each.document.partition("/")[2] for each in mine if each.document != entry.record))
        if amount := total((each.amount for each in mine), currency):
            yield amount, about if entry.source in {"payment", "credit-note", "refund"} and about else (own,)


# ── As a report ─────────────────────────────────────────────────────────────────────────────────


def client_statement(books: Books, client: str, *, as_of: dt.date, period: Period | None = None) -> Report:
    """Return a client's statement: open items, or with a ``period`` the movements in it."""
    found = statement(books, client, as_of=as_of, period=period)
    record = books.get(Client, client)
    name = record.name if record else client
    tables = [_movements(each) for each in found.accounts] if period else [_open(found, as_of)]
    columns = (Column("invoice"), Column("claimed"))
    title = "Late charges claimed, not paid"
    tables.append(Table("late_charges", columns, list(found.charges), title=title, empty=""))
    tables.append(_retainers(found.grants))
    return Report(
        "client-statement", f"Statement for {name}", tuple(tables), scope=str(period) if period else f"as of {as_of}"
    )


def _open(found: Statement, as_of: dt.date) -> Table:
    columns = (Column("number"), Column("date"), Column("due"), Column("days_late", "Late"), Column("gross"))
    rows: list[tuple[Cell, ...]] = [
        (each.number, each.date, each.due, _late(each, as_of), each.gross, each.open) for each in found.items
    ]
    rows += [("credit", None, None, None, None, -each) for each in found.credit]
    amounts = [*(each.open for each in found.items), *(-each for each in found.credit)]
    totals = [
        ("Total", None, None, None, None, total((each for each in amounts if each.currency == currency), currency))
        for currency in sorted({each.currency for each in amounts})
    ]
    return Table("open_items", (*columns, Column("open")), rows, totals, empty="Nothing is open.")


def _retainers(grants: Iterable[Grant]) -> Table:
    columns = ("retainer", "period", "granted", "used", "left", "usable_until")
    rows: list[tuple[Cell, ...]] = [
        (each.retainer.id, each.period, each.granted, each.used, each.left, each.usable) for each in grants
    ]
    return Table("retainers", tuple(map(Column, columns)), rows, title="Retainers", empty="")


def _late(item: Item, as_of: dt.date) -> int | None:
    return (as_of - item.due).days if item.due and item.due < as_of and item.open.amount > 0 else None


def _movements(account: Account) -> Table:
    columns = (Column("date"), Column("what"), Column("about"), Column("amount"), Column("balance"))
    rows: list[tuple[Cell, ...]] = [(None, "brought forward", "", None, account.opening)]
    rows += [(each.date, each.source, ", ".join(each.about), each.amount, each.balance) for each in account.movements]
    name = f"movements_{account.closing.currency.lower()}"
    return Table(name, columns, rows, (("Total", "", "", account.closing - account.opening, account.closing),))


def span_of(scope: Scope) -> Period | None:
    """Return the days whose movements are asked for, up to the day that counts; None: open items."""
    year = Period.parse(f"{scope.as_of.year:04}") if scope.by == "movements" else None
    period = scope.period or year
    return period and Period(period.start, max(period.start, min(period.end, scope.as_of)))


def _build(books: Books, scope: Scope) -> Report:
    return client_statement(books, scope.client, as_of=scope.as_of, period=span_of(scope))


REPORT = Declared(
    "client-statement",
    "What one client owes: open items, or with --period all that moved and the running balance. --pdf writes a letter.",
    _build,
    options=("client", "period", "by"),
    by=("open", "movements"),
    needs=("client",),
)
