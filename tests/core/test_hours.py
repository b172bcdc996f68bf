"""Lengths of time, times of day, and stretches, as people write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.errors import ValueTextError
from backoffice.core.hours import DAY, Clock, Minutes, Stretch

starts = st.integers(0, DAY - 2)
lengths = st.integers(1, DAY)


@pytest.mark.parametrize(
    ("text", "minutes", "written"),
    [
        ("3h15m", 195, "3h15m"),
        ("3h5m", 185, "3h05m"),
        ("3h", 180, "3h"),
        ("45m", 45, "45m"),
        ("195m", 195, "3h15m"),
        ("2.5h", 150, "2h30m"),
        ("0.25h", 15, "15m"),
        ("0m", 0, "0m"),
    ],
)
def test_a_length(text: str, minutes: int, written: str) -> None:
    found = Minutes.parse(text)
    assert (found, str(found)) == (minutes, written)


def test_a_length_in_hours_and_less_than_nothing() -> None:
    assert Minutes(195).hours == Decimal("3.25")
    assert str(Minutes(-75)) == "-1h15m"


@pytest.mark.parametrize("text", ["", "3", "3:15", "h", "m", "15m3h", "0.33h", "-3h", "1e3h", "\uff13h", "3 h", ".5h"])
def test_what_is_no_length(text: str) -> None:
    with pytest.raises(ValueTextError, match="a length of time"):
        Minutes.parse(text)


@pytest.mark.parametrize("text", ["9", "24:01", "25:00", "9:60", "9:0", "-1:00"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ValueTextError, match="a time of day"):
        Clock.parse(text)


def test_a_time_of_day() -> None:
    assert [str(Clock.parse(text)) for text in ("9:00", "09:05", "24:00")] == ["09:00", "09:05", "24:00"]
    assert Clock.of(dt.datetime(2026, 11, 20, 13, 30, 59, tzinfo=dt.UTC)) == Clock.parse("13:30")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("09:00-12:15", 195),
        ("9:00 - 12:15", 195),
        ("22:30-24:00", 90),
        ("09:00-", 0),
        ("3h15m", 195),
        ("24h", 1440),
    ],
)
def test_a_stretch(text: str, minutes: int) -> None:
    found = Stretch.parse(text)
    assert (found.length, found.running) == (minutes, not minutes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12:00-09:00", "over midnight it is two"),
        ("09:00-09:00", "end is after its start"),
        ("24:00-", "end is after its start"),
        ("25:00-26:00", "a time of day"),
        ("09:00-24:30", "a time of day"),
        ("0m", "more than nothing"),
        ("25h", "at most a day"),
        ("soon", "a time such as"),
        ("09:00", "a time such as"),
    ],
)
def test_what_is_no_stretch(text: str, expected: str) -> None:
    with pytest.raises(ValueTextError, match=expected):
        Stretch.parse(text)


@given(starts, lengths)
def test_a_stretch_reads_back_as_it_is_written(start: int, length: int) -> None:
    end = min(start + length, DAY)
    for each in (
        Stretch(Clock(start), Clock(end), Minutes(end - start)),
        Stretch(Clock(start)),
        Stretch(length=Minutes(length)),
    ):
        assert Stretch.parse(str(each)) == each


@given(starts, lengths, starts, lengths)
def test_two_overlap_when_they_have_a_minute_in_common(one: int, long: int, other: int, longer: int) -> None:
    ends = min(one + long, DAY), min(other + longer, DAY)
    first = Stretch(Clock(one), Clock(ends[0]), Minutes(ends[0] - one))
    second = Stretch(Clock(other), Clock(ends[1]), Minutes(ends[1] - other))
    common = set(range(one, ends[0])) & set(range(other, ends[1]))
    assert first.overlaps(second) == second.overlaps(first) == bool(common)


def test_a_length_alone_overlaps_nothing_and_a_timer_only_its_first_minute() -> None:
    morning, timer = Stretch.parse("09:00-12:00"), Stretch.parse("12:00-")
    assert not morning.overlaps(Stretch.parse("3h"))
    assert not morning.overlaps(timer)
    assert Stretch.parse("11:59-12:01").overlaps(timer)
