"""Early-payment discount: its last day, and the tax that it takes back at each rate."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.cash_discount import CashDiscount, tax_in
from backoffice.core.duration import Duration
from backoffice.core.money import Money
from backoffice.core.tax import TaxGroup


def group(code: str, rate: str, taxable: str, tax: str) -> TaxGroup:
    amounts: Any = {"rate": Decimal(rate), "taxable": Decimal(taxable), "tax": Decimal(tax)}
    return TaxGroup(code=code, category="S", **amounts)


STANDARD, REDUCED = group("standard", "19", "1000.00", "190.00"), group("reduced", "7", "100.00", "7.00")
NOTHING = group("zero", "0", "100.00", "0.00")


def test_it_is_granted_until_a_day() -> None:
    granted = CashDiscount(percent=Decimal(2), within=Duration(days=10)).granted(dt.date(2026, 3, 1))
    assert granted is not None
    assert (granted.until, granted.of(Money.of("1190.00", "EUR"))) == (dt.date(2026, 3, 11), Money.of("23.80", "EUR"))
    assert CashDiscount(percent=Decimal(0)).granted(dt.date(2026, 3, 1)) is None


@pytest.mark.parametrize(
    ("discount", "groups", "expected"),
    [
        ("23.80", [STANDARD], {"standard": "3.80"}),
        ("25.94", [STANDARD, REDUCED], {"standard": "3.80", "reduced": "0.14"}),
        ("2.00", [NOTHING], {}),
        ("25.80", [STANDARD, NOTHING], {"standard": "3.80"}),
        ("1.00", [], {}),
    ],
)
def test_each_rate_gets_its_own_tax_back(discount: str, groups: list[TaxGroup], expected: dict[str, str]) -> None:
    assert {code: str(tax) for code, tax in tax_in(Money.of(discount, "EUR"), groups).items()} == expected


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(1, 10**7)), min_size=1, max_size=4), st.integers(1, 10))
def test_the_tax_taken_back_is_that_of_a_lower_price_to_the_cent(rows: list[tuple[int, int]], percent: int) -> None:
    groups = [
        group(str(at), str(rate), str(Decimal(cents) / 100), str(round(Decimal(cents * rate) / 10000, 2)))
        for at, (rate, cents) in enumerate(rows)
    ]
    gross = sum((each.taxable + each.tax for each in groups), start=Decimal(0))
    taxes = tax_in(Money.of(gross * percent / 100, "EUR"), groups)
    for each in groups:
        assert abs(taxes.get(each.code, Decimal(0)) - each.tax * percent / 100) <= Decimal("0.02")
