"""How a client is doing: a word for each, from facts that are in the books anyway."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from backoffice.core.books import Books
from backoffice.core.duration import add_days, add_months
from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.core.sales import DOCUMENTS
from backoffice.kinds.client import Client
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.situation import OVER, UNSIGNED, Situation
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.project import Project

Health: TypeAlias = Literal["at risk", "owes", "quiet", "dormant", "good"]
HEALTHS: tuple[Health, ...] = ("at risk", "owes", "quiet", "dormant", "good")
"""Those who need somebody first."""
LONG = 30
"""Who is so many days late, and has not been spoken to in time, is at risk."""
YEAR = 12


class Owed(NamedTuple):
    """An open invoice of a client."""

    number: str
    due: dt.date
    amount: Money


class Standing(NamedTuple):
    """How a client is doing on a day; ``billed`` is what was billed in the twelve months before, as ``billed`` says."""

    health: Health
    owed: tuple[Owed, ...]
    billed: tuple[Money, ...]
    on: dt.date

    @property
    def open(self) -> tuple[Money, ...]:
        """What they owe, one amount for each currency."""
        return sums(each.amount for each in self.owed)

    @property
    def overdue(self) -> tuple[Money, ...]:
        """What of it is late."""
        return sums(each.amount for each in self.owed if each.due < self.on)

    @property
    def late(self) -> int:
        """How many days the oldest open invoice is late; 0: none is."""
        return max([(self.on - each.due).days for each in self.owed if each.due < self.on], default=0)


def sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Return one sum for each currency in which they do not cancel out."""
    found: defaultdict[str, int] = defaultdict(int)
    for each in amounts:
        found[each.currency] += each.minor
    return tuple(Money.of_minor(minor, currency) for currency, minor in sorted(found.items()) if minor)


def standings(books: Books, *, as_of: dt.date, only: str = "") -> dict[str, Standing]:
    """Return the standing of every client, or ``only`` of one; asks the ledger for sums, and reads what is open."""
    owed, busy = _owed(books, as_of, only), _busy(books, as_of)
    sold = billed(books, only, since=add_days(add_months(as_of, -YEAR), 1), until=as_of)
    clients = [books.get(Client, only)] if only else books.all(Client)
    return {
        each.id: _standing(each, owed[each.id], sold[each.id], busy=each.id in busy, on=as_of)
        for each in clients
        if each
    }


def _standing(client: Client, owed: list[Owed], sold: list[Money], *, busy: bool, on: dt.date) -> Standing:
    seen = Standing("good", tuple(sorted(owed, key=lambda each: each.due)), sums(sold), on)
    quiet = client.touch_due is not None and client.touch_due < on
    if seen.late > LONG and quiet:
        return seen._replace(health="at risk")
    if seen.late:
        return seen._replace(health="owes")
    if quiet:
        return seen._replace(health="quiet")
    return seen if seen.billed or busy else seen._replace(health="dormant")


def _owed(books: Books, as_of: dt.date, only: str) -> defaultdict[str, list[Owed]]:
    found: defaultdict[str, list[Owed]] = defaultdict(list)
    account = books.settings.chart.receivable
    for balance in books.balances(Query(by=("party", "document"), account=account, party=only, until=as_of)):
        party, document = balance.key
        invoice = books.get(Invoice, document.partition("/")[2])
        if invoice and invoice.issued and balance.minor > 0:
            found[party].append(Owed(invoice.id, invoice.issued.due, balance.amount))
    return found


def billed(books: Books, only: str = "", *, since: dt.date | None, until: dt.date) -> defaultdict[str, list[Money]]:
    """Return what was billed to each client, or ``only`` to one: without tax and discounts, less what was credited."""
    found: defaultdict[str, list[Money]] = defaultdict(list)
    for account in (books.settings.chart.income, books.settings.chart.discounts):
        query = Query(by=("party", "source"), account=account, party=only, since=since, until=until)
        for balance in books.balances(query):
            client, source = balance.key
            if source in DOCUMENTS:
                found[client].append(-balance.amount)
    return found


def _busy(books: Books, as_of: dt.date) -> set[str]:
    """Return the clients with whom something is agreed or going on."""
    live = (Situation.of(facts, as_of) for facts in gather(books).values())
    bound = {each.contract.client for each in live if each.contract.client and each.state not in OVER | UNSIGNED}
    return bound | {each.client for each in books.all(Project) if each.state(as_of) != "over"}
