"""Money paid back, credit used, losses recovered: what is written, what it means, and what is refused."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import RefusedError
from backoffice.core.ledger import Chart
from backoffice.core.money import Money
from backoffice.core.record import Record
from backoffice.kinds import kind_of
from backoffice.kinds.payment import Payment
from backoffice.kinds.recovering import recover, use_credit
from backoffice.kinds.refund import Refund, refund, repay
from backoffice.kinds.write_off import WriteOff
from tests import made
from tests.kinds.seen import listed

ONE = made.invoice(1, "2026-03-01")
"""119.00 to Acme."""
DAY = dt.date(2026, 4, 1)
LOSS: WriteOff = made.made(
    "write-off", ONE.id, date="2026-03-20", reason="x", client="acme", currency="EUR", amount="119.00"
)


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def written(plan: Plan) -> Any:  # noqa: ANN401 - a payment or a refund
    (step,) = plan.steps
    assert isinstance(step, AddRecord)
    noun, _, name = step.path.removesuffix(".yaml").replace("/2026/", "/").partition("/")
    return made.made(noun.removesuffix("s"), name, **step.fields)


def posted(record: Record) -> list[str]:
    return [f"{each.account} {each.amount} {each.document}" for each in record.postings(Chart())]


def test_what_was_overpaid_is_paid_back() -> None:
    plan = refund(ONE, eur("-19.00"), on=DAY, reason="Paid twice")
    record: Refund = written(plan)
    assert plan.summary == "Pay 19.00 EUR of INV-2026-0001 back: to Acme"
    assert posted(record) == [
        f"assets:bank -19.00 EUR {record.ref}",
        "assets:receivable 19.00 EUR invoice/INV-2026-0001",
    ]
    assert (record.title, record.dated, list(record.check())) == ("Refund of 19.00 EUR to acme", DAY, [])
    assert listed(record) == {
        "id": record.id,
        "date": "2026-04-01",
        "client": "acme",
        "amount": "19.00 EUR",
        "invoices": "INV-2026-0001",
        "reason": "Paid twice",
    }


def test_what_was_overpaid_becomes_credit() -> None:
    record = written(refund(ONE, eur("-19.00"), on=DAY, amount=Decimal(9), account="client_credit"))
    assert posted(record) == [
        f"liabilities:client-credit -9.00 EUR {record.ref}",
        "assets:receivable 9.00 EUR invoice/INV-2026-0001",
    ]


def test_credit_is_paid_back() -> None:
    plan = repay("acme", eur("50.00"), on=DAY)
    record = written(plan)
    assert plan.summary == "Pay credit of 50.00 EUR back to acme"
    assert posted(record) == [
        f"assets:bank -50.00 EUR {record.ref}",
        f"liabilities:client-credit 50.00 EUR {record.ref}",
    ]
    fee = made.made("refund", "r", date="2026-04-01", client="acme", amount="50", currency="EUR", fee="2")
    assert posted(fee)[:2] == ["assets:bank -52.00 EUR refund/r", "expenses:bank-fees 2.00 EUR refund/r"]


def test_credit_settles_an_invoice() -> None:
    plan = use_credit(ONE, eur("119.00"), eur("50.00"), on=DAY)
    record: Payment = written(plan)
    assert plan.summary == "Use credit of 50.00 EUR for INV-2026-0001 of Acme"
    assert posted(record) == [
        f"liabilities:client-credit 50.00 EUR {record.ref}",
        "assets:receivable -50.00 EUR invoice/INV-2026-0001",
    ]


def test_a_loss_is_recovered() -> None:
    plan = recover(ONE, LOSS, eur("19.00"), on=DAY)
    record: Payment = written(plan)
    assert plan.summary == "Record payment of 100.00 EUR for INV-2026-0001, which was written off"
    assert posted(record) == [
        f"assets:bank 100.00 EUR {record.ref}",
        "expenses:bad-debt -100.00 EUR invoice/INV-2026-0001",
    ]
    assert not record.credit


BEFORE = dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (lambda: refund(made.draft(), eur("0"), on=DAY), "work is a draft; nobody paid it"),
        (lambda: refund(ONE, eur("-9"), on=BEFORE), "INV-2026-0001 was issued on 2026-03-01, after 2026-02-01"),
        (lambda: refund(ONE, eur("5.00"), on=DAY), "INV-2026-0001 was not paid too much: 5.00 EUR is open"),
        (lambda: refund(ONE, eur("-9"), on=DAY, amount=Decimal(10)), "9.00 EUR of INV-2026-0001 was paid too much"),
        (lambda: repay("acme", eur("0"), on=DAY), "acme has no credit in EUR"),
        (lambda: repay("acme", eur("5"), on=DAY, amount=Decimal(6)), "so 6.00 EUR cannot be paid back"),
        (
            lambda: use_credit(made.draft(), eur("9"), eur("9"), on=DAY),
            "work is a draft; issue it before it can be paid",
        ),
        (
            lambda: use_credit(ONE, eur("9"), eur("9"), on=BEFORE),
            "INV-2026-0001 was issued on 2026-03-01, after 2026-02-01",
        ),
        (lambda: use_credit(ONE, eur("9"), eur("0"), on=DAY), "acme has a credit of 0.00 EUR"),
        (lambda: use_credit(ONE, eur("9"), eur("5"), on=DAY, amount=Decimal(6)), "acme has a credit of 5.00 EUR"),
        (lambda: use_credit(ONE, eur("4"), eur("5"), on=DAY, amount=Decimal(5)), "4.00 EUR of INV-2026-0001 is open"),
        (lambda: recover(ONE, LOSS, eur("0"), on=BEFORE), "INV-2026-0001 was written off on 2026-03-20"),
        (lambda: recover(ONE, LOSS, eur("100"), on=DAY, amount=Decimal(20)), "19.00 EUR of what was written off"),
        (lambda: refund(ONE, eur("-9"), on=DAY, amount=Decimal("1.005")), "EUR has 2 decimals, and 1.005 has 3"),
        (lambda: repay("acme", eur("5"), on=DAY, amount=Decimal("1.005")), "EUR has 2 decimals"),
        (lambda: use_credit(ONE, eur("9"), eur("9"), on=DAY, amount=Decimal("1.005")), "EUR has 2 decimals"),
        (lambda: recover(ONE, LOSS, eur("100"), on=DAY, amount=Decimal("1.005")), "EUR has 2 decimals"),
    ],
)
def test_what_is_refused(planned: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises(RefusedError, match=said):
        planned()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "0"}, "the refund is of nothing"),
        ({"amount": "5", "invoices": {"INV-2026-0001": "6"}}, "1.00 EUR more is for invoices than was paid back"),
        ({"amount": "5", "account": "client_credit"}, "5.00 EUR of the client's credit becomes credit of the client"),
        ({"amount": "5.005"}, "EUR has 2 decimals, and 5.005 has 3"),
        ({"amount": "5", "invoices": {"INV-2026-0001": "5.000"}}, "EUR has 2 decimals, and 5.000 has 3"),
    ],
)
def test_what_a_refund_itself_shows_to_be_wrong(fields: dict[str, Any], said: str) -> None:
    record = made.made("refund", "r", **{"date": "2026-04-01", "client": "acme", "currency": "EUR"} | fields)
    assert [each.message for each in record.check()] == [said]


def test_an_invoice_that_was_refunded_says_so() -> None:
    sums = {"invoice": "119", "payment": "-119", "credit-note": "-119", "refund": "119"}
    assert ONE.state({(source,): (eur(amount),) for source, amount in sums.items()}) == "refunded"
    assert kind_of("refund").plural == "refunds"
