"""What two branches make together and neither alone: the fault that is found, and the way out that its hint names."""

from __future__ import annotations

from typing import Any

import pytest

from backoffice import checks
from backoffice.checks.billing import misbilled
from backoffice.core.part import replaced
from backoffice.core.record import Record
from tests.checks.test_checks import event
from tests.checks.test_refunds import back, used
from tests.made import books, credit, draft, invoice, made, payment
from tests.prepaid import DEPOSIT, FINAL, PAID

ONE = invoice(1, "2026-01-10")
"""119.00 EUR."""
NUMBER = ONE.id
CAME = "payments/2026/2026-02-01-acme-1.yaml"
WHOLE = payment("2026-02-01", "119.00", INV_2026_0001="119.00")
LATER: Record = made(
    "payment", "later", date="2026-07-01", client="acme", amount="119.00", currency="EUR", allocate={NUMBER: "119.00"}
)
assert ONE.issued is not None
TWIN = replaced(ONE, id="INV-2026-0002", issued=replaced(ONE.issued, number="INV-2026-0002"))


def found(*records: Record) -> list[tuple[str, str]]:
    return [(each.code, each.hint) for each in checks.run(books(*records))]


@pytest.mark.parametrize(
    ("records", "code", "way"),
    [
        ((ONE, WHOLE, LATER), "over-allocated", "delete payments/2026/later.yaml if it is the same payment"),
        (
            (ONE, WHOLE, LATER),
            "over-allocated",
            f"if both came, take {NUMBER} out of allocate in payments/2026/later.yaml: the rest becomes credit of acme",
        ),
        (
            (ONE, payment("2026-02-01", "120.00", INV_2026_0001="120.00")),
            "over-allocated",
            f"; lower allocate.{NUMBER} to 119.00 in {CAME}: the rest becomes credit of acme",
        ),
        (
            (ONE, payment("2026-01-11", "19.00"), WHOLE, used("c", "19.00")),
            "over-allocated",
            "; delete payments/2026/c.yaml: the credit is there again",
        ),
        (
            (ONE, event("write-off", ONE), LATER),
            "over-allocated",
            "put recovers in place of allocate in payments/2026/later.yaml",
        ),
        (
            (ONE, event("write-off", ONE, amount="100.00"), LATER),
            "over-allocated",
            "move 100.00 of it from allocate to recovers in payments/2026/later.yaml",
        ),
        (
            (ONE, event("write-off", ONE), payment("2026-02-01", "19.00", INV_2026_0001="19.00")),
            "written-off-too-much",
            "lower amount to 100.00 in invoices/2026/INV-2026-0001.written-off.yaml",
        ),
        (
            (ONE, event("write-off", ONE), WHOLE),
            "written-off-too-much",
            "delete invoices/2026/INV-2026-0001.written-off.yaml: nothing was lost",
        ),
        (
            (ONE, event("void", ONE), WHOLE),
            "void-and-settled",
            f"if not, take {NUMBER} out of allocate in {CAME}: it becomes credit of acme",
        ),
        (
            (ONE, event("void", ONE), payment("2026-01-11", "19.00"), used("c", "19.00")),
            "void-and-settled",
            "delete invoices/2026/INV-2026-0001.void.yaml if the invoice stands; if not, delete payments/2026/c.yaml",
        ),
        (
            (ONE, event("void", ONE), event("write-off", ONE)),
            "void-and-settled",
            "if not, delete invoices/2026/INV-2026-0001.written-off.yaml",
        ),
        (
            (ONE, event("void", ONE), credit(ONE)),
            "void-and-settled",
            "delete invoices/2026/INV-2026-0001.void.yaml if the invoice stands",
        ),
        (
            (ONE, WHOLE, credit(ONE), back("a", account="client_credit"), back("b")),
            "over-refunded",
            "delete refunds/2026/a.yaml if that is the same, or did not leave; what comes back: backoffice invoice pay",
        ),
        (
            (*PAID, FINAL, credit(DEPOSIT, on="2026-04-01")),
            "deducted-twice",
            (
                "delete credit-notes/2026/CN-2026-0001.md if it was not sent; "
                "else backoffice invoice credit INV-2026-0002 --full --reason TEXT"
            ),
        ),
        (
            (DEPOSIT, event("void", DEPOSIT), credit(DEPOSIT)),
            "deducted-twice",
            "delete invoices/2026/INV-2026-0001.void.yaml if the deposit stands",
        ),
        (
            (ONE, TWIN),
            "issued-twice",
            "backoffice invoice void INV-2026-0002 --reason TEXT if it was not sent; else backoffice invoice credit",
        ),
    ],
)
def test_the_hint_names_the_way_out(records: tuple[Record, ...], code: str, way: str) -> None:
    hints = [hint for each, hint in found(*records) if each == code]
    assert len(hints) == 1
    assert way in hints[0]


@pytest.mark.parametrize("back", [event("void", ONE), credit(ONE), event("void", TWIN)])
def test_a_draft_issued_twice_is_fine_when_one_invoice_was_taken_back(back: Record) -> None:
    assert "issued-twice" not in dict(found(ONE, TWIN, back))


def test_what_allocates_more_than_came_says_so_once() -> None:
    assert found(ONE, payment("2026-02-01", "10.00", INV_2026_0001="19.00")) == []


def test_a_write_off_of_nothing_is_a_fault() -> None:
    (wrong,) = event("write-off", ONE, amount="0.00").check()
    assert (str(wrong), wrong.about) == (
        f"invoices/2026/{NUMBER}.written-off.yaml:1: error: nothing of {NUMBER} is written off [empty-write-off]",
        ("amount",),
    )


def line(**fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"text": "x", "price": "90", **fields}


def test_what_is_billed_twice_is_named_with_its_line() -> None:
    twice = draft("b", lines=[line(), line(expenses=["fonts"]), line(expenses=["fonts"])])
    (wrong,) = (each for each in checks.run(books(twice, expense())) if each.code == "billed-twice")
    assert (wrong.hint, wrong.about) == (
        "delete invoices/drafts/b.md, and draft it anew",
        ("lines", 2, "expenses", "fonts"),
    )


def expense() -> Record:
    fields = {"date": "2026-03-04", "supplier": "Type", "category": "software", "amount": "60.00", "currency": "EUR"}
    record: Record = made("expense", "fonts", **fields, client="acme", rebill="yes")
    return record


def test_a_draft_is_misbilled_only_by_what_it_bills_itself() -> None:
    once, again = (draft(name, lines=[line(expenses=["fonts"])]) for name in ("a", "b"))
    other, gone = draft("c"), draft("d", lines=[line(expenses=["gone"], time={"x-2026-01-01-1": "1h"})])
    found = books(once, again, other, gone, expense())
    assert [each.code for each in misbilled(found, once)] == ["billed-twice"]
    assert misbilled(found, other) == []
    assert sorted(each.code for each in misbilled(found, gone)) == ["billed-nothing", "billed-nothing"]
