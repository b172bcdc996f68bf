"""Refunds, credit and recoveries beyond what there was, each with the business in which it is found."""

from typing import Any

import pytest

from backoffice import checks
from backoffice.core.record import Record
from tests.made import books, client, credit, draft, invoice, made, payment, shown

ONE = invoice(1, "2026-01-10")
PAID = payment("2026-01-20", "119.00", INV_2026_0001="119.00")
NOTE = credit(ONE, on="2026-02-01")
LOSS = made("write-off", ONE.id, date="2026-02-01", reason="x", client="acme", currency="EUR", amount="119.00")


def back(name: str = "r", **fields: Any) -> Record:  # noqa: ANN401
    usual: dict[str, Any] = {"date": "2026-03-01", "client": "acme", "currency": "EUR", "amount": "119.00"}
    record: Record = made("refund", name, **usual | {"invoices": {"INV-2026-0001": "119.00"}} | fields)
    return record


def came(name: str = "late", **fields: Any) -> Record:  # noqa: ANN401
    usual: dict[str, Any] = {"date": "2026-03-01", "client": "acme", "currency": "EUR", "amount": "100.00"}
    record: Record = made("payment", name, **usual | {"recovers": {"INV-2026-0001": "100.00"}} | fields)
    return record


def used(name: str, amount: str) -> Record:
    record: Record = made(
        "payment",
        name,
        date="2026-03-02",
        client="acme",
        currency="EUR",
        amount=amount,
        account="client_credit",
        allocate={"INV-2026-0001": amount},
    )
    return record


def found(*records: Record) -> list[str]:
    return shown(checks.run(books(*records)))


RICH = payment("2026-01-20", "60.00")


@pytest.mark.parametrize(
    "records",
    [
        (ONE, PAID, NOTE, back()),
        (ONE, PAID, NOTE, back(account="client_credit"), back("s", invoices={})),
        (ONE, LOSS, came()),
        (ONE, RICH, used("c", "50.00")),
        (ONE, RICH, used("c", "60.00")),
        (ONE, RICH, back(amount="60.00", invoices={})),
    ],
)
def test_sound_refunds(records: tuple[Record, ...]) -> None:
    assert found(*records) == []


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (
            (ONE, PAID, NOTE, back("a"), back("b")),
            (
                "refunds/2026/b.yaml:1: error: 119.00 EUR more of INV-2026-0001 was paid back than was paid too much, "
                "together with refunds/2026/a.yaml:1 [over-refunded]"
            ),
        ),
        ((ONE, PAID, back(amount="9", invoices={ONE.id: "9"})), "9.00 EUR more of INV-2026-0001 was paid back"),
        ((ONE, PAID, NOTE, client("other"), back(client="other")), "INV-2026-0001 is of acme, the refund of other"),
        ((ONE, PAID, NOTE, back(currency="USD")), "INV-2026-0001 is of EUR, the refund of USD"),
        ((ONE, PAID, NOTE, back(date="2026-01-01")), "INV-2026-0001 was issued on 2026-01-10, after this refund"),
        ((draft("d"), back(invoices={"d": "119.00"})), "d is a draft"),
        (
            (ONE, RICH, used("c", "60.00"), back(amount="50.00", invoices={})),
            (
                "payments/2026/c.yaml:1: error: 50.00 EUR more credit of acme is used than there was, "
                "together with refunds/2026/r.yaml:1 [credit-overdrawn]"
            ),
        ),
        ((ONE, came()), "INV-2026-0001 was not written off [unfit-recovery]"),
        ((ONE, LOSS, came(date="2026-01-21")), "INV-2026-0001 was written off on 2026-02-01, of acme in EUR"),
        (
            (ONE, LOSS, came("x"), came("y", amount="20.00", recovers={ONE.id: "20.00"})),
            (
                "payments/2026/y.yaml:1: error: 1.00 EUR more of INV-2026-0001 is recovered than was written off, "
                "together with payments/2026/x.yaml:1 [unfit-recovery]"
            ),
        ),
    ],
)
def test_what_does_not_fit(records: tuple[Record, ...], said: str) -> None:
    assert any(said in each for each in found(*records)), found(*records)


def test_a_refund_of_an_invoice_that_is_not_there() -> None:
    assert [each for each in found(back()) if "refunded" in each or "foreign" in each] == []
