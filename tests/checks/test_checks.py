"""What is wrong between records, though each is right by itself: one small business for each fault."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pytest

from backoffice import checks
from backoffice.checks.check import Tier
from backoffice.checks.numbering import chain
from backoffice.core.books import Excerpt, MemoryBooks, R
from backoffice.core.chain import loose_ends
from backoffice.core.diagnostic import Location
from backoffice.core.kind import Standing
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.core.schema import MISSING_FIELD
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.void import void
from backoffice.kinds.write_off import write_off
from tests.business import business
from tests.made import books, client, draft, invoice, made, payment, settings, shown

FIRST = invoice(1, "2026-01-10")
DIGEST = FIRST.issued.digest if FIRST.issued else None
SECOND = invoice(2, "2026-02-10", previous=DIGEST)
EXPENSE = {"date": "2026-03-04", "supplier": "Adobe", "category": "software", "amount": "60.00", "currency": "EUR"}


def event(noun: str, of: Invoice, **changes: Any) -> Record:  # noqa: ANN401
    """Return the void or write-off of an open invoice, with some of its fields changed."""
    standing: Standing = {("invoice",): (of.gross,)} if of.gross else {}
    plan = {"void": void, "write-off": write_off}[noun](of, standing, on=dt.date(2026, 6, 1), reason="mistake")
    fields: Mapping[str, Any] = plan.steps[0].fields  # type: ignore[union-attr]
    return made(noun, of.id, **{**fields, **changes})  # type: ignore[no-any-return]


def found(*records: Record, files: tuple[str, ...] = (), tier: Tier = "basic") -> list[str]:
    return shown(checks.run(books(*records, files=files), tier))


def test_a_sound_business_has_no_findings() -> None:
    records = (FIRST, SECOND, payment("2026-02-01", "119.00", INV_2026_0001="119.00"), event("write-off", SECOND))

    assert found(*records) == []


def test_a_fork_in_the_chain_is_closed_by_the_next_invoice_that_joins_both() -> None:
    third = invoice(3, "2026-03-01", previous=DIGEST)
    last = third.issued.digest if third.issued else None
    joins = loose_ends(chain(books(FIRST, SECOND, third)), last)
    fourth = invoice(4, "2026-04-01", previous=last, joins=joins)
    assert found(FIRST, SECOND, third, fourth) == []
    gone = "the invoice that INV-2026-0004 was issued after is missing or changed"
    other = invoice(2, "2026-02-10", net="7.00", previous=DIGEST)
    assert [gone in each for each in found(FIRST, other, third, fourth)] == [True, False]


class Reading(MemoryBooks):
    """Books that count how often all records of a kind were read."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.read: Counter[str] = Counter()

    def all(self, kind: type[R]) -> Iterator[R]:
        self.read[kind.noun] += 1
        return super().all(kind)

    def stated(self, kind: type[R], *places: str) -> Iterator[Excerpt]:
        return MemoryBooks(self.settings, list(super().all(kind))).stated(kind, *places)

    def some(self, kind: type[R], ids: Collection[str]) -> Iterator[R]:
        return (each for each in super().all(kind) if each.id in ids)


def test_no_check_reads_many_records_that_another_reads_too() -> None:
    made_up = business(7, clients=5, invoices=60, expenses=40)
    seen = Reading(made_up.settings, made_up.records)
    list(checks.run(seen))
    nouns = ("invoice", "payment", "expense")
    assert {noun: seen.read[noun] for noun in nouns} == {"invoice": 1, "payment": 1, "expense": 0}


@pytest.mark.parametrize(
    ("records", "code", "file", "message"),
    [
        (
            (draft(of="acne"),),
            "missing-record",
            "work.md",
            "client: there is no client acne",
        ),
        (
            (payment("2026-02-01", "10.00", INV_2026_0009="10.00"),),
            "missing-record",
            "2026-02-01-acme-1.yaml",
            "allocate: there is no invoice INV-2026-0009",
        ),
        (
            (draft(lines=[{"text": "x", "price": "1", "tax": "lower"}]),),
            "unknown-tax-code",
            "work.md",
            "there is no tax code lower",
        ),
        (
            (client("b", tax="magic"),),
            "unknown-tax-code",
            "b.md",
            "there is no tax code magic",
        ),
        (
            (FIRST, invoice(3, "2026-03-01", previous=DIGEST)),
            "number-gap",
            "INV-2026-0003.md",
            "INV-2026-0002, the number before INV-2026-0003, is missing",
        ),
        (
            (SECOND,),
            "broken-chain",
            "INV-2026-0002.md",
            "the invoice that INV-2026-0002 was issued after is missing or changed",
        ),
        (
            (FIRST, SECOND, invoice(3, "2026-03-01", previous=DIGEST)),
            "forked-chain",
            "INV-2026-0003.md",
            "INV-2026-0003 and INV-2026-0002 were issued after the same invoice",
        ),
        (
            (FIRST, draft("later"), payment("2026-01-09", "119.00", INV_2026_0001="119.00")),
            "paid-draft",
            "2026-01-09-acme-1.yaml",
            "INV-2026-0001 was issued on 2026-01-10, after this payment of 2026-01-09",
        ),
        (
            (draft("later"), payment("2026-01-09", "119.00", later="119.00")),
            "paid-draft",
            "2026-01-09-acme-1.yaml",
            "later is a draft and cannot be paid",
        ),
        (
            (FIRST, client("other"), payment("2026-02-01", "9.00", of="other", INV_2026_0001="9.00")),
            "foreign-allocation",
            "2026-02-01-other-1.yaml",
            "INV-2026-0001 is an invoice to acme, not to other",
        ),
        (
            (
                FIRST,
                made(
                    "payment",
                    "usd",
                    date="2026-02-01",
                    client="acme",
                    amount="9",
                    currency="USD",
                    allocate={FIRST.id: "9"},
                ),
            ),
            "foreign-allocation",
            "usd.yaml",
            "INV-2026-0001 is in EUR, the payment in USD",
        ),
        (
            (FIRST, payment("2026-02-01", "120.00", INV_2026_0001="120.00")),
            "over-allocated",
            "2026-02-01-acme-1.yaml",
            "1.00 EUR more is allocated to INV-2026-0001 than was open",
        ),
        (
            (
                FIRST,
                payment("2026-02-01", "119.00", INV_2026_0001="119.00"),
                payment("2026-02-03", "119.00", INV_2026_0001="119.00"),
            ),
            "over-allocated",
            "2026-02-03-acme-1.yaml",
            (
                "119.00 EUR more is allocated to INV-2026-0001 than was open, as "
                "payments/2026/2026-02-01-acme-1.yaml:1 settles it too"
            ),
        ),
        (
            (event("void", FIRST),),
            "reverses-nothing",
            "INV-2026-0001.void.yaml",
            "there is no issued invoice INV-2026-0001",
        ),
        (
            (FIRST, event("void", FIRST, currency="USD")),
            "wrong-copy",
            "INV-2026-0001.void.yaml",
            "currency is not that of INV-2026-0001",
        ),
        (
            (FIRST, event("void", FIRST, date="2026-01-01")),
            "wrong-copy",
            "INV-2026-0001.void.yaml",
            "INV-2026-0001 was issued on 2026-01-10, after 2026-01-01",
        ),
        (
            (FIRST, event("void", FIRST), payment("2026-02-01", "19.00", INV_2026_0001="19.00")),
            "void-and-settled",
            "INV-2026-0001.void.yaml",
            "INV-2026-0001 is void, but settled by payment/2026-02-01-acme-1",
        ),
        (
            (FIRST, event("write-off", FIRST, amount="120.00")),
            "written-off-too-much",
            "INV-2026-0001.written-off.yaml",
            "1.00 EUR more of INV-2026-0001 is written off than was open",
        ),
        (
            (made("expense", "adobe", **EXPENSE, receipt="adobe.pdf"),),
            "missing-file",
            "adobe.md",
            "the receipt expenses/2026/adobe.pdf is not there",
        ),
        (
            (made("expense", "a", **EXPENSE, number="7"), made("expense", "b", **EXPENSE, number="7")),
            "same-bill-twice",
            "b.md",
            "bill 7 of Adobe is also expenses/2026/a.md:1",
        ),
    ],
)
def test_a_fault_is_found_and_named(records: tuple[Record, ...], code: str, file: str, message: str) -> None:
    findings = [(each.code, each.where.path.rpartition("/")[2], each.message) for each in checks.run(books(*records))]

    assert (code, file, message) in findings


def test_one_draft_issued_on_two_machines_is_found() -> None:
    twin = replaced(SECOND, issued=replaced(SECOND.issued, draft=FIRST.issued.draft))  # type: ignore[type-var,union-attr]

    (finding,) = (each for each in checks.run(books(FIRST, twin)) if each.code == "issued-twice")

    assert finding.message == "INV-2026-0002 and INV-2026-0001 were issued from the same draft"
    assert "backoffice invoice void INV-2026-0002" in finding.hint


def test_a_copy_of_an_issued_invoice_is_not_taken_for_another_one() -> None:
    """Its file is in the wrong place, which the record itself says; nothing was issued twice."""
    assert [each.code for each in checks.run(books(FIRST, SECOND, replaced(SECOND, id="next-month")))] == []


def test_a_draft_with_the_name_of_a_number_is_found() -> None:
    work = replaced(draft(), id="INV-2026-0009")
    found = [each.message for each in checks.run(books(FIRST, work)) if each.code == "number-drafted"]
    assert found == ["the draft INV-2026-0009 has the name of a number"]


def test_a_slip_in_an_id_gets_the_nearest_name_as_a_hint() -> None:
    near, far = (next(checks.run(books(draft(of=name)))) for name in ("acne", "zzz"))

    assert near.hint == "did you mean acme?"
    assert far.hint == "see backoffice client list"


def test_the_logo_has_to_be_there() -> None:
    ours = settings(look={"logo": "logo.svg"})

    assert shown(checks.run(MemoryBooks(ours, [ours]))) == [
        "backoffice.yaml:1: error: the logo logo.svg is not there [missing-file]"
    ]
    assert shown(checks.run(MemoryBooks(ours, [ours], files=["logo.svg"]))) == []


def test_the_strict_tier_wants_receipts_and_archived_invoices() -> None:
    expense = made("expense", "adobe", **EXPENSE)

    assert found(FIRST, expense) == []
    assert found(FIRST, expense, draft(), tier="strict") == [
        "expenses/2026/adobe.md:1: warning: Adobe of 2026-03-04 has no receipt [no-receipt]",
        "invoices/2026/INV-2026-0001.md:1: warning: INV-2026-0001 has no archived PDF [no-archived-pdf]",
    ]
    filed = made("expense", "filed", **EXPENSE, receipt="adobe.pdf")
    files = ("invoices/2026/INV-2026-0001.pdf", "expenses/2026/adobe.pdf")
    assert found(FIRST, filed, files=files, tier="strict") == []


def test_a_payment_beyond_a_written_off_rest_blames_the_write_off() -> None:
    records = (FIRST, event("write-off", FIRST), payment("2026-02-01", "19.00", INV_2026_0001="19.00"))

    codes = [each.code for each in checks.run(books(*records))]

    assert codes == ["written-off-too-much"]


def test_a_part_may_be_written_off_and_numbers_of_other_series_have_no_gaps() -> None:
    old = replaced(FIRST, id="2019/7-A")

    assert [each.code for each in checks.run(books(old))] == []
    assert found(FIRST, event("write-off", FIRST, amount="20.00")) == []


def test_a_record_that_cannot_be_read_is_one_error_and_no_cause_of_others() -> None:
    third = invoice(3, "2026-03-10", previous=SECOND.issued.digest if SECOND.issued else None)
    paid = payment("2026-03-01", "119.00", INV_2026_0002="119.00")
    faulty = [MISSING_FIELD.at(Location("invoices/2026/INV-2026-0002.md", 2), "client is missing")]
    records = (settings(), client(), FIRST, third, paid, event("write-off", SECOND))

    assert shown(checks.run(MemoryBooks(settings(), records, problems=faulty, unreadable=1))) == []
    assert {each.code for each in checks.run(MemoryBooks(settings(), records))} == {
        "broken-chain",
        "missing-record",
        "number-gap",
        "reverses-nothing",
    }
