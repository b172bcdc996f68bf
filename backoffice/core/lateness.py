"""How late somebody usually pays, by what they did: days past the due date of the invoices they have settled."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from backoffice.core.books import Books
from backoffice.core.ledger import Query
from backoffice.core.named import NamedTuple


class Move(NamedTuple):
    """What one source posted to the receivable of an invoice on a day: positive it charges, negative it settles."""

    document: str
    currency: str
    due: dt.date
    day: dt.date
    source: str
    minor: int


class Usual(NamedTuple):
    """How late somebody pays, in days; negative: early.

    ``median`` is that of their settled invoices, each by its last payment; ``weighted`` the mean of all payments for
    them, each weighing what it paid; ``latest`` that of the invoice settled last.
    """

    currency: str
    invoices: int
    median: int
    weighted: int
    latest: int


def moves_by_client(books: Books, client: str = "") -> Mapping[str, list[Move]]:
    """Return what was posted to the receivables of each client's invoices, of whatever day."""
    dues = {each.subject: each.day for each in books.deadlines(dt.date.max) if each.kind == "payment"}
    query = Query(
        by=("party", "document", "source", "date"),
        account=books.settings.chart.receivable,
        party=client,
        nonzero=False,
    )
    found: defaultdict[str, list[Move]] = defaultdict(list)
    for balance in books.balances(query):
        party, document, source, day = balance.key
        if due := dues.get(document):
            found[party].append(
                Move(document, balance.currency, due, dt.date.fromisoformat(day), source, balance.minor)
            )
    return found


def usual(moves: Iterable[Move], as_of: dt.date) -> list[Usual]:
    """Return how late somebody usually pays, for each currency, by what had happened until a day; the commonest first.

    Invoices count once nothing of them is open, something was paid and nothing written off.
    """
    by_document: defaultdict[tuple[str, str], list[Move]] = defaultdict(list)
    for move in moves:
        if move.day <= as_of:
            by_document[move.currency, move.document].append(move)
    paid: defaultdict[str, list[list[Move]]] = defaultdict(list)
    for (currency, _), all_of in by_document.items():
        payments = sorted((each for each in all_of if each.source == "payment"), key=lambda each: each.day)
        given_up = any(each.source == "write-off" for each in all_of)
        if payments and not given_up and sum(each.minor for each in all_of) <= 0:
            paid[currency].append(payments)
    return sorted((_usual(*each) for each in paid.items()), key=lambda each: (-each.invoices, each.currency))


def _usual(currency: str, settled: list[list[Move]]) -> Usual:
    closing = sorted((each[-1] for each in settled), key=lambda each: (each.day, each.document))
    days = sorted(_late(each) for each in closing)
    middle = days[(len(days) - 1) // 2] + days[len(days) // 2]
    payments = [each for one in settled for each in one]
    weight = sum(each.minor for each in payments)
    mean = Decimal(sum(_late(each) * each.minor for each in payments)) / weight
    return Usual(currency, len(days), _whole(Decimal(middle) / 2), _whole(mean), _late(closing[-1]))


def _late(move: Move) -> int:
    return (move.day - move.due).days


def _whole(days: Decimal) -> int:
    return int(days.quantize(Decimal(1), ROUND_HALF_UP))
