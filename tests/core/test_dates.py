"""Days, durations and periods are plain text in, plain text out, and nothing about them depends on a zone."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.dates import parse_date
from backoffice.core.duration import Duration, add_months
from backoffice.core.errors import ValueTextError
from backoffice.core.period import Period

DAYS = st.dates()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@given(DAYS)
def test_a_day_reads_back(date: dt.date) -> None:
    assert parse_date(str(date)) == date


@pytest.mark.parametrize(
    "text", ["2026-1-5", "20260105", "2026-W01-1", "1767571200", "2026-01-05T00:00", "5.1.2026", ""]
)
def test_only_one_form_is_a_date(text: str) -> None:
    with pytest.raises(ValueTextError, match="YYYY-MM-DD"):
        parse_date(text)


@pytest.mark.parametrize("text", ["2026-02-30", "2025-02-29", "0000-01-01", "2026-13-01"])
def test_a_date_must_exist(text: str) -> None:
    with pytest.raises(ValueTextError, match="a day that exists"):
        parse_date(text)


@pytest.mark.parametrize(
    ("start", "length", "end", "back"),
    [
        ("2026-01-31", "1m", "2026-02-28", "2025-12-31"),
        ("2024-01-31", "1m", "2024-02-29", "2023-12-31"),
        ("2026-03-31", "1m", "2026-04-30", "2026-02-28"),
        ("2024-02-29", "1y", "2025-02-28", "2023-02-28"),
        ("2026-11-21", "14d", "2026-12-05", "2026-11-07"),
        ("2026-11-21", "2w", "2026-12-05", "2026-11-07"),
        ("2026-11-21", "0d", "2026-11-21", "2026-11-21"),
        ("2026-11-21", "9999y", "9999-12-31", "0001-01-01"),
        ("9999-12-25", "14d", "9999-12-31", "9999-12-11"),
        ("0001-01-02", "9999w", "0192-08-21", "0001-01-01"),
    ],
)
def test_durations_follow_the_calendar_and_end_where_it_ends(start: str, length: str, end: str, back: str) -> None:
    duration = Duration.parse(length)
    assert (str(duration.after(day(start))), str(duration.before(day(start)))) == (end, back)


@pytest.mark.parametrize(
    ("written", "shortest"),
    [("30d", "30d"), ("2w", "14d"), ("6m", "6m"), ("12m", "1y"), ("2y", "2y"), ("0m", "0d"), ("9999m", "9999m")],
)
def test_a_duration_prints_as_the_shortest_text_that_reads_back(written: str, shortest: str) -> None:
    duration = Duration.parse(written)
    assert str(duration) == shortest
    assert Duration.parse(shortest) == duration


@pytest.mark.parametrize("text", ["", "30", "d", "-1d", "1.5m", "1h", "1 d", "10000d", "１d"])  # noqa: RUF001
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueTextError, match="a duration such as 30d"):
        Duration.parse(text)


@given(DAYS, st.integers(-1200, 1200))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(date: dt.date, months: int) -> None:
    year, month0 = divmod(date.year * 12 + date.month - 1 + months, 12)
    later = add_months(date, months)
    if not 1 <= year <= 9999:
        assert later in {dt.date.min, dt.date.max}
        return
    assert (later.year, later.month) == (year, month0 + 1)
    assert later.day == date.day or (later.day < date.day and (later + dt.timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-03-04", "2026-03-04", "2026-03-04"),
        ("2026-01-15..2026-02-14", "2026-01-15", "2026-02-14"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_a_period_has_both_its_ends_and_prints_as_it_was_written(text: str, start: str, end: str) -> None:
    period = Period.parse(text)
    assert period == Period(day(start), day(end))
    assert str(period) == text
    assert day(start) in period
    assert day(end) in period


def test_two_periods_make_a_longer_one_that_prints_as_short_as_can_be() -> None:
    assert str(Period.parse("2026-01..2026-03")) == "2026-Q1"
    assert str(Period.parse("2026-Q1..2026-Q4")) == "2026"
    assert day("2026-04-01") not in Period.parse("2026-Q1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a period such as 2026"),
        ("2026-Q5", "a period such as 2026"),
        ("2026-13", "a period such as 2026"),
        ("2026-02-30", "a period such as 2026"),
        ("2026..", "a period such as 2026"),
        ("0000", "a year from 0001"),
        ("2026-03..2026-02", "end is not before its start"),
    ],
)
def test_anything_else_is_no_period(text: str, expected: str) -> None:
    with pytest.raises(ValueTextError, match=expected):
        Period.parse(text)


def test_a_period_is_cut_into_its_months() -> None:
    months = [str(month) for month in Period.parse("2026-01-15..2026-03-10").months()]
    assert months == ["2026-01-15..2026-01-31", "2026-02", "2026-03-01..2026-03-10"]
    assert [str(month) for month in Period.parse("9999-Q4").months()] == ["9999-10", "9999-11", "9999-12"]


@given(DAYS, DAYS)
def test_every_period_reads_back_and_is_the_sum_of_its_months(one: dt.date, other: dt.date) -> None:
    period = Period(min(one, other), max(one, other))
    assert Period.parse(str(period)) == period


@given(DAYS, st.integers(0, 400))
def test_the_months_of_a_period_lie_end_to_end(start: dt.date, length: int) -> None:
    end = min(dt.date.max.toordinal(), start.toordinal() + length)
    period = Period(start, dt.date.fromordinal(end))
    months = list(period.months())
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    for month, following in pairwise(months):
        assert month.end + dt.timedelta(days=1) == following.start
        assert following.start.day == 1
