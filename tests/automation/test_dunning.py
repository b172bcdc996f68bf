"""Who is reminded of what, and why or why not: a table of situations on a day."""

import datetime as dt
from typing import Any

import pytest

from backoffice.automation.dunning import Case, bank_known, cases, dunning, remind
from backoffice.core.books import MemoryBooks
from backoffice.core.change import AddRecord
from backoffice.core.record import Record
from tests.made import client, invoice, made, payment, settings

DAY = dt.date(2026, 6, 30)
SOLD = invoice(1, "2026-05-01")
"""119.00 to Acme, due on 15 May: 46 days late."""
CHARGING = {
    "levels": [
        {"after": "7d"},
        {"after": "14d", "fee": "5", "compensation": "yes"},
        {"after": "30d", "fee": "10", "interest": "yes", "compensation": "yes"},
    ],
    "interest": {"reference": [{"since": "2026-01-01", "rate": "2.15"}]},
}


def reminder(level: int, date: str, **more: Any) -> Record:  # noqa: ANN401
    fields = {"tone": "friendly", "due": date, "client": "acme", "currency": "EUR", "language": "en", "open": "119.00"}
    facts = {"invoice": "INV-2026-0001", "level": str(level), "date": date} | fields | more
    record: Record = made("reminder", f"INV-2026-0001--{level}", **facts)
    return record


def dispute(date: str, **more: Any) -> Record:  # noqa: ANN401
    facts = {"invoice": "INV-2026-0001", "date": date, "client": "acme", "reason": "too dear"} | more
    record: Record = made("dispute", f"INV-2026-0001--{date}", **facts)
    return record


def promise(date: str, pay_by: str) -> Record:
    facts = {"invoice": "INV-2026-0001", "date": date, "client": "acme", "pay_by": pay_by, "currency": "EUR"}
    record: Record = made("promise", f"INV-2026-0001--{date}", **facts)
    return record


def found(
    *records: Record, day: dt.date = DAY, rules: dict[str, Any] | None = None, own: dict[str, Any] | None = None
) -> list[Case]:
    house = settings(**({"dunning": rules} if rules else {}))
    more: dict[str, Any] = {"dunning": own} if own else {}
    buyer = client(**more)
    return list(cases(MemoryBooks(house, [house, buyer, SOLD, *records]), as_of=day))


def said(*records: Record, **more: Any) -> list[str]:  # noqa: ANN401
    return [f"{case.action}: {case.why}" for case in found(*records, **more)]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], "remind 1: 46 days late"),
        ([payment("2026-06-01", "19", INV_2026_0001="19")], "remind 1: 46 days late"),
        ([reminder(1, "2026-06-20")], "remind 2: 46 days late, reminder 1 was on 2026-06-20"),
        ([reminder(1, "2026-06-24")], "wait: reminder 2 from 2026-07-01, the last was on 2026-06-24"),
        ([reminder(1, "2026-07-01")], "remind 1: 46 days late"),
        (
            [reminder(1, "2026-05-22"), reminder(2, "2026-06-10"), reminder(3, "2026-06-26")],
            "decide: all 3 reminders are out, the last since 2026-06-26",
        ),
        ([dispute("2026-06-29")], "disputed: since 2026-06-29: too dear"),
        ([dispute("2026-07-01")], "remind 1: 46 days late"),
        ([dispute("2026-06-01", settled="2026-07-01")], "disputed: since 2026-06-01: too dear"),
        ([dispute("2026-06-01", settled="2026-06-30")], "remind 1: 46 days late, a dispute is settled"),
        ([promise("2026-06-10", "2026-06-30")], "promised: by 2026-06-30, on 2026-06-10"),
        (
            [promise("2026-06-10", "2026-06-29")],
            "remind 1: 46 days late, the promise to pay by 2026-06-29 is broken",
        ),
        (
            [promise("2026-06-01", "2026-06-10"), promise("2026-06-12", "2026-07-05")],
            "promised: by 2026-07-05, on 2026-06-12",
        ),
        ([payment("2026-06-01", "119")], "credit: has 119.00 EUR of unused credit"),
        ([payment("2026-06-01", "118")], "remind 1: 46 days late"),
    ],
)
def test_what_follows_for_an_overdue_invoice(records: list[Record], expected: str) -> None:
    assert said(*records) == [expected]


def test_what_is_paid_or_not_overdue_is_not_spoken_of() -> None:
    assert said(payment("2026-06-01", "119", INV_2026_0001="119")) == []
    assert said(payment("2026-06-01", "130", INV_2026_0001="130")) == []
    assert said(day=dt.date(2026, 5, 15)) == []
    assert said(day=dt.date(2026, 5, 16)) == ["wait: reminder 1 from 2026-05-22"]
    assert said(invoice(2, "2026-06-20")) == ["remind 1: 46 days late"]


def test_receivables_without_an_invoice_are_left_out() -> None:
    house = settings()
    books = MemoryBooks(house, [house, made("void", "INV-2026-0009", **VOID)])
    assert list(cases(books, as_of=DAY)) == []


VOID = {
    "date": "2026-06-01",
    "reason": "wrong",
    "client": "acme",
    "currency": "EUR",
    "totals": {
        "income": [{"category": "services", "tax": "standard", "amount": "10"}],
        "net": "10",
        "taxes": [],
        "tax": "0",
        "gross": "10",
    },
}


def test_an_invoice_to_nobody_in_the_files_is_reminded_as_usual() -> None:
    house = settings()
    assert [each.action for each in cases(MemoryBooks(house, [house, SOLD]), as_of=DAY)] == ["remind 1"]
    assert bank_known(MemoryBooks(house, [house, SOLD]), DAY) is None


@pytest.mark.parametrize(
    ("own", "rules", "expected"),
    [
        ({"never": "yes"}, None, "call: never reminded by letter"),
        ({"grace": "39d"}, None, "remind 1: 46 days late"),
        ({"grace": "40d"}, None, "wait: reminder 1 from 2026-07-01"),
        (None, {"minimum": "119.01"}, "small: less than 119.01 EUR"),
        (None, {"minimum": "119"}, "remind 1: 46 days late"),
        ({"levels": [{"after": "60d"}]}, None, "wait: reminder 1 from 2026-07-14"),
    ],
)
def test_rules_of_the_client_and_of_the_house(own: Any, rules: Any, expected: str) -> None:  # noqa: ANN401
    assert said(own=own, rules=rules) == [expected]


# ── Charges ─────────────────────────────────────────────────────────────────────────────────────


def charges(*records: Record, **more: Any) -> list[str]:  # noqa: ANN401
    (case,) = found(*records, **more)
    assert case.reminder is not None
    made = case.reminder
    return [made.tone, str(made.due), *(str(each) for each in (made.open, made.fees, made.interest, made.compensation))]


def test_each_level_charges_what_the_settings_say_and_keeps_what_was_charged() -> None:
    assert charges(rules=CHARGING) == ["friendly", "2026-07-07", "119.00", "0.00", "0.00", "0.00"]
    assert charges(reminder(1, "2026-06-20"), rules=CHARGING)[3:] == ["5.00", "0.00", "40.00"]
    second = reminder(2, "2026-06-20", fees="5.00", compensation="40.00", interest="0.10")
    assert charges(second, rules=CHARGING) == ["final", "2026-07-07", "119.00", "15.00", "1.52", "40.00"]
    kept = reminder(1, "2026-06-20", interest="0.90")
    assert charges(kept, rules=CHARGING)[4] == "0.90"
    assert charges(reminder(1, "2026-06-20"))[0] == "firm"


def test_interest_stops_where_something_was_paid() -> None:
    part = payment("2026-06-01", "100", INV_2026_0001="100")
    assert charges(reminder(2, "2026-06-20"), part, rules=CHARGING)[2::2] == ["19.00", "0.69"]


def test_fees_are_amounts_of_one_currency() -> None:
    always = {"levels": [{"after": "7d", "fee": "5", "compensation": "yes"}]}
    house = settings(currency="CHF", dunning=always)
    books = MemoryBooks(house, [house, client(currency="EUR"), SOLD])
    (case,) = cases(books, as_of=DAY)
    assert case.reminder is not None
    assert not case.reminder.charges
    own = MemoryBooks(settings(currency="CHF"), [client(currency="EUR", dunning=always), SOLD])
    (case,) = cases(own, as_of=DAY)
    assert case.reminder is not None
    assert str(case.reminder.charges) == "5.00 EUR"


def test_a_missing_rate_refuses_that_invoice_and_no_other() -> None:
    rules = {
        "levels": [{"after": "7d", "interest": "yes"}],
        "interest": {"reference": [{"since": "2026-06-01", "rate": "2"}]},
    }
    other = invoice(2, "2026-05-20")
    first, second = found(other, rules=rules)
    assert (first.action, first.why, first.reminder) == ("refused", "no reference rate on 2026-05-16", None)
    assert str(first.wrong) == (
        "backoffice.yaml:1: error: there is no reference rate on 2026-05-16, from which INV-2026-0001 "
        "(invoices/2026/INV-2026-0001.md) is late [no-reference-rate]"
    )
    assert second.action == "remind 1"


# ── The bank, the plan, the table ───────────────────────────────────────────────────────────────


def test_the_bank_is_known_up_to_the_latest_payment_or_what_a_reminder_says() -> None:
    def known(*records: Record) -> str:
        return str(bank_known(MemoryBooks(settings(), [settings(), SOLD, *records]), DAY))

    assert known(payment("2026-06-01", "1"), payment("2026-07-01", "2")) == "2026-06-01"
    assert known(payment("2026-06-01", "1"), reminder(1, "2026-06-20", bank_as_of="2026-06-19")) == "2026-06-19"
    assert known(reminder(1, "2026-06-20")) == "None"


def test_the_plan_records_each_reminder_beside_its_invoice() -> None:
    plan = remind(found(dispute("2026-06-01", settled="2026-06-02")))
    assert plan.summary == "Remind of INV-2026-0001 (1)"
    (step,) = plan.steps
    assert isinstance(step, AddRecord)
    assert step.path == "invoices/2026/INV-2026-0001--1.reminder.yaml"
    assert remind(found(dispute("2026-06-01"))).summary == "nobody is to be reminded"


def test_the_table_has_a_line_for_each() -> None:
    (table,) = dunning(found(reminder(1, "2026-06-20"), rules=CHARGING), as_of=DAY).tables
    assert [" ".join(str(cell) for cell in row) for row in table.rows] == [
        "INV-2026-0001 acme 46 119.00 EUR remind 2 45.00 EUR 2026-07-07 46 days late, reminder 1 was on 2026-06-20"
    ]
    (table,) = dunning(found(dispute("2026-06-01")), as_of=DAY).tables
    assert [row[4:] for row in table.rows] == [("disputed", None, None, "since 2026-06-01: too dear")]
