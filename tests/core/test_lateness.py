"""How late somebody usually pays, in tables of what they did."""

import datetime as dt

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.kind import Seen
from backoffice.core.lateness import Move, Usual, moves_by_client, usual
from backoffice.kinds.client import KIND
from tests.made import client, invoice, made, payment, settings

TODAY = dt.date(2026, 6, 30)
DUE = dt.date(2026, 3, 1)


def moves(*said: str, currency: str = "EUR", document: str = "1") -> list[Move]:
    """Return the moves of an invoice due on 1 March; ``payment +5 -100`` pays 100 five days late."""
    found = [Move(document, currency, DUE, DUE - dt.timedelta(days=14), "invoice", 100)]
    for each in said:
        source, days, minor = each.split(" ")
        found.append(Move(document, currency, DUE, DUE + dt.timedelta(days=int(days)), source, int(minor)))
    return found


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
        ([moves("payment +130 -100")], []),
        (
            [moves("payment +1 -100"), moves("payment +9 -300", document="2"), moves("payment +4 -100", document="3")],
            [(3, 4, 6, 9)],
        ),
        ([moves("payment +1 -100"), moves("payment +4 -100", document="2")], [(2, 3, 3, 4)]),
    ],
)
def test_by_the_last_payment_of_each_settled_invoice(
    done: list[list[Move]], expected: list[tuple[int, int, int, int]]
) -> None:
    found = usual((each for one in done for each in one), TODAY)
    assert found == [Usual("EUR", *each) for each in expected]


def test_currencies_by_themselves_the_commonest_first() -> None:
    mixed = [
        *moves("payment +1 -100", currency="CHF"),
        *moves("payment +2 -100", document="2"),
        *moves("payment +3 -100", document="3"),
    ]
    assert [each.currency for each in usual(mixed, TODAY)] == ["EUR", "CHF"]


def test_what_the_books_say_of_each_client() -> None:
    events = [
        invoice(1, "2026-02-01"),
        payment("2026-02-20", "119.00", INV_2026_0001="119.00"),
        invoice(2, "2026-05-01", "beta"),
        made("void", "INV-2026-0009", **VOID),
    ]
    books = MemoryBooks(settings(), [settings(), client(), client("beta"), *events])
    found = moves_by_client(books)
    assert usual(found["acme"], TODAY) == [Usual("EUR", 1, 5, 5, 5)]
    assert usual(found["beta"], TODAY) == []
    columns = {column.name: column.value for column in KIND.columns}
    acme, beta = (Seen(client(), {}, TODAY, found[name]) for name in ("acme", "beta"))
    assert [columns[name](acme) for name in ("days_late", "days_late_by_amount")] == [5, 5]
    assert [columns[name](beta) for name in ("days_late", "days_late_by_amount")] == [None, None]
    assert list(moves_by_client(books, "beta")) == ["beta"]


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
