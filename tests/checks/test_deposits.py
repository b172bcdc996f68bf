"""Deposits that two records use up, each with the business in which it is found."""

from typing import Any

import pytest

from backoffice import checks
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.kinds.invoice import Invoice
from tests.made import books, client, credit, draft, invoice, shown
from tests.prepaid import DEPOSIT, FINAL, PAID, WORK, issue

AGAIN = issue(3, "2026-03-02", draft("again", lines=[WORK], deposits=["INV-2026-0001"]), *PAID)


def found(*records: Record) -> list[str]:
    return [each for each in shown(checks.run(books(*records))) if "chain" not in each and "number-gap" not in each]


def changed(final: Invoice, **facts: Any) -> Invoice:  # noqa: ANN401
    """Return an issued invoice that deducts something else, with the digest of that."""
    assert final.issued is not None
    (less,) = final.issued.totals.prepaid
    totals = replaced(final.issued.totals, prepaid=(replaced(less, **facts),))
    other = replaced(final, issued=replaced(final.issued, totals=totals))
    assert other.issued is not None
    return replaced(other, issued=replaced(other.issued, digest=other.digest()))


def test_a_deposit_and_its_final_invoice_are_sound() -> None:
    assert found(*PAID, FINAL) == []
    assert found(*PAID, FINAL, credit(FINAL), AGAIN) == []


USED = " is used up than it asked for, together with INV-2026-0002 (invoices/2026/INV-2026-0002.md:1) [deducted-twice]"


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (
            (*PAID, FINAL, AGAIN),
            ("invoices/2026/INV-2026-0003.md:1: error: 550.00 EUR more of the deposit INV-2026-0001" + USED),
        ),
        (
            (*PAID, FINAL, credit(DEPOSIT)),
            ("credit-notes/2026/CN-2026-0001.md: error: 550.00 EUR more of the deposit INV-2026-0001" + USED),
        ),
        (
            (invoice(1, "2026-01-10", net="1000.00"), FINAL),
            "INV-2026-0001, which INV-2026-0002 deducts, is no deposit invoice [unfit-deposit]",
        ),
        (
            (replaced(DEPOSIT, client="other"), client("other"), FINAL),
            "INV-2026-0001, which INV-2026-0002 deducts, is of another client: other [unfit-deposit]",
        ),
        ((FINAL,), "deposits: there is no invoice INV-2026-0001 [missing-record]"),
    ],
)
def test_what_does_not_fit(records: tuple[Record, ...], said: str) -> None:
    assert any(said in each for each in found(*records)), found(*records)


def test_other_amounts_than_the_deposit_asked_for() -> None:
    assert FINAL.issued is not None
    (less,) = FINAL.issued.totals.prepaid
    (first, second), more = less.taxes, less.tax + 1
    dearer = (replaced(first, tax=first.tax + 1), second)
    other = changed(FINAL, taxes=dearer, tax=more, gross=less.gross + 1)
    (said,) = [each for each in found(*PAID, other) if "unfit" in each]
    assert "INV-2026-0002 deducts other amounts than INV-2026-0001 asked for" in said
