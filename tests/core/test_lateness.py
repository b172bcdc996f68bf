"""How late somebody usually pays, in tables of what they did."""

import datetime as dt

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.deadline import Deadline
from backoffice.core.kind import Seen
from backoffice.core.lateness import FEW, Habits, Usual, usual
from backoffice.core.ledger import Entry, Posting, Query
from backoffice.core.money import Money
from backoffice.core.settled import Settled, settled
from backoffice.kinds.client import KIND
from tests.made import client, invoice, made, payment, settings

TODAY = dt.date(2026, 6, 30)
DUE = dt.date(2026, 3, 1)


class Said(MemoryBooks):
    """Books that say nothing but what was settled; they count how often they are asked, and about whom."""

    def __init__(self, *entries: Entry) -> None:
        super().__init__(settings(), [])
        self.said, self.asked = entries, list[str]()

    def settled(self, query: Query) -> list[Settled]:
        self.asked.append(query.party)
        dues = [Deadline(DUE, f"invoice/{each}", "payment", "pay") for each in "123"]
        return settled(self.said, [*dues, Deadline(TODAY, "invoice/1", "other", "do")], query)


def moves(*said: str, currency: str = "EUR", document: str = "1", party: str = "acme") -> list[Entry]:
    """Return the moves of an invoice due on 1 March; ``payment +5 -100`` pays 100 five days late."""
    return [_move(each, currency, f"invoice/{document}", party) for each in ("invoice -14 100", *said)]


def _move(said: str, currency: str, document: str, party: str) -> Entry:
    source, days, minor = said.split(" ")
    day, amount = DUE + dt.timedelta(days=int(days)), Money.of_minor(int(minor), currency)
    return Entry(day, f"{source}/x", "", (Posting(day, "assets:receivable", amount, document, party),))


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ([], []),
        ([moves()], []),
        ([moves("payment +5 -99")], []),
        ([moves("payment +5 -100")], [(1, 5, 5, 5)]),
        ([moves("payment -3 -100")], [(1, -3, -3, -3)]),
        ([moves("payment +0 -50", "payment +9 -50")], [(1, 9, 5, 9)]),
        ([moves("payment +30 -40", "credit-note +31 -60")], [(1, 30, 30, 30)]),
        ([moves("payment +30 -40", "write-off +90 -60")], []),
        ([moves("credit-note +5 -100")], []),
        ([moves("payment +5 0", "credit-note +5 -100")], []),
        ([moves("payment +5 -100", document="of no due day")], []),
        ([moves("payment +130 -100")], []),
        (
            [moves("payment +1 -100"), moves("payment +9 -300", document="2"), moves("payment +4 -100", document="3")],
            [(3, 4, 6, 9)],
        ),
        ([moves("payment +1 -100"), moves("payment +4 -100", document="2")], [(2, 3, 3, 4)]),
    ],
)
def test_by_the_last_payment_of_each_settled_invoice(
    done: list[list[Entry]], expected: list[tuple[int, int, int, int]]
) -> None:
    found = usual(Said(*(each for one in done for each in one)), TODAY)
    assert found.get("acme", []) == [Usual("EUR", *each) for each in expected]


def test_currencies_by_themselves_the_commonest_first() -> None:
    mixed = [
        *moves("payment +1 -100", currency="CHF"),
        *moves("payment +2 -100", document="2"),
        *moves("payment +3 -100", document="3"),
    ]
    assert [each.currency for each in usual(Said(*mixed), TODAY)["acme"]] == ["EUR", "CHF"]


def test_a_long_list_asks_once_about_all_and_a_short_one_about_each() -> None:
    names = [f"c{at}" for at in range(FEW + 3)]
    books = Said(*(move for name in names for move in moves("payment +5 -100", party=name)))
    habits = Habits(books)
    said = [habits[name].usual(TODAY) for name in names for _ in range(2)]
    assert set(said) == {Usual("EUR", 1, 5, 5, 5)}
    assert books.asked == [*names[:FEW], ""]
    assert habits["nobody"].usual(TODAY) is None
    assert list(habits) == [] == [None] * len(habits)


def test_what_the_books_say_of_each_client() -> None:
    events = [
        invoice(1, "2026-02-01"),
        payment("2026-02-20", "119.00", INV_2026_0001="119.00"),
        invoice(2, "2026-05-01", "beta"),
        made("void", "INV-2026-0009", **VOID),
    ]
    books = MemoryBooks(settings(), [settings(), client(), client("beta"), *events])
    found = Habits(books)
    assert usual(books, TODAY) == {"acme": [Usual("EUR", 1, 5, 5, 5)]}
    columns = {column.name: column.value for column in KIND.columns}
    acme, beta = (Seen(client(), {}, TODAY, found[name]) for name in ("acme", "beta"))
    assert [columns[name](acme) for name in ("days_late", "days_late_by_amount")] == [5, 5]
    assert [columns[name](beta) for name in ("days_late", "days_late_by_amount")] == [None, None]
    assert [columns["days_late"](Seen(client(), {}, TODAY))] == [None]
    assert usual(books, TODAY, "beta") == {}


VOID = {
    "date": "2026-06-01",
    "reason": "of nothing",
    "client": "acme",
    "currency": "EUR",
    "totals": {
        "income": [{"category": "services", "tax": "standard", "amount": "10"}],
        "net": "10",
        "taxes": [],
        "tax": "0",
        "gross": "10",
    },
}
