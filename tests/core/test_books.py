"""Books in memory: all records, in whatever order they came, and the answers they give."""

import datetime as dt

import pytest

from backoffice.core.books import MemoryBooks, having, lacking
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.core.ledger import Query
from backoffice.core.part import replaced
from backoffice.core.settings import SETTING
from backoffice.kinds.client import Client
from backoffice.kinds.expense import Expense
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.payment import Payment
from tests import made

ONE, TWO = made.invoice(1, "2026-03-02"), made.invoice(2, "2026-03-01")
PAID = made.payment("2026-03-02", "119.00", INV_2026_0001="119.00")
RECORDS = [PAID, TWO, made.client("zeta"), ONE, made.client(), made.draft()]


def books() -> MemoryBooks:
    return MemoryBooks(made.settings(), RECORDS, files=["a/b.pdf"])


def test_records_are_found_by_kind_and_id() -> None:
    assert books().get(Invoice, "INV-2026-0001") == ONE
    assert books().get(Invoice, "INV-2026-0009") is None
    assert books().get(Payment, "INV-2026-0001") is None
    assert [client.id for client in books().all(Client)] == ["acme", "zeta"]
    assert books().ids("invoice") == ["INV-2026-0001", "INV-2026-0002", "work"]
    assert books().ids("expense") == []


def test_what_stands_in_fields_is_told_without_their_records() -> None:
    assert list(books().stated(Invoice, "client", "issued.date", "subject.of", "lines")) == [
        ("INV-2026-0001", "acme", "2026-03-02", None, ""),
        ("INV-2026-0002", "acme", "2026-03-01", None, ""),
        ("work", "acme", None, None, ""),
    ]
    assert [each.id for each in having(books(), Invoice, "issued.date", "reference")] == [ONE.id, TWO.id]
    assert [each.id for each in lacking(books(), Invoice, "issued")] == ["work"]


def test_what_records_name_is_known_whether_it_is_there_or_not() -> None:
    lost = MemoryBooks(made.settings(), [made.invoice(1, "2026-03-02", "nobody"), PAID])
    assert lost.targets() == ["client/acme", "client/nobody", "invoice/INV-2026-0001"]


def test_of_two_records_with_one_name_the_later_counts() -> None:
    renamed = replaced(made.client(), name="Acme Holding")
    assert MemoryBooks(made.settings(), [*RECORDS, renamed]).get(Client, "acme") == renamed


def test_the_journal_is_by_day_and_record() -> None:
    assert [(str(entry.date), entry.record) for entry in books().entries()] == [
        ("2026-03-01", "invoice/INV-2026-0002"),
        ("2026-03-02", "invoice/INV-2026-0001"),
        ("2026-03-02", PAID.ref),
    ]


def test_an_entry_is_shown_whole_if_any_of_it_is_asked_for() -> None:
    (entry,) = books().entries(Query(account="assets:bank"))
    assert [posting.account for posting in entry.postings] == ["assets:bank", "assets:receivable"]


def test_balances_are_those_of_the_journal_as_of_any_day() -> None:
    receivable = Query(by=("document",), account="assets:receivable")
    assert [str(each.amount) for each in books().balances(receivable)] == ["119.00 EUR"]
    before = receivable._replace(until=dt.date(2026, 3, 1))
    assert [each.key for each in books().balances(before)] == [("invoice/INV-2026-0002",)]


def test_deadlines_come_by_day_up_to_the_last_one_asked_for() -> None:
    bill: Expense = made.made(
        "expense", "b", date="2026-03-01", supplier="S", category="c", amount="1", currency="EUR", due="2026-03-10"
    )
    all_of_it = MemoryBooks(made.settings(), [*RECORDS, bill])
    found = [(str(each.day), each.subject) for each in all_of_it.deadlines(dt.date(2026, 3, 15))]
    assert found == [("2026-03-10", "expense/b"), ("2026-03-15", "invoice/INV-2026-0002")]


def test_books_know_their_files_and_what_is_wrong_by_place() -> None:
    first, second = SETTING.at(Location("a", 1), "x"), SETTING.at(Location("b", 2), "y")
    troubled = MemoryBooks(made.settings(), [], files=["a/b.pdf"], problems=[second, first], unreadable=2)
    assert troubled.has_file("a/b.pdf")
    assert not troubled.has_file("a")
    assert (list(troubled.problems), troubled.unreadable) == ([first, second], 2)


def test_books_without_settings_say_so_when_they_are_asked_for() -> None:
    without = MemoryBooks(RefusedError("no settings"), [made.client()])
    assert without.ids("client") == ["acme"]
    with pytest.raises(RefusedError, match="no settings"):
        _ = without.settings
