"""Contract dates: the vectors of the design, and a day-by-day oracle."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backoffice.core.calendar import Calendar
from backoffice.core.duration import Duration
from backoffice.core.term import Notice, Term

day = dt.date.fromisoformat


def term(effective: str, length: str, period: str = "", most: int | None = None) -> Term:
    renewal = Duration.parse(period) if period else Duration()
    return Term(day(effective), Duration.parse(length), "auto" if period else "none", renewal, most)


def ending(last_day: str, period: str = "") -> Term:
    """Return a contract of which only the end is known: its anchor is the day after."""
    return term(str(day(last_day) + dt.timedelta(days=1)), "0d", period)


def months(text: str, renewal: Duration | None = None) -> Notice:
    return Notice(Duration.parse(text), renewal)


def test_three_years_then_year_by_year() -> None:
    lease, notice = term("2020-08-01", "36m", "12m"), months("3m")

    assert [str(lease.last_day(k)) for k in range(3)] == ["2023-07-31", "2024-07-31", "2025-07-31"]
    assert [str(notice.deadline(lease, k)) for k in range(2)] == ["2023-04-30", "2024-04-30"]


@pytest.mark.parametrize(
    ("contract", "k", "notice", "last_day", "deadline"),
    [
        (term("2018-09-27", "36m"), 0, "3m", "2021-09-26", "2021-06-26"),
        (ending("2025-08-28", "12m"), 1, "2m", "2026-08-28", "2026-06-28"),
        (ending("2026-05-31"), 0, "3m", "2026-05-31", "2026-02-28"),
        (ending("2028-05-31"), 0, "3m", "2028-05-31", "2028-02-29"),
        (ending("2026-06-15"), 0, "60d", "2026-06-15", "2026-04-16"),
        (ending("2026-02-28"), 0, "1m", "2026-02-28", "2026-01-28"),
        (ending("2026-07-30"), 0, "1m", "2026-07-30", "2026-06-29"),
    ],
)
def test_last_day_and_notice(contract: Term, k: int, notice: str, last_day: str, deadline: str) -> None:
    assert str(contract.last_day(k)) == last_day
    assert str(months(notice).deadline(contract, k)) == deadline


def test_a_leap_day_anchor_comes_back_every_fourth_year() -> None:
    yearly = term("2028-02-29", "12m", "12m")

    assert [str(yearly.boundary(k)) for k in range(4)] == ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


def test_the_current_term_is_right_after_ten_missed_years() -> None:
    contract = ending("2025-08-28", "12m")

    assert contract.last_day(contract.current(day("2026-02-11")) or 0) == day("2026-08-28")
    assert contract.last_day(contract.current(day("2036-02-11")) or 0) == day("2036-08-28")
    assert contract.current(day("1999-01-01")) == 0


def test_terms_end_without_renewal_and_after_the_last_one() -> None:
    assert list(term("2026-01-01", "12m").terms()) == [0]
    assert list(term("2026-01-01", "12m", "12m", most=2).terms()) == [0, 1, 2]
    assert term("2026-01-01", "12m", "12m", most=2).current(day("2030-01-01")) is None
    assert list(islice(term("2026-01-01", "12m", "12m").terms(), 4)) == [0, 1, 2, 3]


def test_act_by_is_the_deadline_less_transit_back_to_a_business_day() -> None:
    contract = ending("2027-11-30", "12m")
    notice = Notice(Duration.parse("3m"), transit=Duration(days=5), calendar=Calendar(frozenset({day("2027-08-25")})))

    assert str(notice.deadline(contract, 0)) == "2027-08-30"
    assert str(notice.act_by(contract, 0)) == "2027-08-24"


def test_the_first_term_may_need_other_notice_than_later_ones() -> None:
    contract = term("2026-01-01", "24m", "12m")
    notice = months("6m", renewal=Duration.parse("1m"))

    assert str(notice.deadline(contract, 0)) == "2027-06-30"
    assert str(notice.deadline(contract, 1)) == "2028-11-30"


def test_nothing_goes_on_beyond_the_end_of_the_calendar() -> None:
    eve, ever = dt.date(9999, 12, 30), Term(day("2020-01-01"), Duration(months=12), "evergreen")

    assert [str(each) for each in ever.ends("any", eve)] == ["9999-12-30", "9999-12-31"]
    assert [str(each) for each in ever.ends("quarter-end", eve)] == ["9999-12-31"]
    assert [str(each) for each in ever.ends("month-end", dt.date(9999, 11, 5))] == ["9999-11-30", "9999-12-31"]
    assert Notice(Duration(months=1), at="month-end").end(ever, dt.date.max) is None
    assert term("2020-01-01", "12m", "12m").current(dt.date.max) is None
    assert term("9998-01-01", "12m", "12m").final() is None


def test_late_notice_works_for_the_next_term() -> None:
    contract, notice = term("2026-01-01", "12m", "12m"), months("3m")

    assert notice.works_for(contract, day("2026-09-30")) == 0
    assert notice.works_for(contract, day("2026-10-01")) == 1
    assert notice.works_for(term("2026-01-01", "12m"), day("2026-10-01")) is None


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)),
    st.integers(1, 48),
    st.integers(1, 24),
    st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)),
)
def test_the_current_term_agrees_with_walking_day_by_day(start: dt.date, length: int, period: int, on: dt.date) -> None:
    """The oracle knows only: a term ends on the first day whose month distance is reached and day number fits."""
    assume(on >= start)
    contract = Term(start, Duration(months=length), "auto", Duration(months=period))

    k, wanted, walker = 0, length, start
    while walker < on:
        walker += dt.timedelta(days=1)
        distance = (walker.year - start.year) * 12 + walker.month - start.month
        is_last_of_month = (walker + dt.timedelta(days=1)).day == 1
        fits = walker.day == start.day or (is_last_of_month and walker.day < start.day)
        if distance == wanted and fits:
            k, wanted = k + 1, wanted + period

    assert contract.current(on) == k


@given(st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 36), st.integers(1, 120))
def test_notice_in_days_is_so_many_days_before_the_end(start: dt.date, length: int, days: int) -> None:
    contract = Term(start, Duration(months=length))

    assert contract.last_day(0) - Notice(Duration(days=days)).deadline(contract, 0) == dt.timedelta(days=days)
