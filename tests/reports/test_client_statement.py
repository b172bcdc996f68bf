"""Statements on one small client, in tables as they would be written by hand."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.period import Period
from backoffice.core.record import Record
from backoffice.core.scope import Scope
from backoffice.reports.client_statement import REPORT, client_statement, statement
from backoffice.reports.lateness import REPORT as LATENESS
from tests.made import client, credit, invoice, made, payment, settings, worked

TODAY = dt.date(2026, 6, 30)
FIRST = invoice(1, "2026-01-10")


def reminder(level: int, date: str, fees: str, of: str = "acme") -> Record:
    fields = {"tone": "firm", "due": date, "currency": "EUR", "language": "en", "open": "119.00"}
    facts = {"invoice": "INV-2026-0001", "level": str(level), "date": date, "client": of, "fees": fees}
    record: Record = made("reminder", f"INV-2026-0001--{level}", **(facts | fields))
    return record


def late_payment(**more: Any) -> Record:  # noqa: ANN401
    facts = {"date": "2026-05-01", "client": "acme", "amount": "50.00", "currency": "EUR"}
    record: Record = made("payment", "late", **facts, **more)
    return record


RECORDS = [
    settings(),
    client(),
    client("beta"),
    FIRST,
    invoice(2, "2026-04-20", "acme", "200.00"),
    invoice(3, "2026-06-16", "beta", "50.00"),
    credit(FIRST, on="2026-02-10", part={1: 10}),  # type: ignore[dict-item]
    payment("2026-02-01", "19.00", INV_2026_0001="19.00"),
    payment("2026-05-02", "300.00", INV_2026_0002="238.00"),
    made("payment", "usd", date="2026-05-03", client="acme", amount="7", currency="USD"),
    reminder(1, "2026-03-01", "2.00"),
    reminder(2, "2026-04-01", "8.00"),
    reminder(3, "2026-07-01", "20.00"),
]
BOOKS = MemoryBooks(settings(), RECORDS)


def rows(period: str = "", *more: Record, as_of: dt.date = TODAY, of: str = "acme") -> list[str]:
    books = MemoryBooks(settings(), [*RECORDS, *more])
    found = client_statement(books, of, as_of=as_of, period=Period.parse(period) if period else None)
    return [
        " ".join(str(cell) for cell in row if cell not in {None, ""})
        for table in found.tables
        for row in (*table.rows, *table.totals)
    ]


def test_open_items_less_what_is_not_used_yet() -> None:
    assert rows() == [
        "INV-2026-0001 2026-01-10 2026-01-24 157 119.00 EUR 88.10 EUR",
        "credit -62.00 EUR",
        "credit -7.00 USD",
        "Total 26.10 EUR",
        "Total -7.00 USD",
        "INV-2026-0001 8.00 EUR",
    ]


def test_as_it_was_on_another_day() -> None:
    assert rows(as_of=dt.date(2026, 1, 20)) == [
        "INV-2026-0001 2026-01-10 2026-01-24 119.00 EUR 119.00 EUR",
        "Total 119.00 EUR",
    ]
    assert rows(as_of=dt.date(2026, 1, 1)) == []


def test_movements_with_the_running_balance_of_each_currency() -> None:
    assert rows("2026-02..2026-05") == [
        "brought forward 119.00 EUR",
        "2026-02-01 payment INV-2026-0001 -19.00 EUR 100.00 EUR",
        "2026-02-10 credit-note INV-2026-0001 -11.90 EUR 88.10 EUR",
        "2026-04-20 invoice INV-2026-0002 238.00 EUR 326.10 EUR",
        "2026-05-02 payment INV-2026-0002 -300.00 EUR 26.10 EUR",
        "Total -92.90 EUR 26.10 EUR",
        "brought forward 0.00 USD",
        "2026-05-03 payment usd -7.00 USD -7.00 USD",
        "Total -7.00 USD -7.00 USD",
        "INV-2026-0001 8.00 EUR",
    ]


def test_charges_are_what_the_latest_reminder_claims_less_what_was_paid() -> None:
    def charges(*more: Record) -> list[str]:
        return [str(each[1]) for each in statement(MemoryBooks(settings(), [*RECORDS, *more]), "acme", as_of=TODAY)[2]]

    assert charges() == ["8.00 EUR"]
    assert charges(late_payment(late_charges={"INV-2026-0001": "3.00"})) == ["5.00 EUR"]
    assert charges(late_payment(late_charges={"INV-2026-0001": "8.00"})) == []


def test_a_payment_of_charges_alone_moves_nothing() -> None:
    paid = late_payment(late_charges={"INV-2026-0001": "50.00"})
    free = invoice(4, "2026-05-01", net="0.00")
    assert not [row for row in rows("2026-05", paid, free) if "2026-05-01" in row]


def test_receivables_without_an_invoice_are_named_by_their_record() -> None:
    lost = MemoryBooks(settings(), [settings(), payment("2026-02-01", "5.00", INV_2026_0009="5.00")])
    (table, *_) = client_statement(lost, "acme", as_of=TODAY).tables
    assert [str(row[0]) for row in table.rows] == ["INV-2026-0009"]


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        (Scope(TODAY, client="acme"), "as of 2026-06-30"),
        (Scope(TODAY, client="acme", by="movements"), "2026-01-01..2026-06-30"),
        (Scope(TODAY, client="acme", period=Period.parse("2026-Q1")), "2026-Q1"),
        (Scope(TODAY, client="acme", period=Period.parse("2027")), "2027-01-01"),
    ],
)
def test_of_when_it_speaks(scope: Scope, says: str) -> None:
    assert REPORT.build(BOOKS, scope).scope == says
    assert REPORT.build(BOOKS, scope).title == "Statement for Acme"


def test_how_late_each_client_usually_pays() -> None:
    (table,) = LATENESS.build(BOOKS, Scope(TODAY)).tables
    assert [" ".join(str(cell) for cell in row) for row in table.rows] == ["acme Acme EUR 1 -2 -2 -2"]
    nameless = MemoryBooks(settings(), [each for each in RECORDS if each.noun != "client"])
    (table,) = LATENESS.build(nameless, Scope(TODAY)).tables
    assert [row[1] for row in table.rows] == ["acme"]


def test_a_statement_says_what_is_left_of_retainers() -> None:
    hours = made("retainer", "care", client="acme", every="month", start="2026-05-01", hours="4h", keeps="1m")
    money = made("retainer", "budget", client="acme", every="quarter", start="2026-04-01", amount="500", task="Ads")
    other = made("retainer", "other", client="beta", every="month", start="2026-01-01", hours="9h")
    gone = made("retainer", "gone", client="acme", every="month", start="2025-01-01", until="2025-01-31", hours="5h")
    rates = [{"price": "100"}]
    records = [
        settings(rates=rates),
        client(),
        hours,
        money,
        other,
        gone,
        worked("ada", "2026-05-20", "3h", client="acme", task="Website"),
        worked("ada", "2026-06-10", "1h30m", client="acme", task="Website"),
        worked("ada", "2026-06-11", "2h", client="acme", task="Ads"),
    ]
    books = MemoryBooks(settings(rates=rates), records)
    table = client_statement(books, "acme", as_of=TODAY).tables[-1]
    assert [" ".join(str(cell) for cell in row) for row in table.rows] == [
        "budget 2026-04 500.00 EUR 200.00 EUR 300.00 EUR 2026-06-30",
        "care 2026-05 4h 4h 0m 2026-06-30",
        "care 2026-06 4h 30m 3h30m 2026-07-31",
    ]
    assert [table.name for table in client_statement(BOOKS, "acme", as_of=TODAY).tables] == [
        "open_items",
        "late_charges",
        "retainers",
    ]
