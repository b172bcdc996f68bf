"""Expenses: paid at once, or a bill that is open until it is paid."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.kind import Seen, Standing
from backoffice.core.ledger import Chart
from backoffice.core.money import Money
from backoffice.kinds.expense import KIND, Expense
from tests import made
from tests.kinds.seen import DEMO_DAY, listed


def expense(**more: Any) -> Expense:  # noqa: ANN401
    usual = {"date": "2026-03-04", "supplier": "Bahn", "category": "travel", "amount": "119.00", "currency": "EUR"}
    record: Expense = made.made("expense", "2026-03-04-bahn", **usual | more)
    return record


STORIES: dict[str, tuple[dict[str, str], list[str]]] = {
    "paid at once, from the bank": (
        {},
        ["03-04 expenses:travel 119.00 overhead", "03-04 assets:bank -119.00"],
    ),
    "with input tax": (
        {"vat": "19.00", "nature": "delivery"},
        ["03-04 expenses:travel 100.00 delivery", "03-04 assets:vat:input 19.00", "03-04 assets:bank -119.00"],
    ),
    "from the owner's own money": (
        {"account": "owner"},
        ["03-04 expenses:travel 119.00 overhead", "03-04 equity:owner -119.00"],
    ),
    "a bill": (
        {"due": "2026-04-03"},
        ["03-04 expenses:travel 119.00 overhead", "03-04 liabilities:payable -119.00"],
    ),
    "a bill that was paid": (
        {"due": "2026-04-03", "paid": "2026-04-01", "account": "cash"},
        [
            "03-04 expenses:travel 119.00 overhead",
            "03-04 liabilities:payable -119.00",
            "04-01 liabilities:payable 119.00",
            "04-01 assets:cash -119.00",
        ],
    ),
    "a bill without a due date that was paid later": (
        {"paid": "2026-04-01"},
        [
            "03-04 expenses:travel 119.00 overhead",
            "03-04 liabilities:payable -119.00",
            "04-01 liabilities:payable 119.00",
            "04-01 assets:bank -119.00",
        ],
    ),
    "paid on its own day is paid at once": (
        {"paid": "2026-03-04"},
        ["03-04 expenses:travel 119.00 overhead", "03-04 assets:bank -119.00"],
    ),
    "a gift": ({"amount": "0"}, ["03-04 expenses:travel 0.00 overhead", "03-04 assets:bank 0.00"]),
}


@pytest.mark.parametrize(("fields", "journal"), STORIES.values(), ids=STORIES.keys())
def test_what_an_expense_means_for_the_books(fields: dict[str, str], journal: list[str]) -> None:
    posted = expense(**fields).postings(Chart())
    assert [f"{e.date:%m-%d} {e.account} {e.amount.amount} {e.nature}".strip() for e in posted] == journal


def test_its_postings_know_supplier_project_and_tax_code() -> None:
    net, tax, money = expense(vat="19.00", tax="standard", project="site").postings(Chart())
    assert {(each.party, each.project, each.document) for each in (net, tax, money)} == {
        ("Bahn", "site", "expense/2026-03-04-bahn")
    }
    assert (net.tax, tax.tax, money.tax) == ("standard", "standard", "")


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"vat": "119.00"}, []),
        ({"vat": "119.01"}, ["the tax 119.01 is more than the amount 119.00"]),
        ({"amount": "1.190"}, ["EUR has 2 decimals, and 1.190 has 3"]),
        ({"vat": "1.005"}, ["EUR has 2 decimals, and 1.005 has 3"]),
        ({"paid": "2026-03-04"}, []),
        ({"due": "2026-04-03", "paid": "2026-03-03"}, ["paid on 2026-03-03, before its date 2026-03-04"]),
    ],
)
def test_tax_is_within_the_amount_and_nothing_is_paid_before_its_day(fields: Any, messages: list[str]) -> None:  # noqa: ANN401
    assert [each.message for each in expense(**fields).check()] == messages


def test_an_unpaid_bill_is_a_deadline() -> None:
    (deadline,) = expense(due="2026-04-03").deadlines()
    assert (str(deadline.day), deadline.what, deadline.settled_by) == (
        "2026-04-03",
        "Pay Bahn",
        "expense/2026-03-04-bahn",
    )
    assert list(expense(due="2026-04-03", paid="2026-04-01").deadlines()) == []
    assert list(expense().deadlines()) == []


def test_the_receipt_lies_beside_it() -> None:
    assert expense(receipt="bahn.pdf").receipt_path == "expenses/2026/bahn.pdf"
    assert expense().receipt_path is None


def test_a_list_shows_what_is_still_owed() -> None:
    bill = expense(due="2026-04-03", text="Ticket")
    owed: Standing = {(): (Money.of("-119", "EUR"),)}
    settled: Standing = {}
    assert (bill.title, bill.dated) == ("Bahn · Ticket", dt.date(2026, 3, 4))
    assert listed(bill, owed) == {
        "id": "2026-03-04-bahn",
        "date": "2026-03-04",
        "supplier": "Bahn",
        "category": "travel",
        "nature": "overhead",
        "amount": "119.00 EUR",
        "vat": "0.00 EUR",
        "open": "119.00 EUR",
    }
    (unpaid,) = KIND.flags
    assert [unpaid.keep(Seen(bill, standing, DEMO_DAY)) for standing in (owed, settled)] == [True, False]
