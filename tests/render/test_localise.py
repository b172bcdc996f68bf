"""Numbers, dates, units and phrases, as each reader writes them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from backoffice.core.money import Money
from backoffice.core.settings import Language
from backoffice.render.localise import Wording, _table

EN, US, DE, AT, CH, FR = (
    Wording("en", "DE"),
    Wording("en", "US"),
    Wording("de", "DE"),
    Wording("de", "AT"),
    Wording("de", "CH"),
    Wording("fr", "FR"),
)


def spaces(text: str) -> str:
    """Show every sort of space as an underscore, so that a table can say that there is one."""
    return "".join("_" if each.isspace() else each for each in text)


@pytest.mark.parametrize(
    ("wording", "number", "money", "date", "percent"),
    [
        (EN, "1,234.5", "€1,234.50", "21_November_2026", "5.5%"),
        (US, "1,234.5", "€1,234.50", "November_21,_2026", "5.5%"),
        (DE, "1.234,5", "1.234,50_€", "21._November_2026", "5,5_%"),
        (AT, "1.234,5", "€_1.234,50", "21._November_2026", "5,5_%"),
        (CH, "1’234.5", "EUR_1’234.50", "21._November_2026", "5.5%"),
        (FR, "1_234,5", "1_234,50_€", "21_novembre_2026", "5,5_%"),
    ],
)
def test_each_country_writes_in_its_own_way(wording: Wording, number: str, money: str, date: str, percent: str) -> None:
    assert spaces(wording.number(Decimal("1234.50"))) == number
    assert spaces(wording.money(Money.of("1234.50", "EUR"))) == money
    assert spaces(wording.date(dt.date(2026, 11, 21))) == date
    assert spaces(wording.percent(Decimal("5.50"))) == percent


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [("1234567.5", "EUR", "1.234.567,50"), ("1234", "JPY", "1.234"), ("1.5", "KWD", "1,500"), ("-3", "EUR", "−3,00")],
)
def test_amounts_have_the_decimals_of_their_currency_and_a_true_minus(amount: str, currency: str, shown: str) -> None:
    assert DE.amount(Money.of(amount, currency)) == shown


@pytest.mark.parametrize(
    ("written", "longer", "english", "german"),
    [
        ("2026-10", True, "October_2026", "Oktober_2026"),
        ("2026-10-01..2026-10-15", True, "1–15_Oct_2026", "1.–15._Okt._2026"),
        ("2026-11..2027-01", True, "November_2026_–_January_2027", "November_2026_–_Januar_2027"),
        ("2026-Q4", True, "October_–_December_2026", "Oktober–Dezember_2026"),
        ("2026", True, "2026", "2026"),
        ("2026-10-05", False, "5_October_2026", "5._Oktober_2026"),
        ("autumn", True, "autumn", "autumn"),
    ],
)
def test_a_period_is_printed_as_short_as_it_can_be(written: str, longer: bool, english: str, german: str) -> None:  # noqa: FBT001
    assert EN.period(written)[0] is longer
    assert spaces(EN.period(written)[1]) == english
    assert spaces(DE.period(written)[1]) == german


@pytest.mark.parametrize(
    ("quantity", "unit", "english", "german", "french"),
    [
        ("1", "hour", "1 hour", "1 Stunde", "1 heure"),
        ("1.5", "Std", "1.5 hours", "1,5 Stunden", "1,5 heure"),
        ("2", "hours", "2 hours", "2 Stunden", "2 heures"),
        ("3", "Stück", "3 pieces", "3 Stück", "3 pièces"),
        ("1", "flat", "flat rate", "Pauschale", "forfait"),
        ("12", "km", "12 km", "12 km", "12 km"),
        ("2", "Faß", "2 Faß", "2 Faß", "2 Faß"),
        ("6", "", "6", "6", "6"),
    ],
)
def test_units_agree_with_their_number(quantity: str, unit: str, english: str, german: str, french: str) -> None:
    shown = [each.quantity(Decimal(quantity), unit) for each in (EN, DE, FR)]
    assert shown == [english, german, french]


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_language_says_everything(language: Language) -> None:
    english, other = _table("en"), _table(language)
    assert other.keys() - {"at"} == english.keys()
    for place, words in other.get("at", {}).items():
        assert {word: text.count("{") for word, text in words.items()}.items() <= {
            word: text.count("{") for word, text in other["words"].items()
        }.items(), place
    for part in ("words", "exempt", "units"):
        assert other[part].keys() == english[part].keys()
    for word, text in english["words"].items():
        assert text.count("{") == other["words"][word].count("{"), word


def test_tax_goes_by_the_name_it_has_at_the_seller() -> None:
    assert [each.tax for each in (EN, US, DE, CH, FR)] == ["VAT", "Sales tax", "USt", "MWST", "TVA"]
    assert DE.territory("FR") == "Frankreich"
    assert DE.territory("XX") == "XX"
