"""Sales, revenue, what clients are worth, and how much hangs on one: tables of one small business."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.books import MemoryBooks
from backoffice.core.period import Period
from backoffice.core.record import Record
from backoffice.core.report import Share
from backoffice.core.sales import sales, settled
from backoffice.core.scope import Scope
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.void import void
from backoffice.reports import report_of
from tests.business import business
from tests.made import books, client, credit, draft, invoice, made, moved, payment, settings

TODAY = dt.date(2026, 6, 30)


def sold(n: int, on: str, of: str = "acme", **more: Any) -> Invoice:  # noqa: ANN401
    day, number = dt.date.fromisoformat(on), f"INV-2026-{n:04}"
    ready = issued(draft(f"d{n}", of, **more), client(of), settings(), on=day, number=number)
    return moved(ready, f"invoices/2026/{number}.md")


MIXED = [{"text": "Work", "price": "90"}, {"text": "Book", "price": "30", "tax": "reduced", "income": "print"}]
FIRST = sold(1, "2026-01-10", lines=MIXED, project="site", delivered="2025-12..2026-01")
"""107.10 and 32.10 with tax."""
LOST = invoice(5, "2026-02-01", "gone", "10.00")


def expense(identity: str, amount: str, project: str | None = "site", nature: str = "delivery") -> Record:
    fields = {"date": "2026-02-01", "supplier": "x", "category": "print", "currency": "EUR", "nature": nature}
    record: Record = made("expense", identity, **fields, amount=amount, **({"project": project} if project else {}))
    return record


def loss() -> Record:
    record: Record = made(
        "write-off", "INV-2026-0005", date="2026-04-01", reason="gone", client="gone", currency="EUR", amount="11.90"
    )
    return record


RECORDS = [
    settings(),
    client(),
    client("beta"),
    made("project", "site", name="Site", client="acme"),
    FIRST,
    sold(2, "2026-03-05", "beta", net="1000.00", allowances=[{"reason": "friend", "percent": "10"}]),
    invoice(3, "2026-05-05", "acme", "200.00"),
    credit(invoice(3, "2026-05-05", "acme", "200.00"), on="2026-06-01", part={1: Decimal(50)}),
    LOST,
    loss(),
    payment("2026-02-01", "69.60", INV_2026_0001="69.60"),
    made(
        "payment",
        "last",
        date="2026-03-01",
        client="acme",
        currency="EUR",
        amount="67.60",
        discount="2.00",
        discount_tax={"standard": "0.32"},
        allocate={"INV-2026-0001": "69.60"},
    ),
    payment("2026-04-01", "1071.00", "beta", INV_2026_0002="1071.00"),
    made(
        "payment",
        "charges",  # no sales, though they are income
        date="2026-03-02",
        client="acme",
        currency="EUR",
        amount="5",
        late_charges={"INV-2026-0001": "5"},
    ),
    expense("a", "40.00"),
    expense("b", "7.00", nature="overhead"),
    expense("c", "5.00", None),
    expense("d", "3.00", "lost"),
]
BOOKS = MemoryBooks(settings(), RECORDS)


def rows(name: str, scope: Scope | None = None) -> list[str]:
    report = report_of(name).build(BOOKS, scope or Scope(TODAY))
    return [
        " ".join(_text(cell) for cell in row if cell not in {None, ""})
        for table in report.tables
        for row in (*table.rows, *table.totals)
    ]


def _text(cell: object) -> str:
    return f"{cell.value:.1%}" if isinstance(cell, Share) else str(cell)


def test_sales_by_client_the_largest_first() -> None:
    assert rows("sales") == [
        "beta Beta 900.00 EUR 76.4%",
        "acme Acme 268.32 EUR 22.8%",
        "gone 10.00 EUR 0.8%",
        "Total 1178.32 EUR",
    ]
    one = Scope(TODAY, client="beta", basis="cash")
    assert rows("sales", one) == ["beta Beta 900.00 EUR 100.0%", "Total 900.00 EUR"]


@pytest.mark.parametrize(
    ("by", "basis", "expected"),
    [
        ("project", "accrual", ["none 1058.32 EUR", "site Site 120.00 EUR"]),
        ("income", "accrual", ["services 1250.00 EUR", "print 30.00 EUR", "discounts -101.68 EUR"]),
        ("income", "cash", ["services 1090.00 EUR", "print 30.00 EUR", "discounts -101.68 EUR"]),
        ("month", "cash", ["2026-02 60.00 EUR", "2026-03 58.32 EUR", "2026-04 900.00 EUR"]),
    ],
)
def test_sales_by_other_things(by: str, basis: str, expected: list[str]) -> None:
    assert [row.rpartition(" ")[0] for row in rows("sales", Scope(TODAY, by=by, basis=basis))[:-1]] == expected


def test_a_period_and_a_day_limit_it() -> None:
    may = Scope(TODAY, period=Period.parse("2026-05"))
    assert rows("sales", may) == ["acme Acme 200.00 EUR 100.0%", "Total 200.00 EUR"]
    assert rows("sales", Scope(dt.date(2025, 6, 1))) == []
    march = Scope(TODAY, period=Period.parse("2026-03"), basis="cash")
    assert rows("sales", march) == ["acme Acme 58.32 EUR 100.0%", "Total 58.32 EUR"]


def test_revenue_is_earned_over_the_days_of_delivery() -> None:
    assert rows("revenue", Scope(TODAY, period=Period.parse("2025-12..2026-06"))) == [
        "2025-12 60.00 EUR 0.00 EUR 0.00 EUR -60.00 EUR 0.00 EUR",
        "2026-01 60.00 EUR 120.00 EUR 0.00 EUR 0.00 EUR 120.00 EUR",
        "2026-02 10.00 EUR 10.00 EUR 60.00 EUR 0.00 EUR 70.00 EUR",
        "2026-03 898.32 EUR 898.32 EUR 58.32 EUR 0.00 EUR 910.00 EUR",
        "2026-04 0.00 EUR 0.00 EUR 900.00 EUR 0.00 EUR 0.00 EUR",
        "2026-05 200.00 EUR 200.00 EUR 0.00 EUR 0.00 EUR 200.00 EUR",
        "2026-06 -50.00 EUR -50.00 EUR 0.00 EUR 0.00 EUR 150.00 EUR",
    ]
    assert report_of("revenue").build(BOOKS, Scope(TODAY)).scope == "2026-01-01..2026-06-30, without tax"


def test_what_was_voided_was_never_earned() -> None:
    plain = invoice(1, "2026-01-10")
    assert plain.gross is not None
    (step,) = void(plain, {("invoice",): (plain.gross,)}, on=dt.date(2026, 2, 1), reason="x").steps
    event = made("void", "INV-2026-0001", **step.fields)  # type: ignore[union-attr]
    (table,) = report_of("revenue").build(books(plain, event), Scope(TODAY)).tables
    assert [str(row[1]) for row in table.rows if row[1]] == []


def test_what_clients_are_worth() -> None:
    assert rows("client-value") == [
        "beta Beta 2026-03 900.00 EUR 900.00 EUR 0.00 EUR 900.00 EUR 100.0%",
        "acme Acme 2026-01 268.32 EUR 268.32 EUR 40.00 EUR 228.32 EUR 85.1%",
        "gone gone 2026-02 10.00 EUR 10.00 EUR 0.00 EUR 10.00 EUR 100.0%",
    ]
    paid = Scope(dt.date(2027, 2, 28), client="acme", basis="cash")
    assert rows("client-value", paid) == ["acme Acme 2026-02 118.32 EUR 58.32 EUR 40.00 EUR 78.32 EUR 66.2%"]
    costly = books(made("project", "site", name="S", client="acme"), expense("a", "4"))
    (table,) = report_of("client-value").build(costly, Scope(TODAY)).tables
    assert [[str(cell) for cell in row[3:]] for row in table.rows] == [
        ["0.00 EUR", "0.00 EUR", "4.00 EUR", "-4.00 EUR", "None"]
    ]


def test_how_much_hangs_on_one_client() -> None:
    assert rows("concentration") == [
        "beta Beta 900.00 EUR 76.4% 76.4%",
        "acme Acme 268.32 EUR 22.8% 99.2%",
        "gone gone 10.00 EUR 0.8% 100.0%",
    ]
    found = report_of("concentration").build(BOOKS, Scope(TODAY))
    assert (found.scope, found.notes) == (
        "2025-07-01..2026-06-30, accrual basis, without tax",
        ("The largest client makes 76 % of sales in EUR.",),
    )
    june = Scope(TODAY, period=Period.parse("2026-06"))
    assert rows("concentration", june) == []
    assert rows("concentration", Scope(TODAY, period=Period.parse("2026-04"), basis="cash")) == [
        "beta Beta 900.00 EUR 100.0% 100.0%"
    ]


# ── The cash basis ──────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(1, 13919), max_size=5, unique=True))
def test_the_last_payment_closes_to_the_cent(cuts: list[int]) -> None:
    """Whatever parts an invoice of two rates is paid in, its income is earned exactly, kind by kind."""
    edges = [0, *sorted(cuts), 13920]
    parts = [f"{(high - low) / 100:.2f}" for low, high in pairwise(edges)]
    payments = [
        made(
            "payment",
            f"p{at}",
            date=f"2026-02-{at + 1:02}",
            client="acme",
            currency="EUR",
            amount=part,
            allocate={"INV-2026-0001": part},
        )
        for at, part in enumerate(parts)
    ]
    found = sales(books(FIRST, *payments), since=None, until=TODAY, basis="cash")
    kinds = {each.income for each in found}
    assert {kind: sum(each.minor for each in found if each.income == kind) for kind in kinds} == {
        "services": 9000,
        "print": 3000,
    }


def test_what_is_given_up_is_settled_and_not_paid() -> None:
    def of_gone(found: Any) -> int:  # noqa: ANN401
        return sum(each.minor for each in found if each.client == "gone")

    assert of_gone(sales(BOOKS, since=None, until=TODAY, basis="cash")) == 0
    assert of_gone(settled(BOOKS, until=TODAY)) == 1000


def test_more_paid_than_charged_earns_no_more() -> None:
    free = invoice(1, "2026-01-10", net="0.00")
    paid = payment("2026-02-01", "5.00", INV_2026_0001="5.00")
    found = sales(books(free, paid), since=None, until=TODAY, basis="cash")
    assert sum(each.minor for each in found) == 0
    lost = sales(books(paid), since=None, until=TODAY, basis="cash")
    assert lost == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("basis", ["accrual", "cash"])
def test_all_ways_to_add_up_a_made_up_business_agree(seed: int, basis: str) -> None:
    found, day = business(seed).books(), dt.date(2026, 11, 21)
    totals = set()
    for by in ("client", "project", "income", "month"):
        (table,) = report_of("sales").build(found, Scope(day, by=by, basis=basis)).tables
        totals.add(tuple(str(row[-2]) for row in table.totals))
    assert len(totals) == 1
