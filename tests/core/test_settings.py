"""The settings: what they mean when little is said, and what they may not say."""

from typing import Any

import pytest

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.schema import read
from backoffice.core.settings import Settings
from tests import made

BUSINESS = {"name": "Nordlicht", "address": made.BERLIN}


def test_little_has_to_be_said() -> None:
    settings: Settings = made.made("settings", "settings", business=BUSINESS, currency="EUR")
    assert (settings.title, str(settings.terms), settings.look.paper) == ("Nordlicht", "14d", "A4")
    assert settings.pattern("invoice") == "INV-{year}-{n:04}"
    assert settings.chart.bank == "assets:bank"


def test_accounts_and_numbers_can_have_names_of_their_own() -> None:
    settings = made.settings(accounts={"bank": "assets:bank:giro"}, series={"invoice": "R{n:05}"})
    assert settings.chart.named("bank") == "assets:bank:giro"
    assert (settings.pattern("invoice"), settings.pattern("credit-note")) == ("R{n:05}", "CN-{year}-{n:04}")


REASONED = {"category": "AE", "reason": "Reverse charge"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"accounts": {"bnak": "x"}}, "accounts has no bnak"),
        ({"accounts": {"bank": ""}}, "the account bank has no name"),
        ({"tax": "nineteen"}, "tax names nineteen, which is not in taxes"),
        ({"taxes": {"s": {"category": "S"}}}, "tax s has category S but no rates"),
        (
            {"taxes": {"ae": {**REASONED, "rates": [{"since": "2020-01-01", "rate": "19"}]}}},
            "tax ae has rates, but its category AE is always 0 %",
        ),
        ({"taxes": {"ae": {"category": "AE"}}}, "tax ae has category AE and needs a reason"),
        ({"taxes": {"z": {"category": "Z", "reason": "x"}}}, "tax z has category Z and must not have a reason"),
        ({"series": {"invoices": "R{n}"}}, "series has no invoices"),
        ({"series": {"invoice": "R-{year}"}}, "the series pattern R-{year} makes no numbers"),
        ({"series": {"invoice": "R{n}-{n}"}}, "the series pattern R{n}-{n} makes no numbers"),
        ({"series": {"invoice": "R{month}-{n}"}}, "the series pattern R{month}-{n} makes no numbers"),
        ({"series": {"invoice": "R{n"}}, "the series pattern R{n makes no numbers"),
        ({"series": {"invoice": "{n:>9}"}}, "the series pattern {n:>9} makes no numbers"),
        ({"series": {"invoice": "R{n:4}"}}, "the series pattern R{n:4} makes no numbers"),
        ({"series": {"invoice": "../{n}"}}, "the series pattern ../{n} makes no numbers"),
        ({"series": {"invoice": "R {n}"}}, "the series pattern R {n} makes no numbers"),
    ],
)
def test_settings_that_contradict_each_other_are_found(fields: dict[str, Any], message: str) -> None:
    given = {"business": BUSINESS, "currency": "EUR"} | fields
    record, wrong = read(Settings, "settings", Document(Location("backoffice.yaml", 1), given))
    assert record is not None
    assert [each.message for each in wrong] == [message]


@pytest.mark.parametrize(
    ("name", "city", "found"),
    [
        ("Studio Ada", "Berlin", 0),
        ("Your Business", "Berlin", 1),
        ("Studio Ada", "Your City", 1),
        ("Your Business", "Your City", 2),
    ],
)
def test_what_stands_in_for_the_name_of_the_business_is_found(name: str, city: str, found: int) -> None:
    settings = made.settings(business={"name": name, "address": {"city": city, "country": "DE"}})
    assert [each.code for each in settings.unnamed()] == ["unnamed-business"] * found


def test_a_contradiction_is_told_at_its_field() -> None:
    found = made.settings(
        tax="nope",
        series={"invoice": "INV/{n}", "order": "{n}"},
        accounts={"bnak": "assets:bank", "bank": ""},
        taxes={"a": {"category": "S"}, "b": {"category": "Z", "rates": [{"since": "2026-01-01", "rate": "1"}]}},
        dunning={"levels": []},
        exchange=[{"currency": each, "since": "2026-01-01", "rate": "1"} for each in ("USD", "EUR")],
    ).check()
    assert {each.about for each in found} == {
        ("tax",),
        ("series", "invoice"),
        ("series", "order"),
        ("accounts", "bnak"),
        ("accounts", "bank"),
        ("taxes", "a"),
        ("taxes", "b", "rates"),
        ("dunning", "levels"),
        ("exchange", 1, "currency"),
    }


def test_a_business_without_a_name_has_one_to_write() -> None:
    (found,) = made.settings(business={"name": " ", "address": made.BERLIN}).unnamed()
    assert (found.message, found.about) == ("the business has no name", ("business", "name"))
