"""Paying, voiding and writing off: what is planned, what is refused, and what the files then mean for the books."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.errors import RefusedError
from backoffice.core.kind import Standing
from backoffice.core.ledger import Chart
from backoffice.core.money import Money
from backoffice.core.record import Record
from backoffice.core.schema import read
from backoffice.kinds import kind_of
from backoffice.kinds.payment import Payment
from backoffice.kinds.void import void
from backoffice.kinds.write_off import write_off
from tests import made
from tests.kinds.seen import listed

INVOICE = made.invoice(1, "2026-03-01")
"""119.00 to Acme."""
DAY = dt.date(2026, 3, 20)
EARLY = dt.date(2026, 2, 28)


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def stands(**amounts: str) -> Standing:
    return {(source.replace("_", "-"),): (eur(amount),) for source, amount in amounts.items()}


OPEN, HALF = stands(invoice="119"), stands(invoice="119", payment="-100")


def written(plan: Plan, noun: str) -> Record:
    """Return the record that a plan would write, read back from its text."""
    (step,) = plan.steps
    assert isinstance(step, AddRecord)
    kind = kind_of(noun)
    identity = kind.identity(step.path)
    assert identity is not None
    record, wrong = read(kind.record, identity, Document(Location(step.path, 1), step.fields))
    assert record is not None, wrong
    return record


def journal(record: Record) -> list[str]:
    return [f"{each.date} {each.account} {each.amount} {each.document}" for each in record.postings(Chart())]


# ── Payments ────────────────────────────────────────────────────────────────────────────────────


def test_a_payment_is_of_all_that_is_open_unless_an_amount_is_named() -> None:
    plan = made.pay(INVOICE, eur("119"), on=DAY)
    assert plan.summary == "Record payment of 119.00 EUR for INV-2026-0001 from Acme"
    record = written(plan, "payment")
    assert isinstance(record, Payment)
    assert (record.allocate, record.credit) == ({"INV-2026-0001": Decimal("119.00")}, eur("0"))
    assert journal(record) == [
        f"2026-03-20 assets:bank 119.00 EUR {record.ref}",
        "2026-03-20 assets:receivable -119.00 EUR invoice/INV-2026-0001",
    ]
    part = written(made.pay(INVOICE, eur("119"), on=DAY, amount=Decimal("19.01"), account="cash"), "payment")
    assert journal(part)[0] == f"2026-03-20 assets:cash 19.01 EUR {part.ref}"


def test_what_is_paid_beyond_the_invoice_is_the_clients_credit() -> None:
    record = written(made.pay(INVOICE, eur("19"), on=DAY, amount=Decimal(50)), "payment")
    assert journal(record) == [
        f"2026-03-20 assets:bank 50.00 EUR {record.ref}",
        "2026-03-20 assets:receivable -19.00 EUR invoice/INV-2026-0001",
        f"2026-03-20 liabilities:client-credit -31.00 EUR {record.ref}",
    ]
    unasked = written(made.pay(INVOICE, eur("-5"), on=DAY, amount=Decimal(50)), "payment")
    assert [line.split(" ")[1] for line in journal(unasked)] == ["assets:bank", "liabilities:client-credit"]


def test_the_same_payment_has_the_same_file_and_a_true_twin_another() -> None:
    paths = [
        step.path
        for again in (1, 1, 2)
        for step in made.pay(INVOICE, eur("119"), on=DAY, again=again).steps
        if isinstance(step, AddRecord)
    ]
    assert paths[0] == paths[1] != paths[2]
    assert paths[0].startswith("payments/2026/2026-03-20-")


def test_fee_and_discount_settle_too() -> None:
    record: Payment = made.made(
        "payment",
        "p",
        date="2026-03-20",
        client="acme",
        currency="EUR",
        amount="110.00",
        fee="5.00",
        discount="4.00",
        allocate={"INV-2026-0001": "119.00"},
    )
    assert journal(record) == [
        "2026-03-20 assets:bank 110.00 EUR payment/p",
        "2026-03-20 expenses:bank-fees 5.00 EUR payment/p",
        "2026-03-20 expenses:discounts 4.00 EUR payment/p",
        "2026-03-20 assets:receivable -119.00 EUR invoice/INV-2026-0001",
    ]
    assert [each.nature for each in record.postings(Chart())] == ["", "overhead", "", ""]
    assert listed(record) == {
        "id": "p",
        "date": "2026-03-20",
        "client": "acme",
        "amount": "110.00 EUR",
        "invoices": "INV-2026-0001",
    }
    assert (record.title, record.dated) == ("Payment of 110.00 EUR from acme", DAY)


@pytest.mark.parametrize(
    ("amounts", "messages"),
    [
        ({"amount": "0"}, ["the payment is of nothing"]),
        ({"amount": "10", "allocate": {"A": "0"}}, ["nothing is allocated to A"]),
        ({"amount": "10", "allocate": {"A": "6", "B": "4.01"}}, ["0.01 EUR more is allocated than was paid"]),
        ({"amount": "0", "discount": "10", "allocate": {"A": "10"}}, []),
        ({"amount": "9", "fee": "1", "allocate": {"A": "10"}}, []),
        ({"amount": "1.250"}, ["EUR has 2 decimals, and 1.250 has 3"]),
        ({"amount": "9", "allocate": {"A": "9.000"}}, ["EUR has 2 decimals, and 9.000 has 3"]),
    ],
)
def test_a_payment_is_of_something_and_no_more_of_it_is_allocated(amounts: Any, messages: list[str]) -> None:  # noqa: ANN401
    record: Payment = made.made("payment", "p", date="2026-03-20", client="acme", currency="EUR", **amounts)
    assert [each.message for each in record.check()] == messages


@pytest.mark.parametrize(
    ("remaining", "on", "amount", "message"),
    [
        ("119", EARLY, None, "INV-2026-0001 was issued on 2026-03-01, after 2026-02-28"),
        ("0", DAY, None, "nothing of INV-2026-0001 is open"),
        ("-1", DAY, None, "nothing of INV-2026-0001 is open"),
        ("119", DAY, "0", "0 EUR is no payment"),
        ("119", DAY, "-5", "-5 EUR is no payment"),
        ("119", DAY, "1.250", "EUR has 2 decimals, and 1.250 has 3"),
    ],
)
def test_some_payments_are_refused(remaining: str, on: dt.date, amount: str | None, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        made.pay(INVOICE, eur(remaining), on=on, amount=Decimal(amount) if amount else None)


# ── Voids ───────────────────────────────────────────────────────────────────────────────────────


def test_a_void_reverses_every_posting_of_its_invoice() -> None:
    plan = void(INVOICE, OPEN, on=DAY, reason="Wrong client")
    assert plan.summary == "Void INV-2026-0001: Wrong client"
    event = written(plan, "void")
    assert event.where.path == "invoices/2026/INV-2026-0001.void.yaml"
    reverse = [(each.account, -each.amount, each.tax, each.document, each.party) for each in event.postings(Chart())]
    assert reverse == [(e.account, e.amount, e.tax, e.document, e.party) for e in INVOICE.postings(Chart())]
    assert (event.title, event.dated) == ("Void INV-2026-0001: Wrong client", DAY)
    assert listed(event) == {
        "invoice": "INV-2026-0001",
        "date": "2026-03-20",
        "client": "acme",
        "gross": "119.00 EUR",
        "reason": "Wrong client",
    }


def test_voiding_twice_changes_nothing() -> None:
    plan = void(INVOICE, stands(invoice="119", void="-119"), on=DAY, reason="Again")
    assert (plan.summary, bool(plan)) == ("INV-2026-0001 is void already", False)


@pytest.mark.parametrize(
    ("standing", "on", "message"),
    [
        (HALF, DAY, "INV-2026-0001 is partial; only an open invoice can be voided"),
        (stands(invoice="119", payment="-119"), DAY, "INV-2026-0001 is paid; only an open"),
        (OPEN, EARLY, "INV-2026-0001 was issued on 2026-03-01, after 2026-02-28"),
    ],
)
def test_only_an_open_invoice_is_voided_and_not_before_its_day(standing: Standing, on: dt.date, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        void(INVOICE, standing, on=on, reason="x")


# ── Write-offs ──────────────────────────────────────────────────────────────────────────────────


def test_a_write_off_takes_all_that_is_open_as_a_loss() -> None:
    plan = write_off(INVOICE, HALF, on=DAY, reason="Insolvent")
    assert plan.summary == "Write off 19.00 EUR of INV-2026-0001: Insolvent"
    event = written(plan, "write-off")
    assert event.where.path == "invoices/2026/INV-2026-0001.written-off.yaml"
    assert journal(event) == [
        "2026-03-20 expenses:bad-debt 19.00 EUR invoice/INV-2026-0001",
        "2026-03-20 assets:receivable -19.00 EUR invoice/INV-2026-0001",
    ]
    assert (event.title, event.dated) == ("Write off INV-2026-0001: Insolvent", DAY)
    assert listed(event) == {
        "invoice": "INV-2026-0001",
        "date": "2026-03-20",
        "client": "acme",
        "amount": "19.00 EUR",
        "reason": "Insolvent",
    }


def test_writing_off_twice_changes_nothing() -> None:
    plan = write_off(INVOICE, stands(invoice="119", write_off="-119"), on=DAY, reason="Again")
    assert (plan.summary, bool(plan)) == ("INV-2026-0001 is written off already", False)


@pytest.mark.parametrize(
    ("standing", "on", "message"),
    [
        (stands(invoice="119", payment="-119"), DAY, "nothing of INV-2026-0001 is open; it is paid"),
        (stands(invoice="119", void="-119"), DAY, "nothing of INV-2026-0001 is open; it is void"),
        (OPEN, EARLY, "INV-2026-0001 was issued on 2026-03-01, after 2026-02-28"),
    ],
)
def test_only_what_is_open_is_written_off_and_not_before_its_day(standing: Standing, on: dt.date, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        write_off(INVOICE, standing, on=on, reason="x")


def test_nothing_of_this_happens_to_a_draft() -> None:
    draft = made.draft()
    with pytest.raises(RefusedError, match="work is a draft; issue it before it can be paid"):
        made.pay(draft, eur("1"), on=DAY)
    with pytest.raises(RefusedError, match="work is a draft, which can simply be deleted"):
        void(draft, {}, on=DAY, reason="x")
    with pytest.raises(RefusedError, match="work is a draft, which can simply be deleted"):
        write_off(draft, {}, on=DAY, reason="x")
