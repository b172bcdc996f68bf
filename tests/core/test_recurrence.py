"""When things happen again, against written tables and a day-by-day oracle."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.calendar import Calendar
from backoffice.core.errors import ValueTextError
from backoffice.core.recurrence import Every

DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("every", "start", "expected"),
    [
        ("1m", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31 2026-04-30"),  # clamped, never drifting
        ("month", "2028-01-30", "2028-01-30 2028-02-29 2028-03-30"),
        ("6m", "2026-08-31", "2026-08-31 2027-02-28 2027-08-31"),
        ("1y", "2028-02-29", "2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29"),
        ("2w", "2026-11-20", "2026-11-20 2026-12-04 2026-12-18"),
        ("week", "2026-11-20", "2026-11-20 2026-11-27"),
        ("week on mon,thu", "2026-11-20", "2026-11-23 2026-11-26 2026-11-30"),
        ("month on last", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31"),
        ("month on 15,1", "2026-01-02", "2026-01-15 2026-02-01 2026-02-15"),
        ("month on 30,31", "2026-02-01", "2026-02-28 2026-03-30 2026-03-31 2026-04-30"),
        ("year on 04-15", "2026-05-01", "2027-04-15 2028-04-15"),
        ("year on 02-29", "2026-01-01", "2026-02-28 2027-02-28 2028-02-29"),
        ("quarter", "2026-11-30", "2026-11-30 2027-02-28 2027-05-30"),
        ("quarter + 25d", "2026-01-01", "2026-04-25 2026-07-25 2026-10-25 2027-01-25"),
        ("month + 10d", "2026-11-05", "2026-12-10 2027-01-10"),
        ("year + 7m", "2025-03-01", "2026-07-31 2027-07-31"),
    ],
)
def test_occurrences(every: str, start: str, expected: str) -> None:
    days = expected.split()

    found = islice(Every.parse(every).occurrences(dt.date.fromisoformat(start)), len(days))

    assert [str(each.day) for each in found] == days


@pytest.mark.parametrize(
    ("every", "names"),
    [
        ("quarter + 25d", "2026-Q1 2026-Q2"),
        ("month + 10d", "2026-01 2026-02"),
        ("year + 5m", "2026 2027"),
        ("1y", "2026 2027"),
        ("year on 04-15", "2026 2027"),
        ("3m", "2026-01 2026-04"),
        ("month on last", "2026-01 2026-02"),
        ("month on 1,15", "2026-01-01 2026-01-15"),
        ("week", "2026-01-01 2026-01-08"),
    ],
)
def test_an_occurrence_is_named_by_its_period_or_its_day(every: str, names: str) -> None:
    found = islice(Every.parse(every).occurrences(dt.date(2026, 1, 1)), 2)

    assert [each.name for each in found] == names.split()


@pytest.mark.parametrize(
    "text",
    ["", "often", "0d", "month on 0", "month on 32", "month on monday", "week on 1", "week on", "quarter on 3",
     "week + 3d", "year on 02-30", "year on 4-15", "month +10d", "-1m", "month on 1,,2"],
)  # fmt: skip
def test_what_is_no_recurrence_is_refused(text: str) -> None:
    with pytest.raises(ValueTextError):
        Every.parse(text)


def test_it_is_written_as_it_was_read() -> None:
    assert str(Every.parse("month  on   last")) == "month on last"


def test_between_takes_both_ends_and_the_calendar_has_one() -> None:
    every = Every.parse("month on last")

    days = every.between(dt.date(2026, 1, 1), dt.date(2026, 2, 28), dt.date(2026, 3, 31))

    assert [str(each.day) for each in days] == ["2026-02-28", "2026-03-31"]


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("month on last", ["9999-11-30", "9999-12-31"]),
        ("week on mon", ["9999-12-06", "9999-12-13", "9999-12-20", "9999-12-27"]),
        ("20d", ["9999-11-29", "9999-12-19", "9999-12-31"]),
        ("quarter + 25d", ["9999-12-31"]),
        ("year on 11-30", ["9999-11-30", "9999-12-31"]),
    ],
)
def test_the_calendar_has_an_end(every: str, days: list[str]) -> None:
    start = dt.date(9999, 11, 29)

    assert [str(each.day) for each in Every.parse(every).between(start, start, dt.date.max)][-len(days) :] == days


@given(DAYS, st.integers(1, 40))
def test_months_are_counted_from_the_anchor(start: dt.date, count: int) -> None:
    """An oracle that walks day by day and clamps by the calendar module."""
    expected = [start]
    day = start
    while len(expected) < count:
        day += dt.timedelta(days=1)
        last = calendar.monthrange(day.year, day.month)[1]
        if day.day == min(start.day, last):
            expected.append(day)

    assert [each.day for each in islice(Every.parse("month").occurrences(start), count)] == expected


HOLIDAYS = Calendar(frozenset({dt.date(2026, 12, 25), dt.date(2027, 1, 1)}))


@pytest.mark.parametrize(
    ("day", "back", "forward"),
    [
        ("2026-12-24", "2026-12-24", "2026-12-24"),
        ("2026-12-25", "2026-12-24", "2026-12-28"),  # a holiday on a Friday
        ("2026-12-26", "2026-12-24", "2026-12-28"),
        ("2027-01-01", "2026-12-31", "2027-01-04"),
    ],
)
def test_a_date_moves_to_a_business_day(day: str, back: str, forward: str) -> None:
    given_day = dt.date.fromisoformat(day)

    assert str(HOLIDAYS.shifted(given_day, "back")) == back
    assert str(HOLIDAYS.shifted(given_day, "forward")) == forward
    assert HOLIDAYS.shifted(given_day, "none") == given_day


@given(DAYS, st.integers(-30, 30))
def test_business_days_are_counted_one_by_one(day: dt.date, count: int) -> None:
    reached = HOLIDAYS.add(day, count)
    low, high = sorted((day, reached))
    passed = [low + dt.timedelta(days=n) for n in range((high - low).days + 1)]

    assert sum(1 for each in passed if HOLIDAYS.is_business_day(each) and each != day) == abs(count)
