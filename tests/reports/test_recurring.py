"""What schedules are going to bill."""

import datetime as dt
from typing import Any

from backoffice.core.books import MemoryBooks
from backoffice.core.part import replaced
from backoffice.core.period import Period
from backoffice.core.scope import Scope
from backoffice.kinds.schedule import KIND
from backoffice.reports.recurring import REPORT, recurring
from tests.made import client, draft, invoice, made, settings

LINES = [{"text": "Care", "price": "50"}]


def schedule(identity: str, of: str = "acme", every: str = "month", **more: Any) -> Any:  # noqa: ANN401
    return made("schedule", identity, **{"client": of, "every": every, "start": "2026-01-15", "lines": LINES} | more)


SOLD = invoice(1, "2026-02-15")
ISSUED = replaced(SOLD, issued=replaced(SOLD.issued, draft="care-2026-02:0"))  # type: ignore[type-var]
RECORDS = (
    settings(),
    client(),
    client("dollar", currency="USD"),
    schedule("care"),
    schedule("hosting", "dollar", "1y"),
    schedule("yen", currency="JPY", every="year on 02-15"),
    schedule("gone", "nobody", until="2026-01-20"),
    draft("care-2026-03"),
    ISSUED,
)
BOOKS = MemoryBooks(settings(), RECORDS)


def rows(period: str, **only: str) -> list[str]:
    (table,) = recurring(BOOKS, period=Period.parse(period), **only).tables
    return [" ".join(str(cell) for cell in row if cell is not None) for row in (*table.rows, *table.totals)]


def test_invoices_to_come_by_day_with_their_state() -> None:
    assert rows("2026-01..2026-04") == [
        "2026-01-15 care 2026-01 acme 2026-01 50.00 EUR to come",
        "2026-01-15 gone 2026-01 nobody 2026-01 50.00 EUR to come",
        "2026-01-15 hosting 2026 dollar 2026 50.00 USD to come",
        "2026-02-15 care 2026-02 acme 2026-02 50.00 EUR INV-2026-0001",
        "2026-02-15 yen 2026 acme 2026 50 JPY to come",
        "2026-03-15 care 2026-03 acme 2026-03 50.00 EUR draft",
        "2026-04-15 care 2026-04 acme 2026-04 50.00 EUR to come",
        "Total 250.00 EUR",
        "Total 50 JPY",
        "Total 50.00 USD",
    ]


def test_of_one_client_or_one_schedule() -> None:
    assert rows("2026-02", client="acme", schedule="yen") == [
        "2026-02-15 yen 2026 acme 2026 50 JPY to come",
        "Total 50 JPY",
    ]
    assert rows("2026-02", client="dollar") == []


def test_the_next_twelve_months_unless_a_period_is_named() -> None:
    scope = Scope(as_of=dt.date(2026, 2, 15), client="dollar")
    assert REPORT.build(BOOKS, scope).scope == "2026-02-15..2027-02-15, without tax"
    named = scope._replace(period=Period.parse("2026-Q1"))
    assert REPORT.build(BOOKS, named).scope == "2026-Q1, without tax"


def test_the_list_bills_in_the_currency_of_its_client() -> None:
    assert KIND.around is not None
    found = {identity: billing.currency for identity, billing in KIND.around(BOOKS).items()}
    assert found == {"care": "EUR", "gone": "EUR", "hosting": "USD", "yen": "JPY"}
