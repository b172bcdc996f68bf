"""Sales without tax, as folds of the ledger: when they were invoiced, or, on the cash basis, when they were paid.

The cash basis is a projection: what was paid of a document counts in proportion for each kind of its income, always
computed from all that was paid so far, so that the last payment closes to the cent.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal

from backoffice.core.books import Books
from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.ledger import Balance, Query
from backoffice.core.money import Money, share_out
from backoffice.core.named import NamedTuple

Basis: TypeAlias = Literal["accrual", "cash"]
DOCUMENTS = frozenset({"invoice", "void", "credit-note"})
"""Nouns of the records that sell something, or take it back."""
PAYING = frozenset({"payment", "refund"})
SETTLING = PAYING | {"write-off"}


class Sold(NamedTuple):
    """What was sold to whom, of what kind, in which month; ``minor`` in the smallest unit, negative taken back."""

    client: str
    project: str
    income: str
    month: str
    currency: str
    minor: int


def sales(books: Books, *, since: dt.date | None, until: dt.date, basis: Basis = "accrual") -> list[Sold]:
    """Return what was sold from ``since`` (None: ever) until ``until``."""
    found = _invoiced(books, since, until) if basis == "accrual" else _settled(books, since, until, PAYING)
    return [*found, *_deducted(books, since, until)]


def settled(books: Books, *, until: dt.date) -> list[Sold]:
    """Return what of the sales until a day is paid or given up, as the cash basis has it."""
    return [*_settled(books, None, until, SETTLING), *_deducted(books, None, until)]


def _kinds(books: Books) -> tuple[tuple[str, str], ...]:
    """Return the accounts that sales post to, and what is cut from their names."""
    chart = books.settings.chart
    return (chart.income, f"{chart.income}:"), (chart.discounts, chart.discounts.rpartition(":")[0] + ":")


def _invoiced(books: Books, since: dt.date | None, until: dt.date) -> Iterator[Sold]:
    for account, cut in _kinds(books):
        query = Query(by=("party", "project", "account", "month", "source"), account=account, since=since, until=until)
        for each in books.balances(query):
            client, project, name, month, source = each.key
            if source in DOCUMENTS:
                yield Sold(client, project, name.removeprefix(cut), month, each.currency, -each.minor)


def _deducted(books: Books, since: dt.date | None, until: dt.date) -> Iterator[Sold]:
    """Yield what clients deducted when they paid."""
    account, cut = _kinds(books)[1]
    query = Query(by=("party", "account", "month"), account=account, since=since, until=until, source="payment")
    for each in books.balances(query):
        client, name, month = each.key
        yield Sold(client, "", name.removeprefix(cut), month, each.currency, -each.minor)


class _Document(NamedTuple):
    """What a document charges: with tax, and without for each (client, project, kind of income)."""

    gross: int
    parts: dict[tuple[str, str, str], int]

    def earned(self, paid: int, currency: str) -> list[int]:
        """Return what of each part is earned once so much is paid."""
        net = sum(self.parts.values())
        share = min(Decimal(paid) / self.gross, Decimal(1)) if self.gross else Decimal(1)
        whole = Money.of(Money.of_minor(net, currency).amount * share, currency)
        return [each.minor for each in share_out(whole, [Decimal(part) for part in self.parts.values()])]


def _settled(books: Books, since: dt.date | None, until: dt.date, sources: AbstractSet[str]) -> Iterator[Sold]:
    documents = _documents(books, until)
    account = books.settings.chart.receivable
    by_document: defaultdict[tuple[str, str], list[Balance]] = defaultdict(list)
    for each in books.balances(Query(by=("document", "date", "source"), account=account, until=until)):
        if each.key[2] in sources:
            by_document[each.key[0], each.currency].append(each)
    for key, payments in by_document.items():
        if document := documents.get(key):
            yield from _earned(document, payments, since)


def _earned(document: _Document, payments: list[Balance], since: dt.date | None) -> Iterator[Sold]:
    paid = 0
    before = [0] * len(document.parts)
    for each in sorted(payments, key=lambda each: each.key[1]):
        paid -= each.minor
        after = document.earned(paid, each.currency)
        if since is None or each.key[1] >= str(since):
            for part, was, now in zip(document.parts, before, after, strict=True):
                yield Sold(*part, each.key[1][:7], each.currency, now - was)
        before = after


def _documents(books: Books, until: dt.date) -> dict[tuple[str, str], _Document]:
    """Return what each document charges, less what was taken back of it."""
    gross: defaultdict[tuple[str, str], int] = defaultdict(int)
    query = Query(by=("document", "source"), account=books.settings.chart.receivable, until=until)
    for each in books.balances(query):
        if each.key[1] in DOCUMENTS:
            gross[each.key[0], each.currency] += each.minor
    parts: defaultdict[tuple[str, str], defaultdict[tuple[str, str, str], int]]
    parts = defaultdict(lambda: defaultdict(int))
    for account, cut in _kinds(books):
        query = Query(by=("document", "party", "project", "account", "source"), account=account, until=until)
        for each in books.balances(query):
            document, client, project, name, source = each.key
            if source in DOCUMENTS:
                parts[document, each.currency][client, project, name.removeprefix(cut)] -= each.minor
    return {key: _Document(gross[key], dict(each)) for key, each in parts.items()}
