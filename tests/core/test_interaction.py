"""Dated lines in a client's file: what counts as one, and what is text like any other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.interaction import Interaction, interactions, undated, wrong_days

DAY = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("line", "by", "text"),
    [
        ("- 2026-11-02 (Linh): Called about spring", "Linh", "Called about spring"),
        ("2026-11-02: Called about spring", "", "Called about spring"),
        ("* 2026-11-02 Called about spring", "", "Called about spring"),
        ("- **2026-11-02** Called about spring", "", "Called about spring"),
        ("- **2026-11-02** (Linh) Called about spring  ", "Linh", "Called about spring"),
        ("- 2026-11-02 (Linh): Called\n  about spring", "Linh", "Called about spring"),
    ],
)
def test_a_line_with_a_day_is_an_interaction(line: str, by: str, text: str) -> None:
    assert interactions(line) == [Interaction(DAY, by, text)]
    assert undated(f"before\n{line}\nafter") == "before\nafter"


@pytest.mark.parametrize(
    "line",
    [
        "Called on 2026-11-02: fine",
        "2026-11-02",
        "2026-11-02:",
        "2.11.2026: fine",
        "- 2026-11-02fine",
        "  2026-11-02: x",
    ],
)
def test_other_lines_are_text(line: str) -> None:
    assert interactions(line) == []
    assert undated(line) == line


def test_the_latest_comes_first() -> None:
    text = "- 2026-11-02: first\n- 2026-11-02: second\n\n  not of it\n- 2026-10-01: earlier\n"
    assert [each.text for each in interactions(text)] == ["second", "first", "earlier"]


def test_a_day_that_is_none_is_no_interaction_and_is_named() -> None:
    assert interactions("- 2026-02-30: fine") == []
    assert wrong_days("- 2026-02-30: fine\n- 2026-02-28: fine\ntext") == ["2026-02-30"]


WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9)


@given(st.dates(dt.date(2000, 1, 1)), WORD, st.lists(WORD, min_size=1).map(" ".join))
def test_what_is_written_reads_back(day: dt.date, by: str, text: str) -> None:
    said = Interaction(day, by, text)
    assert interactions(str(said)) == [said]
