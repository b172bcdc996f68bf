"""Everything about one client on one page: who, how they are doing, what is open, what was agreed and said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.fields import references
from backoffice.core.interaction import undated
from backoffice.core.lateness import usual
from backoffice.core.ledger import Query
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.kinds import KINDS, kind_of
from backoffice.kinds.client import Client
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.outlook import outlook
from backoffice.kinds.contract.situation import Situation
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.project import Project
from backoffice.reports.relationships.standing import Standing, billed, standings, sums

PAIR = (Column("field"), Column("value"))
SPOKEN, LISTED = 8, 12
"""So many interactions, and of each further kind so many records, are shown."""
TOLD = frozenset({"client", "contract", "project"})
"""Kinds that the page shows in tables of their own."""


def client_page(books: Books, client: Client, *, as_of: dt.date) -> Report:
    """Return the page. What refers to the client is found by its id in the index, not by reading all records."""
    seen = standings(books, as_of=as_of, only=client.id)[client.id]
    tables = (
        Table("about", PAIR, list(_about(client, seen)), headings=False),
        Table("contacts", tuple(map(Column, ("name", "role", "email", "phone"))), _contacts(client), title="People"),
        Table("money", PAIR, list(_money(books, client, seen)), title="Money", headings=False),
        Table("open", tuple(map(Column, ("number", "due", "days_late", "open"))), _open(seen), title="Not paid yet"),
        _contracts(books, client, as_of),
        _projects(books, client, as_of),
        _interactions(client),
        _others(books, client),
        Table("notes", (Column("notes"),), [(each,) for each in _notes(client)], title="Notes", headings=False),
    )
    return Report("client", client.name, tuple(each for each in tables if each.rows), scope=client.where.path)


def _about(client: Client, seen: Standing) -> Iterator[tuple[Cell, ...]]:
    yield "id", client.id
    yield "health", seen.health
    for name, value in (
        ("owner", client.owner),
        ("last contact", client.last_contact),
        ("next touch", client.touch_due),
        ("since", client.since),
        ("address", client.address.line),
        ("email", client.email),
        ("vat number", client.vat_id),
        ("reference", client.reference),
        ("terms", str(client.terms) if client.terms else ""),
        ("tags", ", ".join(client.tags)),
    ):
        if value:
            yield name, value


def _contacts(client: Client) -> list[tuple[Cell, ...]]:
    return [(each.name, each.role, each.email, each.phone) for each in client.contacts]


def _money(books: Books, client: Client, seen: Standing) -> Iterator[tuple[Cell, ...]]:
    chart = books.settings.chart
    ever = sums(billed(books, client.id, since=None, until=seen.on)[client.id])
    credit = books.balances(Query(by=("party",), account=chart.client_credit, party=client.id, until=seen.on))
    for name, amounts in (
        ("open", seen.open),
        ("overdue", seen.overdue),
        ("their credit", tuple(-each.amount for each in credit if each.minor)),
        ("billed in a year", seen.billed),
        ("billed ever", ever),
    ):
        if amounts:
            yield name, amounts
    for each in usual(books, seen.on, client.id).get(client.id, [])[:1]:
        when, sign = ("usually late", 1) if each.median >= 0 else ("usually early", -1)
        yield when, f"{sign * each.median} days; {sign * each.weighted} by amount"


def _open(seen: Standing) -> list[tuple[Cell, ...]]:
    return [(each.number, each.due, max((seen.on - each.due).days, 0) or None, each.amount) for each in seen.owed]


def _contracts(books: Books, client: Client, as_of: dt.date) -> Table:
    mine = [facts for facts in gather(books).values() if facts.contract.client == client.id]
    seen = [Situation.of(facts, as_of) for facts in mine]
    rows = [(each.contract.id, each.contract.name, each.state, outlook(each)) for each in seen]
    columns = (Column("contract"), Column("name", optional=True), Column("state"), Column("outlook", wraps=True))
    return Table("contracts", columns, rows, title="Contracts")


def _projects(books: Books, client: Client, as_of: dt.date) -> Table:
    mine = [each for each in books.all(Project) if each.client == client.id]
    rows = [(each.id, each.name, each.state(as_of), each.start, each.end) for each in mine]
    columns = tuple(map(Column, ("project", "name", "state", "start", "end")))
    return Table("projects", columns, rows, title="Projects")


def _interactions(client: Client) -> Table:
    rows = [(each.date, each.by, each.text) for each in client.interactions[:SPOKEN]]
    columns = (Column("date"), Column("by"), Column("what", wraps=True))
    return Table("interactions", columns, rows, title="Spoken to")


def _others(books: Books, client: Client) -> Table:
    """Return what else refers to the client: drafts, documents and whatever there is; many of one kind are counted."""
    found: dict[str, list[str]] = {}
    for ref in books.search(f'"{client.id}"'):
        noun, _, identity = ref.partition("/")
        if noun not in TOLD and noun.replace("-", "_") in KINDS:
            found.setdefault(noun, []).append(identity)
    rows = [row for noun, names in found.items() for row in _rows_of(books, client, noun, names)]
    return Table("records", (Column("record"), Column("title")), rows, title="Also here")


def _rows_of(books: Books, client: Client, noun: str, names: list[str]) -> Iterator[tuple[Cell, ...]]:
    if len(names) > LISTED and noun == Invoice.noun:
        names = [each for each in names if books.has_file(f"invoices/drafts/{each}.md")]
    if len(names) > LISTED:
        yield f"{len(names)} {kind_of(noun).plural}", f"backoffice find {client.id}"
        return
    for identity in reversed(names):
        record = books.get(kind_of(noun).record, identity)
        if record and any((to, name) == (Client.noun, client.id) for _, to, name in references(record)):
            yield record.ref, record.title


def _notes(client: Client) -> list[str]:
    return undated(client.notes).strip().splitlines()
