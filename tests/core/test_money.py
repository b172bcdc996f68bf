"""Money: exact, rounded half away from zero to the smallest unit of its currency, and never minus nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.errors import ValueTextError
from backoffice.core.money import Money, minor_units, parse_currency, parse_decimal, round_to, share_out, total

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
MINOR = st.integers(1 - 10**12, 10**12 - 1)


def eur(text: str) -> Money:
    return Money.of(text, "EUR")


@pytest.mark.parametrize(("currency", "units"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("XYZ", 2)])
def test_every_currency_has_its_smallest_unit(currency: str, units: int) -> None:
    assert minor_units(currency) == units


@pytest.mark.parametrize(
    ("exact", "currency", "rounded"),
    [
        ("0.005", "EUR", "0.01 EUR"),
        ("-0.005", "EUR", "-0.01 EUR"),
        ("0.004999", "EUR", "0.00 EUR"),
        ("-0.004999", "EUR", "0.00 EUR"),
        ("2.675", "EUR", "2.68 EUR"),
        ("-0", "EUR", "0.00 EUR"),
        ("0.5", "JPY", "1 JPY"),
        ("1.5", "JPY", "2 JPY"),
        ("2.5", "JPY", "3 JPY"),
        ("-2.5", "JPY", "-3 JPY"),
        ("-0.4", "JPY", "0 JPY"),
        ("0.0005", "KWD", "0.001 KWD"),
        ("999999999999.999999", "KWD", "1000000000000.000 KWD"),
    ],
)
def test_amounts_are_rounded_half_away_from_zero(exact: str, currency: str, rounded: str) -> None:
    assert str(Money.of(exact, currency)) == rounded


@pytest.mark.parametrize("text", ["0", "-0", "12", "-12.5", "0012.50", "999999999999.999999"])
def test_numbers_are_digits_and_a_point(text: str) -> None:
    assert parse_decimal(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "+1", "1.", ".5", "1,5", "1_000", "1e9", "NaN", "Infinity", "0x10", "１２", "1.1234567", "1" * 13],  # noqa: RUF001
)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueTextError, match="a number such as 1200"):
        parse_decimal(text)


def test_a_currency_is_three_capital_letters() -> None:
    assert parse_currency("EUR") == "EUR"
    for text in ("eur", "EURO", "€", ""):
        with pytest.raises(ValueTextError, match="currency code"):
            parse_currency(text)


@given(MINOR, CURRENCIES)
def test_what_is_printed_reads_back(minor: int, currency: str) -> None:
    money = Money.of_minor(minor, currency)
    amount, _, code = str(money).partition(" ")
    assert Money.of(amount, code) == money
    assert money.minor == minor
    assert not str(money).startswith("-0.00 ")


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 3))
def test_rounding_moves_an_amount_by_half_a_unit_at_most_and_mirrors_at_zero(value: Decimal, decimals: int) -> None:
    rounded = round_to(value, decimals)
    assert abs(rounded - value) * 2 <= Decimal(1).scaleb(-decimals)
    assert round_to(-value, decimals) == -rounded
    assert str(rounded) != f"-{abs(rounded)}" or rounded < 0


@given(MINOR, MINOR, CURRENCIES)
def test_money_adds_subtracts_and_compares_as_its_cents_do(one: int, other: int, currency: str) -> None:
    a, b = Money.of_minor(one, currency), Money.of_minor(other, currency)
    assert (a + b).minor == one + other
    assert (a - b).minor == one - other
    assert (-a).minor == -one
    assert abs(a).minor == abs(one)
    assert bool(a) == bool(one)
    assert (a < b, a <= b, a > b, a >= b) == (one < other, one <= other, one > other, one >= other)


def test_multiplication_rounds_once() -> None:
    assert eur("3.60") * 10 * (Decimal("5.5") / 100) == eur("1.98")
    assert total([eur("3.60") * (Decimal("5.5") / 100)] * 10, "EUR") == eur("2.00")


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(ValueError, match="cannot combine EUR with JPY"):
        eur("1") + Money.of(1, "JPY")


def test_nothing_adds_up_to_nothing() -> None:
    assert str(total([], "KWD")) == "0.000 KWD"


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100.00", [1, 1, 1], ["33.33", "33.34", "33.33"]),
        ("0.01", [1, 1], ["0.01", "0.00"]),
        ("-0.01", [1, 1], ["-0.01", "0.00"]),
        ("10.00", [0, 5, 0], ["0.00", "10.00", "0.00"]),
        ("10.00", [0, 0], ["10.00", "0.00"]),
        ("10.00", [3], ["10.00"]),
    ],
)
def test_a_sum_is_shared_out_to_the_cent(amount: str, weights: list[int], parts: list[str]) -> None:
    assert share_out(eur(amount), [Decimal(weight) for weight in weights]) == [eur(part) for part in parts]


@given(MINOR, CURRENCIES, st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=12))
def test_shares_add_up_and_none_is_off_by_more_than_one_unit(minor: int, currency: str, weights: list[Decimal]) -> None:
    whole, shares = Money.of_minor(minor, currency), sum(weights)
    parts = share_out(whole, weights)
    assert total(parts, currency) == whole
    for part, weight in zip(parts, weights, strict=True):
        exact = whole.amount * weight / shares if shares else part.amount
        assert abs(part.amount - exact) <= Decimal(1).scaleb(-minor_units(currency))


def test_there_must_be_somebody_to_share_with() -> None:
    with pytest.raises(ValueError, match="nothing to share out to"):
        share_out(eur("1"), [])


def test_money_is_a_value() -> None:
    assert eur("1.00") == Money.of(1, "EUR")
    assert eur("1.00") != Money.of(1, "USD")
    assert eur("1.00") != Decimal(1)
    assert len({eur("1.00"), eur("1"), eur("2")}) == 2
    assert repr(eur("1.00")) == "Money(Decimal('1.00'), 'EUR')"
