"""What is different between two texts, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.redline import redline

WORDS = st.lists(st.sampled_from(["we", "pay", "14", "30", "days"]), max_size=30)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("We pay\nwithin 14 days.", "We pay within\n14 days.", []),
        ("We pay within 14 days of it.", "We pay within 30 days of it.", ["We pay within [-14-]{+30+} days of it."]),
        ("Liability is limited.", "Liability is not limited.", ["Liability is {+not+} limited."]),
        ("One two.", "", ["[-One two.-]"]),
        (
            "a b c d e f g h i j k l m n",
            "a b c d e f g X h i j k l m",
            ["c d e f g {+X+} h i j k l", "i j k l m [-n-]"],
        ),
    ],
)
def test_changes_stand_between_the_words_around_them(before: str, after: str, expected: list[str]) -> None:
    assert [str(each) for each in redline(before, after)] == expected


@given(WORDS, WORDS)
def test_taking_back_all_changes_gives_the_text_before(old: list[str], new: list[str]) -> None:
    found = redline(" ".join(old), " ".join(new))
    removed = [word for each in found for word in each.was.split()]
    added = [word for each in found for word in each.now.split()]
    assert len(old) - len(removed) == len(new) - len(added)
    assert bool(found) == (old != new)
