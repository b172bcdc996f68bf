"""What late payment costs: interest by the day, cut at payments and at changes of the rate."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.dunning import LateInterest, NoRateError, ReferenceRate, late_interest, slices
from backoffice.core.duration import add_days
from backoffice.core.money import Money
from tests.made import settings

RATES = (("2025-07-01", "2.15"), ("2026-07-01", "2.00"))
START = dt.date(2026, 1, 1)


def table(*rates: tuple[str, str], points: str = "8") -> LateInterest:
    rows = tuple(ReferenceRate(since=dt.date.fromisoformat(day), rate=Decimal(rate)) for day, rate in rates)
    return LateInterest(points=Decimal(points), reference=rows)


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def found(changes: dict[str, str], first: str, last: str, interest: LateInterest = table(*RATES)) -> list[str]:  # noqa: B008
    dated = [(dt.date.fromisoformat(day), eur(amount)) for day, amount in changes.items()]
    cut = slices(dated, interest, first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))
    return [
        *(f"{each.first}..{each.last} {each.days} days {each.principal} {each.rate}" for each in cut),
        str(late_interest(cut, "EUR")),
    ]


def test_simple_interest_on_what_is_open() -> None:
    assert found({"2026-02-01": "1000"}, "2026-03-02", "2026-03-31") == [
        "2026-03-02..2026-03-31 30 days 1000.00 EUR 10.15",
        "8.34 EUR",
    ]


def test_it_is_cut_where_something_is_paid_and_where_the_rate_changes() -> None:
    changes = {"2026-05-01": "3000", "2026-06-20": "-1000", "2026-07-11": "-500"}
    assert found(changes, "2026-06-16", "2026-07-20") == [
        "2026-06-16..2026-06-19 4 days 3000.00 EUR 10.15",
        "2026-06-20..2026-06-30 11 days 2000.00 EUR 10.15",
        "2026-07-01..2026-07-10 10 days 2000.00 EUR 10.00",
        "2026-07-11..2026-07-20 10 days 1500.00 EUR 10.00",
        "19.04 EUR",
    ]


def test_what_is_settled_bears_none_until_it_is_open_again() -> None:
    changes = {"2026-05-01": "100", "2026-07-10": "-100", "2026-07-20": "100"}
    assert found(changes, "2026-07-05", "2026-07-24") == [
        "2026-07-05..2026-07-09 5 days 100.00 EUR 10.00",
        "2026-07-20..2026-07-24 5 days 100.00 EUR 10.00",
        "0.27 EUR",
    ]


def test_a_negative_reference_rate_lowers_it_but_never_below_zero() -> None:
    low = table(("2026-01-01", "-0.88"))
    assert found({"2026-01-01": "365"}, "2026-02-01", "2026-02-10", low)[0].endswith("7.12")
    assert found({"2026-01-01": "365"}, "2026-02-01", "2026-02-10", table(("2026-01-01", "-9")))[1] == "0.00 EUR"


def test_a_day_without_rate_is_named() -> None:
    with pytest.raises(NoRateError, match="no reference rate on 2025-06-28"):
        found({"2025-05-01": "1"}, "2025-06-28", "2025-07-10")


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(-90_000, 90_000)), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(1, 299), st.integers(-100, 500)), max_size=4),
    st.integers(0, 150),
    st.integers(0, 150),
)
def test_it_is_the_sum_of_all_days(
    moves: list[tuple[int, int]], rates: list[tuple[int, int]], begin: int, length: int
) -> None:
    changes = sorted((add_days(START, day), Money.of_minor(cents, "EUR")) for day, cents in moves)
    reference = [ReferenceRate(since=START, rate=Decimal(1))]
    reference += [
        ReferenceRate(since=add_days(START, day), rate=Decimal(rate) / 100) for day, rate in dict(rates).items()
    ]
    interest = LateInterest(points=Decimal(8), reference=tuple(reference))
    first, last = add_days(START, begin), add_days(START, begin + length)
    exact = Decimal(0)
    for offset in range(length + 1):
        day = add_days(first, offset)
        principal = sum((money.amount for on, money in changes if on <= day), start=Decimal(0))
        rate = next(
            each.rate for each in sorted(reference, key=lambda each: each.since, reverse=True) if each.since <= day
        )
        exact += max(principal, Decimal(0)) * max(rate + 8, Decimal(0))
    assert late_interest(slices(changes, interest, first=first, last=last), "EUR") == Money.of(exact / 36500, "EUR")


def test_a_business_that_reminds_has_levels() -> None:
    assert [each.message for each in settings(dunning={"levels": []}).check()] == ["dunning has no levels"]
    assert not list(settings().check())
