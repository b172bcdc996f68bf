"""Amounts that were paid have no part of a cent, and a point between thousands is never one before the cents."""

from decimal import Decimal

import pytest

from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.core.exact import exactly, inexact

HERE = Location("payments/2026/x.yaml")


@pytest.mark.parametrize(
    ("amount", "currency", "message", "hint"),
    [
        ("1250", "EUR", "", ""),
        ("1.25", "EUR", "", ""),
        ("1.2500", "EUR", "", ""),
        ("1.250", "EUR", "EUR has 2 decimals, and 1.250 has 3", "thousands have no point: 1250"),
        ("1.2501", "EUR", "EUR has 2 decimals, and 1.2501 has 4", ""),
        ("120000.00", "JPY", "", ""),
        ("0.5", "JPY", "JPY has no decimals, and 0.5 has 1", ""),
        ("120.000", "JPY", "JPY has no decimals, and 120.000 has 3", "thousands have no point: 120000"),
        ("1.250", "KWD", "", ""),
    ],
)
def test_an_amount_fits_its_currency_or_is_named(amount: str, currency: str, message: str, hint: str) -> None:
    found = list(inexact(HERE, currency, {("amount",): Decimal(amount)}))
    assert [(each.message, each.hint, each.about) for each in found] == [(message, hint, ("amount",))] * bool(message)
    if message:
        with pytest.raises(RefusedError, match=message):
            exactly(Decimal(amount), currency)
    else:
        assert exactly(Decimal(amount), currency).amount == Decimal(amount)
