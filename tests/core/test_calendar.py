"""Business days: weekends, single holidays, those of every year."""

from __future__ import annotations

import datetime as dt

import pytest

from backoffice.core.calendar import Calendar, Shift

day = dt.date.fromisoformat
HAMBURG = Calendar(frozenset({day("2026-04-03"), day("2026-04-06")}), yearly=frozenset({(12, 25), (12, 26)}))


@pytest.mark.parametrize(
    ("text", "shift", "moved"),
    [
        ("2026-04-02", "back", "2026-04-02"),
        ("2026-04-06", "back", "2026-04-02"),
        ("2026-04-03", "forward", "2026-04-07"),
        ("2026-04-04", "none", "2026-04-04"),
        ("2027-12-25", "back", "2027-12-24"),
        ("2027-12-25", "forward", "2027-12-27"),
    ],
)
def test_a_day_off_moves_to_the_nearest_business_day(text: str, shift: Shift, moved: str) -> None:
    assert str(HAMBURG.shifted(day(text), shift)) == moved


def test_business_days_are_counted_over_weekends_and_holidays() -> None:
    assert str(HAMBURG.add(day("2026-04-02"), 1)) == "2026-04-07"
    assert str(HAMBURG.add(day("2026-04-07"), -1)) == "2026-04-02"
    assert HAMBURG.add(day("2026-04-02"), 0) == day("2026-04-02")
