"""What became of an invoice follows from the postings dated by then: states in their order, and what is still open."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.kind import Seen, Standing
from backoffice.core.money import Money
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.kinds.invoice import KIND, Invoice
from tests import made

INVOICE = made.invoice(1, "2026-03-01")
"""119.00, due on 15 March."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def paid(on: str, amount: str, part: str = "") -> Record:
    return made.payment(f"2026-{on}", amount, INV_2026_0001=part or amount)


def discounted(on: str) -> Record:
    allocate = {"INV-2026-0001": "119.00"}
    facts = {"client": "acme", "currency": "EUR", "amount": "115.00", "discount": "3.50", "fee": "0.50"}
    record: Record = made.made("payment", "d", date=f"2026-{on}", allocate=allocate, **facts)
    return record


def void(on: str) -> Record:
    assert INVOICE.issued
    facts = made.made(
        "void",
        "INV-2026-0001",
        date=f"2026-{on}",
        reason="Wrong",
        client="acme",
        currency="EUR",
        totals={"income": [], "net": "0", "taxes": [], "tax": "0", "gross": "0"},
    )
    record: Record = replaced(facts, totals=INVOICE.issued.totals)
    return record


def lost(on: str, amount: str) -> Record:
    facts = {"client": "acme", "reason": "Insolvent", "currency": "EUR", "amount": amount}
    record: Record = made.made("write-off", "INV-2026-0001", date=f"2026-{on}", **facts)
    return record


def standing(records: Iterable[Record], as_of: dt.date, invoice: Invoice = INVOICE) -> Standing:
    books = MemoryBooks(made.settings(), [invoice, *records])
    assert KIND.standing
    query = KIND.standing._replace(account=books.settings.chart.receivable, until=as_of, document=invoice.ref)
    found: dict[tuple[str, ...], tuple[Money, ...]] = {}
    for balance in books.balances(query):
        found[balance.key[1:]] = (*found.get(balance.key[1:], ()), balance.amount)
    return found


STORIES: dict[str, tuple[list[Record], dict[str, str]]] = {
    "nothing happens": ([], {"03-01": "open 119.00", "03-15": "open 119.00", "03-16": "open 119.00 overdue"}),
    "it is paid": ([paid("03-10", "119.00")], {"03-09": "open 119.00", "03-10": "paid 0.00", "04-01": "paid 0.00"}),
    "it is paid late": ([paid("03-20", "119.00")], {"03-19": "open 119.00 overdue", "03-20": "paid 0.00"}),
    "it is paid in parts": (
        [paid("03-10", "100.00"), paid("03-21", "19.00")],
        {"03-10": "partial 19.00", "03-16": "partial 19.00 overdue", "03-21": "paid 0.00"},
    ),
    "it is paid with discount and bank fee": ([discounted("03-10")], {"03-10": "paid 0.00"}),
    "they pay too much, and the rest is their credit": (
        [paid("03-10", "150.00", "119.00")],
        {"03-10": "paid 0.00"},
    ),
    "too much is allocated": ([paid("03-10", "150.00")], {"03-10": "paid -31.00"}),
    "it is void": ([void("03-10")], {"03-09": "open 119.00", "03-10": "void 0.00"}),
    "a void outranks what a merge brought beside it": (
        [void("03-10"), paid("03-05", "119.00"), lost("03-12", "119.00")],
        {"03-05": "paid 0.00", "03-12": "void -238.00"},
    ),
    "part is paid and the rest written off": (
        [paid("03-10", "100.00"), lost("04-01", "19.00")],
        {"03-31": "partial 19.00 overdue", "04-01": "written off 0.00"},
    ),
    "only a part is written off": ([lost("03-10", "19.00")], {"03-10": "partial 100.00"}),
}
TABLE = [
    pytest.param(records, on, expected, id=f"{story}: {on}")
    for story, (records, moments) in STORIES.items()
    for on, expected in moments.items()
]


@pytest.mark.parametrize(("records", "on", "expected"), TABLE)
def test_the_state_of_an_invoice_on_a_day(records: list[Record], on: str, expected: str) -> None:
    then = standing(records, day(on))
    overdue = " overdue" if INVOICE.overdue(then, day(on)) else ""
    assert f"{INVOICE.state(then)} {INVOICE.open(then).amount}{overdue}" == expected


def eur(amount: str) -> tuple[Money, ...]:
    return (Money.of(amount, "EUR"),)


@pytest.mark.parametrize(
    ("sources", "state"),
    [
        ("invoice payment credit-note refund write-off void", "void"),
        ("invoice payment credit-note refund write-off", "written off"),
        ("invoice payment credit-note refund", "refunded"),
        ("invoice payment credit-note", "credited"),
        ("invoice payment", "paid"),
        ("invoice", "paid"),
    ],
)
def test_of_several_ends_the_gravest_counts(sources: str, state: str) -> None:
    assert INVOICE.state({(source,): eur("0") for source in sources.split(" ")}) == state


@pytest.mark.parametrize("source", ["payment", "credit-note", "refund", "write-off"])
def test_what_leaves_something_open_is_only_a_part(source: str) -> None:
    assert INVOICE.state({("invoice",): eur("119"), (source,): eur("-118.99")}) == "partial"


def test_an_invoice_of_nothing_is_paid_from_the_start() -> None:
    free = made.invoice(3, "2026-03-01", net="0.00")
    then = standing([], day("03-01"), free)
    assert (free.state(then), free.overdue(then, day("12-31"))) == ("paid", False)


def test_a_draft_is_a_draft_and_owes_nothing() -> None:
    draft = made.draft()
    assert (draft.state({}), str(draft.open({})), draft.overdue({}, day("12-31"))) == ("draft", "0.00 XXX", False)
    assert (draft.gross, draft.dated, list(draft.deadlines())) == (None, None, [])


def test_a_sum_in_another_currency_settles_nothing() -> None:
    other: Standing = {("invoice",): eur("119"), ("payment",): (Money.of(119, "JPY"),)}
    assert (INVOICE.state(other), INVOICE.open(other).amount) == ("partial", Decimal("119.00"))


# ── How a list shows it ─────────────────────────────────────────────────────────────────────────


def row(invoice: Invoice, records: list[Record], on: str) -> dict[str, str]:
    then = standing(records, day(on), invoice) if invoice.issued else {}
    cells = {column.name: column.value(Seen(invoice, then, day(on))) for column in KIND.columns}
    return {name: str(cell) for name, cell in cells.items() if cell is not None}


def test_a_list_shows_open_amount_state_and_days_late() -> None:
    assert row(INVOICE, [paid("03-10", "100.00")], "03-20") == {
        "number": "INV-2026-0001",
        "client": "acme",
        "date": "2026-03-01",
        "due": "2026-03-15",
        "gross": "119.00 EUR",
        "open": "19.00 EUR",
        "state": "partial",
        "days_late": "5",
    }
    assert row(made.draft(), [], "03-20") == {"number": "work", "client": "acme", "state": "draft"}


@pytest.mark.parametrize(("on", "flags"), [("03-15", ["unpaid"]), ("03-16", ["unpaid", "overdue"]), ("03-20", [])])
def test_a_list_can_be_of_the_unpaid_or_the_overdue(on: str, flags: list[str]) -> None:
    then = standing([paid("03-20", "119.00")], day(on))
    assert [flag.name for flag in KIND.flags if flag.keep(Seen(INVOICE, then, day(on)))] == flags


def test_the_due_date_is_a_deadline_that_payment_settles() -> None:
    (deadline,) = INVOICE.deadlines()
    assert (str(deadline.day), deadline.settled_by) == ("2026-03-15", "invoice/INV-2026-0001")
    assert deadline.what == "INV-2026-0001 is due from Acme"


def test_only_what_the_ledger_says_is_owed_can_be_unpaid_or_overdue() -> None:
    assert [(flag.standing(1), flag.standing(0), flag.standing(-1)) for flag in KIND.flags if flag.standing] == [
        (True, False, False),
        (True, False, False),
    ]
