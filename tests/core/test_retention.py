"""How long papers are kept."""

import datetime as dt

import pytest

from backoffice.core.duration import Duration
from backoffice.core.retention import DEFAULTS, From, RetentionClass, classes

DATED, RECEIVED, ENDED = dt.date(2024, 2, 29), dt.date(2024, 3, 4), dt.date(2026, 7, 31)


@pytest.mark.parametrize(
    ("since", "keep", "expected"),
    [
        ("year-end", "8y", "2032-12-31"),
        ("dated", "1y", "2025-02-28"),
        ("received", "6m", "2024-09-04"),
        ("ended", "3y", "2029-07-31"),
        ("ended-year-end", "3y", "2029-12-31"),
    ],
)
def test_a_time_is_counted_from_its_day(since: From, keep: str, expected: str) -> None:
    kept = RetentionClass(keep=Duration.parse(keep), since=since)
    assert str(kept.until(dated=DATED, received=RECEIVED, ended=ENDED)) == expected
    assert kept.needs_end is since.startswith("ended")


@pytest.mark.parametrize("since", ["ended", "ended-year-end"])
def test_the_time_of_what_goes_on_has_not_begun(since: From) -> None:
    kept = RetentionClass(keep=Duration.parse("3y"), since=since)
    assert kept.until(dated=DATED, received=RECEIVED, ended=None) is None


def test_own_classes_take_the_place_of_those_on_board() -> None:
    own = {"voucher": RetentionClass(keep=Duration.parse("12y")), "gdpr": RetentionClass(keep=Duration.parse("6m"))}
    found = classes(own, "DE")
    assert (str(found["voucher"].keep), str(found["gdpr"].keep), str(found["books"].keep)) == ("12y", "6m", "10y")
    assert classes(own, "NZ") == own


def test_every_class_on_board_has_a_source_and_says_what_it_is_for() -> None:
    assert all(each.basis and each.text for found in DEFAULTS.values() for each in found.values())
