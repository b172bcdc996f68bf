"""How far two words are apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.nearness import MOST, distance, slack

WORDS = st.text("abcd", max_size=7)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("acme", "acme", 0),
        ("acme", "acne", 1),
        ("acme", "amce", 1),
        ("acme", "ace", 1),
        ("acme", "acmes", 1),
        ("versicherng", "versicherung", 1),
        ("muller", "mueller", 1),
        ("abcd", "badc", 2),
        ("abcd", "wxyz", MOST + 1),
        ("ab", "abcdefg", MOST + 1),
        ("", "", 0),
    ],
)
def test_letters_put_in_left_out_changed_or_swapped(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == distance(other, one) == expected


@given(WORDS, WORDS)
def test_it_is_what_the_recurrence_says(one: str, other: str) -> None:
    def slow(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        found = min(slow(i - 1, j) + 1, slow(i, j - 1) + 1, slow(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            found = min(found, slow(i - 2, j - 2) + 1)
        return found

    assert distance(one[:5], other[:5]) == min(slow(len(one[:5]), len(other[:5])), MOST + 1)


@pytest.mark.parametrize(("word", "letters"), [("ab", 0), ("abc", 0), ("acme", 1), ("catalogue", 2), ("re202601", 0)])
def test_short_words_and_numbers_are_not_corrected(word: str, letters: int) -> None:
    assert slack(word) == letters
