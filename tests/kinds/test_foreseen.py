"""What the draft of an invoice would come to, before it is issued."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.kind import Seen
from backoffice.core.money import Money
from backoffice.core.record import Record
from backoffice.kinds.foreseen import Foreseen
from backoffice.kinds.invoice import KIND
from backoffice.kinds.issuing import issued
from tests import made

DAY = dt.date(2026, 11, 21)
TAXES: dict[str, Any] = {
    **made.TAXES,
    "changing": {
        "category": "S",
        "rates": [{"since": "2026-01-01", "rate": "20"}, {"since": "2026-12-01", "rate": "22"}],
    },
}
WORK = {"text": "Work", "price": "100"}
COLUMN = next(column for column in KIND.columns if column.name == "gross")
SETTINGS = made.settings(taxes=TAXES)


def gross(draft: dict[str, Any], *others: Record) -> object:
    record = made.made("invoice", "website", **{"client": "acme", "lines": [WORK]} | draft)
    books = MemoryBooks(SETTINGS, [record, *(others or [made.client()])])
    return COLUMN.value(Seen(record, {}, DAY, Foreseen(books).get(record.id)))


@pytest.mark.parametrize(
    ("draft", "client", "expected"),
    [
        ({}, {}, "119.00 EUR"),
        ({"prices": "gross"}, {}, "100.00 EUR"),
        ({}, {"tax": "reverse-charge", "vat_id": "DE136695976"}, "100.00 EUR"),
        ({}, {"currency": "USD"}, "119.00 USD"),
        ({"currency": "JPY"}, {"currency": "USD"}, "119 JPY"),
        ({"lines": [WORK | {"tax": "reduced"}, WORK]}, {}, "226.00 EUR"),
        ({"allowances": [{"reason": "Friends", "percent": "10", "tax": "standard"}]}, {}, "107.10 EUR"),
        ({}, {"tax": "changing"}, "120.00 EUR"),
        ({"planned": "2026-12-01"}, {"tax": "changing"}, "122.00 EUR"),
        ({"tax_point": "2026-11-01", "planned": "2026-12-01"}, {"tax": "changing"}, "120.00 EUR"),
    ],
)
def test_a_draft_shows_what_it_would_come_to(draft: dict[str, Any], client: dict[str, Any], expected: str) -> None:
    assert str(gross(draft, made.client(**client))) == expected
    record = made.made("invoice", "website", **{"client": "acme", "lines": [WORK]} | draft)
    on = record.planned or DAY
    assert issued(record, made.client(**client), SETTINGS, on=on, number="INV-2026-0001").gross == gross(
        draft, made.client(**client)
    )


@pytest.mark.parametrize(
    ("draft", "others"),
    [
        ({"client": "nobody"}, ()),
        ({"lines": []}, ()),
        ({"lines": [WORK | {"tax": "unheard-of"}]}, ()),
        ({"tax_point": "2025-11-01"}, (made.client(tax="changing"),)),
    ],
)
def test_where_it_could_not_be_issued_it_shows_nothing(draft: dict[str, Any], others: tuple[Record, ...]) -> None:
    assert gross(draft, *others) is None


def test_an_issued_invoice_shows_what_it_says_and_is_added_up_by_itself() -> None:
    free = made.invoice(1, "2026-11-01", net="0")
    around = Foreseen(made.books(free))
    assert COLUMN.value(Seen(free, {}, DAY, around)) == Money.of(0, "EUR")
    assert COLUMN.value(Seen(made.draft(), {}, DAY)) is None
    assert KIND.counts is not None
    assert [KIND.counts(Seen(each, {}, DAY)) for each in (free, made.draft())] == ["Total", "Drafts"]


def test_nothing_is_gathered_for_those_that_are_left_out() -> None:
    around = Foreseen(made.books())
    assert (around["any"], list(around), len(around)) == (around, [], 0)
