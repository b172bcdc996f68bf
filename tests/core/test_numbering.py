"""Number series: patterns, and which texts are numbers made by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.numbering import Series

PATTERNS = ["INV-{year}-{n:04}", "{n}", "R{n:05}", "{year}{n:03}", "{n}-{year}"]


@given(st.sampled_from(PATTERNS), st.integers(1000, 9999), st.integers(1, 10**6))
def test_a_number_knows_its_place(pattern: str, year: int, n: int) -> None:
    series = Series(pattern)
    assert series.makes_numbers()
    assert series.place(series.number(year, n)) == (year if "{year}" in pattern else 0, n)


@pytest.mark.parametrize("text", ["INV-2026-0042.md", "inv-2026-0042", "INV-26-0042", "INV-2026-", "CN-2026-0001", ""])
def test_other_texts_have_no_place(text: str) -> None:
    assert Series("INV-{year}-{n:04}").place(text) is None


def test_the_latest_is_the_highest_number_of_the_highest_year() -> None:
    numbers = ["INV-2025-0900", "INV-2026-10000", "INV-2026-9999", "draft", "INV-2026-0002"]
    assert Series("INV-{year}-{n:04}").latest(numbers) == "INV-2026-10000"
    assert Series("CN-{n}").latest(numbers) is None
