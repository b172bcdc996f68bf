"""Clients as relationships: how each is doing, by what was said, what is owed, and what is going on."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import Books
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.client import Client
from backoffice.reports.relationships.standing import HEALTHS, Standing, standings

COLUMNS = (
    Column("client"),
    Column("name", optional=True),
    Column("health"),
    Column("last_contact"),
    Column("next_touch"),
    Column("owner", optional=True),
    Column("overdue"),
    Column("billed", "Billed in a year"),
)
WORDS = (
    "at risk: owes for long, and nobody has spoken to them in time; owes: has overdue invoices; "
    "quiet: it is time to get in touch; dormant: nothing billed in a year, and nothing agreed"
)


def relationships(books: Books, *, as_of: dt.date) -> Report:
    """Return all clients, those that need somebody first."""
    found = standings(books, as_of=as_of)
    clients = sorted(books.all(Client), key=lambda each: (HEALTHS.index(found[each.id].health), each.id))
    table = Table(
        "relationships", COLUMNS, [_row(each, found[each.id]) for each in clients], empty="There are no clients."
    )
    return Report("relationships", "Clients", (table,), scope=f"as of {as_of}", notes=(WORDS,))


def _row(client: Client, seen: Standing) -> tuple[Cell, ...]:
    last, due = client.last_contact, client.touch_due
    return client.id, client.name, seen.health, last, due, client.owner, seen.overdue, seen.billed


def _build(books: Books, scope: Scope) -> Report:
    return relationships(books, as_of=scope.as_of)


REPORT = Declared("relationships", "How each client is doing: last contact, what is owed, what is going on.", _build)
