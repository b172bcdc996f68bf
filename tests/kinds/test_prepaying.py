"""Deposit invoices: what they mean for the books, what a final invoice deducts, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest

from backoffice.core.errors import RefusedError
from backoffice.core.ledger import Chart, Query
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.prepaying import forgotten, prepaid, require_undeducted, undeducted
from tests import made
from tests.prepaid import ARRIVED, BOOK, DEPOSIT, FINAL, HALF, PAID, WORK, deposit, issue


def posted(record: Record) -> list[str]:
    return [f"{each.account} {each.amount} {each.document} {each.tax}".strip() for each in record.postings(Chart())]


def test_a_deposit_earns_nothing() -> None:
    assert posted(DEPOSIT) == [
        "assets:receivable 648.50 EUR invoice/INV-2026-0001",
        "liabilities:deposits -500.00 EUR invoice/INV-2026-0001 standard",
        "liabilities:deposits -50.00 EUR invoice/INV-2026-0001 reduced",
        "liabilities:vat:output -95.00 EUR invoice/INV-2026-0001 standard",
        "liabilities:vat:output -3.50 EUR invoice/INV-2026-0001 reduced",
    ]


def test_the_final_invoice_earns_all_and_takes_the_deposit_back_with_its_tax() -> None:
    assert posted(FINAL) == [
        "assets:receivable 595.00 EUR invoice/INV-2026-0002",
        "income:goods -50.00 EUR invoice/INV-2026-0002 reduced",
        "income:services -1000.00 EUR invoice/INV-2026-0002 standard",
        "liabilities:vat:output -190.00 EUR invoice/INV-2026-0002 standard",
        "liabilities:vat:output -3.50 EUR invoice/INV-2026-0002 reduced",
        "liabilities:deposits 500.00 EUR invoice/INV-2026-0001 standard",
        "liabilities:vat:output 95.00 EUR invoice/INV-2026-0002 standard",
        "liabilities:deposits 50.00 EUR invoice/INV-2026-0001 reduced",
        "liabilities:vat:output 3.50 EUR invoice/INV-2026-0002 reduced",
    ]


def test_income_and_tax_are_in_the_books_once() -> None:
    books = made.books(*PAID, FINAL)
    sums = {each.key[0]: str(each.amount) for each in books.balances(Query(by=("account",)))}
    assert sums == {
        "assets:bank": "648.50 EUR",
        "assets:receivable": "595.00 EUR",
        "income:goods": "-50.00 EUR",
        "income:services": "-1000.00 EUR",
        "liabilities:vat:output": "-193.50 EUR",
    }


def test_the_rate_of_the_deposit_stays_its_own_when_rates_change() -> None:
    frozen = DEPOSIT.issued
    assert frozen is not None
    old = replaced(frozen.totals.taxes[0], rate=Decimal(16), tax=Decimal("80.00"))
    totals = replaced(frozen.totals, taxes=(old, frozen.totals.taxes[1]), tax=Decimal("83.50"), gross=Decimal("633.50"))
    before = replaced(DEPOSIT, issued=replaced(frozen, totals=totals))
    paid = made.payment("2026-01-20", "633.50", INV_2026_0001="633.50")
    final = issue(2, "2026-03-01", made.draft("final", lines=[WORK, BOOK], deposits=["INV-2026-0001"]), before, paid)
    assert final.issued is not None
    assert [str(group.tax) for group in final.issued.totals.taxes] == ["190.00", "3.50"]
    assert [str(group.tax) for each in final.issued.totals.prepaid for group in each.taxes] == ["80.00", "3.50"]


def test_what_was_credited_of_a_deposit_is_not_deducted() -> None:
    note = made.credit(DEPOSIT, on="2026-02-01", part={1: Decimal(100), 2: None})
    some = made.payment("2026-01-20", "476.00", INV_2026_0001="476.00")
    assert [each for each in posted(note) if "deposits" in each] == [
        "liabilities:deposits 100.00 EUR invoice/INV-2026-0001 standard",
        "liabilities:deposits 50.00 EUR invoice/INV-2026-0001 reduced",
    ]
    draft = made.draft("final", lines=[WORK], deposits=["INV-2026-0001"])
    (less,) = prepaid(made.books(DEPOSIT, note, some), draft, "EUR")
    assert (str(less.net), str(less.tax), str(less.gross), [group.code for group in less.taxes]) == (
        "400.00",
        "76.00",
        "476.00",
        ["standard"],
    )


def test_crediting_or_voiding_the_final_invoice_brings_the_deposit_back() -> None:
    for undone in (made.credit(FINAL), made.made("void", FINAL.id, **void_of(FINAL))):
        books = made.books(*PAID, FINAL, undone)
        assert str(undeducted(books, DEPOSIT.id)) == "550.00 EUR"
        require_undeducted(books, DEPOSIT)


def void_of(invoice: Invoice) -> dict[str, Any]:
    from backoffice.core.plain import tree_of

    assert invoice.issued is not None
    totals = tree_of(invoice.issued.totals)
    return {"date": "2026-06-01", "reason": "x", "client": invoice.client, "currency": "EUR", "totals": totals}


LOSS = made.made("write-off", DEPOSIT.id, date="2026-02-01", reason="x", client="acme", currency="EUR", amount="648.50")
DOLLARS = made.moved(
    issue(1, "2026-01-10", made.draft("d", lines=[HALF], type="deposit", currency="USD")),
    "invoices/2026/INV-2026-0001.md",
)


@pytest.mark.parametrize(
    ("more", "others", "said"),
    [
        ({}, (DEPOSIT,), "648.50 EUR of INV-2026-0001 has not been paid"),
        ({}, (), "INV-2026-0001, which is to be deducted, is no invoice there is"),
        ({}, (*PAID, FINAL), "nothing of INV-2026-0001 is left to deduct"),
        ({}, (DEPOSIT, LOSS), "INV-2026-0001 was written off"),
        ({}, (made.invoice(1, "2026-01-10"),), "INV-2026-0001 is no deposit invoice"),
        ({}, (DOLLARS,), "INV-2026-0001 is in USD, this invoice in EUR"),
        ({"client": "other"}, PAID, "INV-2026-0001 is a deposit of acme, not of other"),
        ({"type": "deposit"}, PAID, "a deposit invoice deducts no deposits"),
        ({"deposits": ["INV-2026-0001", "INV-2026-0001"]}, PAID, "INV-2026-0001 is named twice"),
        (
            {"deposits": ["early"]},
            (made.draft("early", type="deposit"),),
            "early, which is to be deducted, is a draft (invoices/drafts/early.md:1)",
        ),
    ],
)
def test_what_cannot_be_deducted(more: dict[str, Any], others: tuple[Record, ...], said: str) -> None:
    fields: dict[str, Any] = {"lines": [WORK], "deposits": ["INV-2026-0001"]} | more
    draft = made.draft("final", **fields)
    with pytest.raises(RefusedError) as refused:
        prepaid(made.books(*others), draft, "EUR")
    first = refused.value.diagnostics[0]
    assert (first.code, first.where.path, first.message) == ("unfit-deposit", "invoices/drafts/final.md", said)
    if others and "draft" not in said and "twice" not in said and "no deposits" not in said:
        assert "invoices/2026/INV-2026-0001.md" in first.hint


def test_no_final_invoice_comes_to_less_than_was_prepaid() -> None:
    with pytest.raises(RefusedError) as refused:
        issue(2, "2026-03-01", made.draft("final", lines=[HALF], deposits=["INV-2026-0001"]), *PAID)
    (only,) = refused.value.diagnostics
    assert only.message == "53.50 EUR more was prepaid than the invoice comes to"
    assert only.hint == "credit that much of INV-2026-0001 first, and pay it back"


def test_a_deposit_without_tax() -> None:
    plain = {"text": "Half", "price": "500.00", "tax": "reverse-charge"}
    first = deposit(1, "2026-01-10", plain)
    paid = made.payment("2026-01-20", "500.00", INV_2026_0001="500.00")
    final = issue(
        2, "2026-03-01", made.draft("final", lines=[plain | {"price": "1000.00"}], deposits=[first.id]), first, paid
    )
    assert posted(final) == [
        "assets:receivable 500.00 EUR invoice/INV-2026-0002",
        "income:services -1000.00 EUR invoice/INV-2026-0002 reverse-charge",
        "liabilities:deposits 500.00 EUR invoice/INV-2026-0001 reverse-charge",
    ]


def test_a_deposit_that_was_deducted_is_not_taken_back() -> None:
    with pytest.raises(RefusedError, match="INV-2026-0001 is a deposit that INV-2026-0002 deducted"):
        require_undeducted(made.books(*PAID, FINAL), DEPOSIT)
    require_undeducted(made.books(*PAID), DEPOSIT)
    require_undeducted(made.books(FINAL), FINAL)


def test_deposits_that_an_invoice_does_not_deduct_are_remembered() -> None:
    books = made.books(*PAID, deposit(2, "2026-01-11", HALF, others=(DEPOSIT,)))
    assert forgotten(books, made.draft("next")) == ["INV-2026-0001", "INV-2026-0002"]
    assert forgotten(books, made.draft("next", deposits=["INV-2026-0002"])) == ["INV-2026-0001"]
    assert forgotten(books, made.draft("next", project="other")) == []
    assert forgotten(books, made.draft("next", type="deposit")) == []
    assert forgotten(made.books(*PAID, FINAL), made.draft("next")) == []


def test_an_issued_invoice_that_lost_its_deductions_does_not_add_up() -> None:
    assert list(FINAL.check()) == []
    assert list(ARRIVED.check()) == []
    without = replaced(FINAL, deposits=())
    assert "wrong-totals" in [each.code for each in without.check()]
