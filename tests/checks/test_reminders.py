"""Reminders, disputes and promises against their invoice: what two branches can bring about, and slips of hand."""

from typing import Any

from backoffice.checks.reminders import reminders
from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.record import Record
from tests.made import books, client, draft, invoice, made, payment, settings

SOLD = invoice(1, "2026-05-01")
USUAL = {"invoice": "INV-2026-0001", "client": "acme"}


def reminder(level: int = 1, identity: str = "", **more: Any) -> Record:  # noqa: ANN401
    fields = {"tone": "friendly", "due": "2026-06-30", "currency": "EUR", "language": "en", "open": "119.00"}
    facts = USUAL | {"level": str(level), "date": "2026-06-20"} | fields | more
    record: Record = made("reminder", identity or f"INV-2026-0001--{level}", **facts)
    return record


def dispute(date: str = "2026-06-10", **more: Any) -> Record:  # noqa: ANN401
    record: Record = made("dispute", f"INV-2026-0001--{date}", **(USUAL | {"date": date, "reason": "dear"} | more))
    return record


def promise(**more: Any) -> Record:  # noqa: ANN401
    facts = USUAL | {"date": "2026-06-10", "pay_by": "2026-06-30", "currency": "EUR"} | more
    record: Record = made("promise", "INV-2026-0001--2026-06-10", **facts)
    return record


def paid(date: str, charges: str, name: str = "x") -> Record:
    facts = {"date": date, "client": "acme", "amount": "119", "currency": "EUR"}
    record: Record = made("payment", name, **facts, late_charges={"INV-2026-0001": charges})
    return record


def found(*records: Record) -> list[str]:
    return [f"{each.severity} {each.message}" for each in reminders(books(SOLD, *records))]


def test_what_fits_is_silent() -> None:
    late = payment("2026-06-25", "119", INV_2026_0001="119")
    assert found(reminder(), dispute(settled="2026-06-12"), promise(), late) == []
    assert found(dispute("2026-06-20"), reminder()) == []


def test_events_about_nothing_or_of_another() -> None:
    assert found(reminder(3, "INV-2026-0001--4", client="other", currency="USD", date="2026-04-01")) == [
        "error this file should be named INV-2026-0001--3",
        "error INV-2026-0001 is an invoice to acme, not to other",
        "error INV-2026-0001 is in EUR, not in USD",
        "error INV-2026-0001 was issued on 2026-05-01, after 2026-04-01",
    ]
    (wrong,) = reminders(books(dispute(), draft("INV-2026-0001")))
    assert (wrong.where.path, wrong.message) == (
        "invoices/2026/INV-2026-0001--2026-06-10.dispute.yaml",
        "there is no issued invoice INV-2026-0001",
    )


def test_an_invoice_that_cannot_be_read_is_no_reason_to_complain_of_its_events() -> None:
    problem = Diagnostic(Location("invoices/2026/INV-2026-0001.md", 1), "x", "y")
    assert list(reminders(MemoryBooks(settings(), [settings(), client(), promise()], problems=[problem]))) == []


def test_two_branches_a_payment_and_a_reminder() -> None:
    early = payment("2026-06-18", "100", INV_2026_0001="100")
    assert found(reminder(), early) == [
        f"warning 19.00 EUR of INV-2026-0001 was open on 2026-06-20, not 119.00: see {early.ref}"
    ]
    assert found(reminder(bank_as_of="2026-06-17"), early) == []


def test_two_branches_a_dispute_and_a_reminder() -> None:
    event = dispute()
    assert found(reminder(), event) == [
        f"warning INV-2026-0001 was disputed since 2026-06-10 ({event.where})",
    ]


def test_late_charges_paid_are_those_that_were_claimed() -> None:
    claim = reminder(2, fees="5.00", compensation="40.00")
    assert found(reminder(1), claim, paid("2026-06-25", "45")) == []
    first, second = paid("2026-06-25", "45"), paid("2026-06-26", "5", "y")
    (wrong,) = reminders(books(SOLD, claim, first, second))
    assert wrong.message == "5.00 EUR more late charges of INV-2026-0001 are paid than its reminders claim"
    assert wrong.where == second.where
    assert wrong.hint.startswith(
        f"see {claim.where}, {first.where}; delete {second.where.path} if it is the same payment"
    )
    (wrong,) = reminders(books(SOLD, paid("2026-06-25", "1")))
    assert wrong.hint.startswith("there is no reminder of it; take INV-2026-0001 out of late_charges in payments/")
