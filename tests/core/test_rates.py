"""Which rate an hour has, and how time is rounded when it is billed."""

import datetime as dt
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.hours import Minutes
from backoffice.core.lines import Line
from backoffice.core.money import Money
from backoffice.core.rates import HourlyRate, Rounding, printed_hours, rate_of

DAY = dt.date(2026, 6, 15)


def rate(
    price: int, person: str | None = None, task: str = "", since: str = "", currency: str | None = None
) -> HourlyRate:
    day = dt.date.fromisoformat(since) if since else None
    return HourlyRate(price=Decimal(price), person=person, task=task, since=day, currency=currency)


@pytest.mark.parametrize(
    ("project", "client", "business", "expected"),
    [
        ((), (), (), None),
        ((), (), (rate(1),), 1),
        ((), (rate(2),), (rate(1, "ada"),), 2),
        ((rate(3),), (rate(2, "ada", "design"),), (), 3),
        ((rate(3, "bob"),), (rate(2),), (), 2),
        ((rate(3, task="support"),), (), (rate(1),), 1),
        ((rate(3), rate(4, task="design"), rate(5, "ada")), (), (), 5),
        ((rate(5, "ada"), rate(6, "ada", "design")), (), (), 6),
        ((rate(3), rate(4, since="2026-06-15"), rate(9, since="2026-06-16")), (), (), 4),
        ((rate(3, since="2026-01-01"), rate(4, since="2025-01-01")), (), (), 3),
        ((rate(3, currency="USD"),), (), (rate(1),), 1),
    ],
)
def test_the_nearest_rate_decides(
    project: tuple[HourlyRate, ...],
    client: tuple[HourlyRate, ...],
    business: tuple[HourlyRate, ...],
    expected: int | None,
) -> None:
    levels = ((project, "EUR"), (client, "EUR"), (business, "EUR"))
    found = rate_of(levels, "ada", "design", DAY, "EUR")
    assert (found and int(found.price)) == expected


def test_a_rate_of_the_business_is_in_its_own_currency() -> None:
    levels = (((), "USD"), ((), "USD"), ((rate(1), rate(2, currency="USD")), "EUR"))
    assert rate_of(levels, "ada", "", DAY, "USD") == rate(2, currency="USD")


@pytest.mark.parametrize(
    ("to", "how", "minutes", "expected"),
    [
        (15, "up", 61, 75),
        (15, "up", 60, 60),
        (15, "down", 74, 60),
        (15, "nearest", 67, 60),
        (15, "nearest", 68, 75),
        (6, "nearest", 63, 66),
        (0, "up", 61, 61),
    ],
)
def test_rounding(to: int, how: Literal["up", "nearest", "down"], minutes: int, expected: int) -> None:
    assert Rounding(to=Minutes(to), how=how).of(Minutes(minutes)) == expected


@given(st.integers(1, 100_000), st.decimals(0, 1000, places=2))
def test_printed_hours_times_the_rate_are_the_printed_amount(minutes: int, price: Decimal) -> None:
    hours = printed_hours(Minutes(minutes))
    assert hours == hours.quantize(Decimal("0.01"))
    assert abs(hours * 60 - minutes) <= Decimal("0.3")
    line = Line(text="Work", quantity=hours, price=price)
    assert line.amount("EUR") == Money.of(Decimal(f"{hours:.2f}") * price, "EUR")
