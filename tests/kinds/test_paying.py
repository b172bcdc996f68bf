"""Paying less than is open: the discount for paying early, by its day; tax that the client withheld."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from backoffice.checks.discounts import discounts
from backoffice.core.books import MemoryBooks
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money
from backoffice.kinds.issuing import issued
from backoffice.kinds.paying import Means, paid
from backoffice.kinds.payment import Payment
from tests import made

BUYER = made.client(cash_discount={"percent": "2", "within": "10d"})
LINES = [{"text": "Work", "price": "100.00"}, {"text": "Book", "price": "100.00", "tax": "reduced"}]
SOLD = made.moved(
    issued(made.draft(lines=LINES), BUYER, made.settings(), on=dt.date(2026, 3, 1), number="INV-2026-0001"),
    "invoices/2026/INV-2026-0001.md",
)
"""119.00 and 107.00; 2 % until 11 March."""
IN_TIME, LATE = dt.date(2026, 3, 11), dt.date(2026, 3, 12)
ALL = Money.of("226.00", "EUR")


def facts(means: Means, on: dt.date = IN_TIME, remaining: Money = ALL) -> Mapping[str, Any]:
    payment = paid(SOLD, remaining, means, on=on)
    return {
        "amount": str(payment.amount),
        "part": str(payment.allocate.get(SOLD.id, 0)),
        "discount": str(payment.discount),
        "tax": {code: str(tax) for code, tax in payment.discount_tax.items()},
        "credit": str(payment.credit.amount),
    }


TAKEN = {"part": "226.00", "discount": "4.52", "tax": {"standard": "0.38", "reduced": "0.14"}, "credit": "0.00"}
WHOLE = {"part": "226.00", "discount": "0.00", "tax": {}, "credit": "0.00"}


def test_the_invoice_freezes_its_last_day() -> None:
    assert SOLD.issued is not None
    assert str(SOLD.issued.cash_discount) == "GrantedDiscount(percent=Decimal('2'), until=datetime.date(2026, 3, 11))"
    own = made.draft(cash_discount={"percent": "0"})
    again = issued(own, BUYER, made.settings(), on=IN_TIME, number="INV-2026-0002")
    assert again.issued is not None
    assert again.issued.cash_discount is None


def test_who_pays_in_time_what_is_left_after_it_has_paid() -> None:
    assert facts(Means(Decimal("221.48"))) == {"amount": "221.48"} | TAKEN
    assert facts(Means()) == {"amount": "226.00"} | WHOLE
    assert facts(Means(Decimal("221.49")))["discount"] == "0.00"


def test_after_its_day_it_is_open_unless_you_grant_it() -> None:
    late = facts(Means(Decimal("221.48")), LATE)
    assert (late["part"], late["discount"]) == ("221.48", "0.00")
    assert facts(Means(Decimal("221.48"), discount=True), LATE) == {"amount": "221.48"} | TAKEN
    assert facts(Means(discount=True), LATE) == {"amount": "221.48"} | TAKEN


def test_it_is_of_what_is_open() -> None:
    half = Money.of("113.00", "EUR")
    assert facts(Means(Decimal("110.74")), remaining=half)["discount"] == "2.26"
    nothing = Money.of("0", "EUR")
    assert facts(Means(Decimal(5), discount=True), remaining=nothing) == {"amount": "5.00"} | WHOLE | {
        "part": "0",
        "credit": "5.00",
    }


@pytest.mark.parametrize("amount", ["0", "0.00", "-5"])
def test_what_comes_to_nothing_is_no_payment(amount: str) -> None:
    with pytest.raises(RefusedError, match=f"{amount} EUR is no payment"):
        facts(Means(Decimal(amount)))


def test_an_invoice_without_one_grants_none() -> None:
    with pytest.raises(RefusedError, match="INV-2026-0001 grants no discount for paying early"):
        paid(made.invoice(1, "2026-03-01"), Money.of("119", "EUR"), Means(discount=True), on=IN_TIME)


def journal(payment: Payment) -> list[str]:
    chart = made.settings().chart
    return [f"{each.account} {each.amount}{f' {each.tax}' if each.tax else ''}" for each in payment.postings(chart)]


def test_the_discount_is_booked_without_the_tax_it_takes_back() -> None:
    assert journal(paid(SOLD, ALL, Means(Decimal("221.48")), on=IN_TIME)) == [
        "assets:bank 221.48 EUR",
        "expenses:discounts 4.00 EUR",
        "liabilities:vat:output 0.38 EUR standard",
        "liabilities:vat:output 0.14 EUR reduced",
        "assets:receivable -226.00 EUR",
    ]


def test_tax_that_was_withheld_settles_too() -> None:
    payment = paid(SOLD, ALL, Means(withheld=Decimal("30.00")), on=IN_TIME)
    assert journal(payment) == [
        "assets:bank 196.00 EUR",
        "assets:withheld-tax 30.00 EUR",
        "assets:receivable -226.00 EUR",
    ]
    assert not list(payment.check())
    late = paid(SOLD, ALL, Means(Decimal("191.48"), withheld=Decimal(30)), on=IN_TIME)
    assert (late.discount, late.credit.amount) == (Decimal("4.52"), Decimal(0))
    all_of_it = paid(SOLD, ALL, Means(withheld=Decimal(226)), on=IN_TIME)
    assert not list(all_of_it.check())
    assert journal(all_of_it) == ["assets:withheld-tax 226.00 EUR", "assets:receivable -226.00 EUR"]


def test_more_tax_than_discount_is_wrong() -> None:
    payment = made.made(
        "payment",
        "p",
        date="2026-03-11",
        client="acme",
        currency="EUR",
        amount="1",
        discount="1",
        discount_tax={"standard": "1.01"},
    )
    assert [each.message for each in payment.check()] == ["more tax is taken back than the discount comes to"]


# ── The check ───────────────────────────────────────────────────────────────────────────────────


def found(date: str = "2026-03-11", part: str = "226.00", number: str = "INV-2026-0001", **more: Any) -> list[str]:  # noqa: ANN401
    fields = {"date": date, "client": "acme", "amount": "221.48", "currency": "EUR", "discount": "4.52"}
    payment = made.made("payment", "p", **fields | {"allocate": {number: part}} | more)
    books = MemoryBooks(made.settings(), [made.settings(), BUYER, SOLD, payment])
    return [f"{each.code}: {each.message}" for each in discounts(books)]


RIGHT: dict[str, Any] = {"discount_tax": {"standard": "0.38", "reduced": "0.14"}}


def test_a_discount_is_what_was_granted_in_time_and_with_its_tax() -> None:
    assert found(**RIGHT) == []
    assert found("2026-03-12", **RIGHT) == ["late-discount: INV-2026-0001 grants a discount until 2026-03-11"]
    assert found(part="200.00", **RIGHT) == ["late-discount: INV-2026-0001 grants 2 %, not 4.52 EUR"]
    assert found() == ["wrong-discount-tax: 4.52 EUR of INV-2026-0001 holds standard: 0.38, reduced: 0.14"]


def test_what_was_agreed_otherwise_is_left_alone() -> None:
    assert found(currency="USD") == []
    assert found(discount="0") == []
    assert found(number="INV-2026-0009") == []
    plain = made.invoice(1, "2026-03-01")
    fields = {"date": "2026-03-30", "client": "acme", "amount": "117", "currency": "EUR", "discount": "2"}
    old = made.made("payment", "p", **fields, allocate={"INV-2026-0001": "119"})
    assert not list(discounts(made.books(plain, old)))
    exempt = made.moved(
        issued(
            made.draft(lines=[{"text": "x", "price": "100", "tax": "reverse-charge"}]),
            made.client(vat_id="ATU13585627", cash_discount={"percent": "2"}),
            made.settings(),
            on=dt.date(2026, 3, 1),
            number="INV-2026-0001",
        ),
        "invoices/2026/INV-2026-0001.md",
    )
    wrong = made.made("payment", "p", **fields, discount_tax={"standard": "1"}, allocate={"INV-2026-0001": "100"})
    assert [each.message for each in discounts(made.books(exempt, wrong))] == [
        "INV-2026-0001 grants a discount until 2026-03-11",
        "2.00 EUR of INV-2026-0001 holds no tax",
    ]
