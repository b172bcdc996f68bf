"""Credit notes that do not fit, each with the business in which it is found."""

from decimal import Decimal
from typing import Any

import pytest

from backoffice import checks
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.kinds.credit_note import CreditNote
from tests.made import books, client, credit, draft, invoice, made, payment, shown

FIRST = invoice(1, "2026-01-10")
NOTE = credit(FIRST, 1, part={1: Decimal(60)})
NEXT = credit(FIRST, 2, part={1: Decimal(60)}, previous=NOTE.digest)
LOSS = made("write-off", FIRST.id, date="2026-05-01", reason="x", client="acme", currency="EUR", amount="100.00")


def changed(note: CreditNote, **facts: Any) -> CreditNote:  # noqa: ANN401
    """Return a credit note with other facts, and the digest of those."""
    other = replaced(note, **facts)
    return replaced(other, digest=other.facts_digest())


def found(*records: Record) -> list[str]:
    return shown(checks.run(books(*records)))


SECOND = invoice(2, "2026-01-11", previous=FIRST.issued.digest if FIRST.issued else None)
TOTALS = NOTE.totals
REDUCED = replaced(TOTALS, taxes=(replaced(TOTALS.taxes[0], code="reduced"),))
PAID = payment("2026-06-09", "119.00", INV_2026_0001="119.00")
MORE = payment("2026-06-10", "59.50", INV_2026_0001="59.50")
LATE = invoice(1, "2026-06-02")


@pytest.mark.parametrize(
    "records",
    [
        (FIRST, NOTE),
        (FIRST, credit(FIRST)),
        (FIRST, PAID, credit(FIRST)),
        (FIRST, NOTE, replaced(LOSS, amount=Decimal("47.60"))),
    ],
)
def test_sound_credit_notes(records: tuple[Record, ...]) -> None:
    assert shown(checks.run(books(*records))) == []


@pytest.mark.parametrize(
    ("records", "code", "file", "message"),
    [
        (
            (FIRST, NOTE, NEXT),
            "over-credited",
            "CN-2026-0002.md",
            (
                "23.80 EUR more of INV-2026-0001 is credited than it charged, "
                "together with CN-2026-0001 (credit-notes/2026/CN-2026-0001.md)"
            ),
        ),
        (
            (FIRST, changed(NOTE, totals=REDUCED)),
            "over-credited",
            "CN-2026-0001.md",
            "60.00 EUR more of INV-2026-0001 is credited at the tax code reduced than it charged",
        ),
        (
            (FIRST, NOTE, replaced(LOSS, amount=Decimal("47.61"))),
            "over-credited",
            "CN-2026-0001.md",
            (
                "more of INV-2026-0001 is credited and written off than charged, "
                "together with the write-off invoices/2026/INV-2026-0001.written-off.yaml:1"
            ),
        ),
        (
            (FIRST, client("b"), changed(NOTE, client="b")),
            "unfit-credit",
            "CN-2026-0001.md",
            "client is not that of INV-2026-0001",
        ),
        (
            (LATE, changed(NOTE, invoiced=LATE.dated)),
            "unfit-credit",
            "CN-2026-0001.md",
            "INV-2026-0001 was issued on 2026-06-02, after 2026-06-01",
        ),
        (
            (draft("later"), changed(NOTE, invoice="later")),
            "unfit-credit",
            "CN-2026-0001.md",
            "later is a draft (invoices/drafts/later.md:1)",
        ),
        (
            (changed(NOTE, invoice="INV-2026-0009"),),
            "missing-record",
            "CN-2026-0001.md",
            "invoice: there is no invoice INV-2026-0009",
        ),
        (
            (FIRST, SECOND, NOTE, credit(SECOND, 3, previous=NOTE.digest)),
            "number-gap",
            "CN-2026-0003.md",
            "CN-2026-0002, the number before CN-2026-0003, is missing",
        ),
        (
            (FIRST, changed(NOTE, previous="0" * 64)),
            "broken-chain",
            "CN-2026-0001.md",
            "the credit note that CN-2026-0001 was issued after is missing or changed",
        ),
        (
            (FIRST, credit(FIRST), PAID, MORE),
            "over-allocated",
            "2026-06-10-acme-1.yaml",
            (
                "59.50 EUR more is allocated to INV-2026-0001 than was open, "
                "as payments/2026/2026-06-09-acme-1.yaml:1 settles it too"
            ),
        ),
    ],
)
def test_a_fault_is_found_and_named(records: tuple[Record, ...], code: str, file: str, message: str) -> None:
    findings = [(each.code, each.where.path.rpartition("/")[2], each.message) for each in checks.run(books(*records))]

    assert findings == [(code, file, message)]
