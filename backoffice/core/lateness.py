"""How late somebody usually pays, by what they did: days past the due date of the invoices they have settled."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from backoffice.core.books import Books
from backoffice.core.ledger import Query
from backoffice.core.named import NamedTuple
from backoffice.core.settled import Settled

FEW = 4
"""Clients that are asked about one at a time; whoever asks about more gets to know of all at once."""


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


def usual(books: Books, as_of: dt.date, client: str = "") -> dict[str, list[Usual]]:
    """Return how late each client usually pays, or one of them, by what had happened until a day.

    For each currency, that of most of their invoices first. Invoices count once nothing of them is open, something was
    paid and nothing written off; a client without any is left out.
    """
    found: defaultdict[str, defaultdict[str, list[Settled]]] = defaultdict(lambda: defaultdict(list))
    for each in books.settled(Query(account=books.settings.chart.receivable, until=as_of, party=client)):
        found[each.party][each.currency].append(each)
    return {
        party: sorted((_usual(*of) for of in paid.items()), key=lambda one: (-one.invoices, one.currency))
        for party, paid in found.items()
    }


class Habits(Mapping[str, "Habit"]):
    """How late each client pays, asked of the ledger when that is first shown; for a list of any length."""

    def __init__(self, books: Books) -> None:
        """Ask nothing yet."""
        self._books = books
        self._known: dict[tuple[str, dt.date], Usual | None] = {}
        self._all: dict[dt.date, dict[str, list[Usual]]] = {}

    def __getitem__(self, client: str) -> Habit:
        """Return the habit of a client, of whom nothing may be known."""
        return Habit(self, client)

    def __iter__(self) -> Iterator[str]:
        """Name none: it is asked for by name."""
        return iter(())

    def __len__(self) -> int:
        """Return that none is named."""
        return 0

    def usual(self, client: str, as_of: dt.date) -> Usual | None:
        """Return how late a client usually pays, in the currency of most of their invoices."""
        if (client, as_of) not in self._known:
            found = self._found(client, as_of).get(client, [])
            self._known[client, as_of] = found[0] if found else None
        return self._known[client, as_of]

    def _found(self, client: str, as_of: dt.date) -> dict[str, list[Usual]]:
        if as_of in self._all:
            return self._all[as_of]
        if len(self._known) < FEW:
            return usual(self._books, as_of, client)
        self._all[as_of] = usual(self._books, as_of)
        return self._all[as_of]


class Habit(NamedTuple):
    """How late one client pays, among those of all."""

    habits: Habits
    client: str

    def usual(self, as_of: dt.date) -> Usual | None:
        """Return how late they usually pay, in the currency of most of their invoices."""
        return self.habits.usual(self.client, as_of)


def _usual(currency: str, paid: Iterable[Settled]) -> Usual:
    closing = sorted(paid, key=lambda each: (each.closed, each.document))
    days = sorted(each.late for each in closing)
    middle = days[(len(days) - 1) // 2] + days[len(days) // 2]
    mean = Decimal(sum(each.weighed for each in closing)) / sum(each.paid for each in closing)
    return Usual(currency, len(days), _whole(Decimal(middle) / 2), _whole(mean), closing[-1].late)


def _whole(days: Decimal) -> int:
    return int(days.quantize(Decimal(1), ROUND_HALF_UP))
