"""Currencies that nobody has are told of, with the ones that were probably meant."""

from __future__ import annotations

import datetime as dt

import pytest
from babel import Locale
from babel.numbers import get_territory_currencies, list_currencies

from backoffice.checks.currencies import CODES, currencies
from backoffice.core.part import replaced
from tests.made import books, client, draft, made, settings

DAY = dt.date(2026, 11, 22)


def test_all_that_somebody_pays_with_are_known() -> None:
    places = [str(place) for place in Locale("en").territories if str(place).isalpha()]
    used = {code for place in places for code in get_territory_currencies(place, dt.date(2014, 1, 1), DAY)}
    assert used <= CODES <= list_currencies()


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("GPB", "did you mean GBP?"),
        ("EUX", "did you mean UGX or EUR?"),
        ("QQQ", ""),
    ],
)
def test_one_that_there_is_not(code: str, hint: str) -> None:
    (found,) = currencies(books(draft("website"), replaced(client("acme"), currency=code)))
    assert (found.code, found.message, found.hint) == ("unknown-currency", f"there is no currency {code}", hint)
    assert (found.where.path, found.about) == ("clients/acme.md", ("currency",))


def test_in_any_record_and_in_the_settings() -> None:
    paid = made("payment", "p", date="2026-01-20", client="acme", currency="BTX", amount="1.00")
    found = currencies(books(client("acme"), paid, settings(currency="BTY")))
    assert [each.where.path for each in found] == ["backoffice.yaml", "payments/2026/p.yaml"]


def test_as_they_should_be() -> None:
    assert not list(currencies(books(client("acme"), draft("website"))))
