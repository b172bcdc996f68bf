"""Disputes and promises: what is recorded, what is refused, and what was recorded already."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from backoffice.core.change import AddRecord, SetField
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money
from backoffice.kinds.dispute import Dispute, dispute, settle
from backoffice.kinds.promise import Promise, promise
from tests import made
from tests.kinds.seen import listed

INVOICE = made.invoice(1, "2026-03-01")
DAY = dt.date(2026, 3, 20)
LATER = dt.date(2026, 4, 1)
EARLY = dt.date(2026, 2, 28)
DRAFT = made.draft()


def disputed(date: str = "2026-03-20", **more: Any) -> Dispute:  # noqa: ANN401
    facts = {"invoice": "INV-2026-0001", "date": date, "client": "acme", "reason": "too dear"} | more
    record: Dispute = made.made("dispute", f"INV-2026-0001--{date}", **facts)
    return record


def promised(date: str = "2026-03-20", pay_by: str = "2026-04-01", **more: Any) -> Promise:  # noqa: ANN401
    facts = {"invoice": "INV-2026-0001", "date": date, "client": "acme", "pay_by": pay_by, "currency": "EUR"} | more
    record: Promise = made.made("promise", f"INV-2026-0001--{date}", **facts)
    return record


def test_a_dispute_is_a_file_beside_its_invoice_named_by_its_day() -> None:
    plan = dispute(INVOICE, [], on=DAY, reason="too dear")
    assert plan.summary == "Record that INV-2026-0001 is disputed: too dear"
    (step,) = plan.steps
    assert isinstance(step, AddRecord)
    assert step.path == "invoices/2026/INV-2026-0001--2026-03-20.dispute.yaml"
    assert step.fields == {"invoice": "INV-2026-0001", "date": "2026-03-20", "client": "acme", "reason": "too dear"}


def test_disputing_twice_records_it_once_and_again_once_it_is_settled() -> None:
    assert not dispute(INVOICE, [disputed()], on=LATER, reason="again")
    over = disputed(settled="2026-03-25")
    assert dispute(INVOICE, [over], on=LATER, reason="again")
    with pytest.raises(RefusedError, match="records a dispute of that day"):
        dispute(INVOICE, [disputed(settled="2026-03-20")], on=DAY, reason="again")


def test_a_dispute_is_settled_once() -> None:
    path = "invoices/2026/INV-2026-0001--2026-03-20.dispute.yaml"
    plan = settle(INVOICE, [disputed()], on=LATER, outcome="printed anew")
    assert plan.summary == "Settle the dispute of INV-2026-0001: printed anew"
    assert plan.steps == (SetField(path, ("settled",), "2026-04-01"), SetField(path, ("outcome",), "printed anew"))
    done = settle(INVOICE, [disputed(settled="2026-03-25")], on=LATER, outcome="x")
    assert (done.summary, bool(done)) == ("the dispute of INV-2026-0001 was settled on 2026-03-25", False)
    with pytest.raises(RefusedError, match="INV-2026-0001 is not disputed"):
        settle(INVOICE, [], on=LATER, outcome="x")


def test_a_promise_is_a_file_beside_its_invoice_and_due() -> None:
    plan = promise(INVOICE, [], on=DAY, pay_by=LATER, amount=Decimal(50), note="Ada")
    assert plan.summary == "Record that INV-2026-0001 is promised by 2026-04-01"
    (step,) = plan.steps
    assert isinstance(step, AddRecord)
    assert step.path == "invoices/2026/INV-2026-0001--2026-03-20.promise.yaml"
    assert [str(each.day) + " " + each.what for each in promised().deadlines()] == [
        "2026-04-01 acme promised to pay INV-2026-0001"
    ]


def test_promising_the_same_twice_records_it_once() -> None:
    plan = promise(INVOICE, [promised()], on=DAY, pay_by=LATER)
    assert (plan.steps, plan.summary.startswith("it is recorded already")) == ((), True)
    assert promise(INVOICE, [promised()], on=dt.date(2026, 3, 21), pay_by=dt.date(2026, 4, 2))
    with pytest.raises(RefusedError, match="records another promise of that day"):
        promise(INVOICE, [promised()], on=DAY, pay_by=dt.date(2026, 4, 2))


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(RefusedError, match="work is a draft, which can simply be changed"):
        dispute(DRAFT, [], on=DAY, reason="x")
    with pytest.raises(RefusedError, match="was issued on 2026-03-01, after 2026-02-28"):
        dispute(INVOICE, [], on=EARLY, reason="x")
    with pytest.raises(RefusedError, match="nobody can promise to pay it"):
        promise(DRAFT, [], on=DAY, pay_by=LATER)
    for on, pay_by in ((EARLY, LATER), (LATER, DAY)):
        with pytest.raises(RefusedError, match="are not in this order"):
            promise(INVOICE, [], on=on, pay_by=pay_by)


def test_what_a_file_says_wrong_of_itself() -> None:
    assert [each.message for each in disputed(settled="2026-03-01", outcome="x").check()] == [
        "it is settled on 2026-03-01, before it began on 2026-03-20"
    ]
    assert [each.message for each in disputed(outcome="x").check()] == [
        "it has an outcome, but no day on which it was settled"
    ]
    assert [each.message for each in promised(pay_by="2026-03-19").check()] == [
        "given on 2026-03-20, it is to pay by 2026-03-19"
    ]
    assert not list(disputed(settled="2026-03-20", outcome="x").check())
    assert not list(promised(pay_by="2026-03-20").check())


def test_how_they_are_listed() -> None:
    assert (disputed().title, disputed().dated) == ("INV-2026-0001 disputed: too dear", DAY)
    assert (promised().title, promised().dated) == ("INV-2026-0001 promised by 2026-04-01", DAY)
    assert listed(disputed())["reason"] == "too dear"
    assert listed(promised(amount="50", note="Ada"))["amount"] == "50.00 EUR"
    assert "amount" not in listed(promised())
    reminder = made.made(
        "reminder",
        "INV-2026-0001--2",
        invoice="INV-2026-0001",
        level="2",
        tone="firm",
        date="2026-03-20",
        due="2026-03-27",
        client="acme",
        currency="EUR",
        language="en",
        open="119.00",
        fees="5.00",
    )
    assert (reminder.title, reminder.dated, reminder.expected) == (
        "Reminder 2 of INV-2026-0001",
        DAY,
        "INV-2026-0001--2",
    )
    assert listed(reminder)["charges"] == "5.00 EUR"


def test_late_charges_are_paid_beside_the_invoice() -> None:
    plan = made.pay(INVOICE, Money.of("119", "EUR"), on=DAY, charges=Decimal(45))
    assert plan.summary.startswith("Record payment of 164.00 EUR")
    (step,) = plan.steps
    assert isinstance(step, AddRecord)
    assert (step.fields["allocate"], step.fields["late_charges"]) == (
        {"INV-2026-0001": "119.00"},
        {"INV-2026-0001": "45"},
    )
    part = made.pay(INVOICE, Money.of("119", "EUR"), on=DAY, amount=Decimal(100), charges=Decimal(45))
    (step,) = part.steps
    assert isinstance(step, AddRecord)
    assert step.fields["allocate"] == {"INV-2026-0001": "55.00"}


def test_late_charges_are_income_of_the_day_they_are_paid() -> None:
    record = made.made(
        "payment",
        "p",
        date="2026-03-20",
        client="acme",
        currency="EUR",
        amount="170",
        allocate={"INV-2026-0001": "119"},
        late_charges={"INV-2026-0001": "45"},
    )
    chart = made.settings().chart
    assert [f"{each.account} {each.amount}" for each in record.postings(chart)] == [
        "assets:bank 170.00 EUR",
        "assets:receivable -119.00 EUR",
        "income:late-charges -45.00 EUR",
        "liabilities:client-credit -6.00 EUR",
    ]
