"""Text from records cannot act on a terminal, and cells read the same everywhere."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.money import Money
from backoffice.core.report import Cell, Share
from backoffice.render.text import cell_text, columns_of, padded, visible


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Müller & Söhne", "Müller & Söhne"),
        ("日本商事", "日本商事"),
        ("[red]bold[/red]", "[red]bold[/red]"),
        ("a\x1b]8;;http://x\x07link", r"a\x1b]8;;http://x\x07link"),
        ("\x1b]52;c;YQ==\x07", r"\x1b]52;c;YQ==\x07"),
        ("two\nlines\tand\rmore", r"two\nlines\tand\rmore"),
        ("\x9b31m", r"\x9b31m"),
        ("invoice\u202egpj.exe", r"invoice\u202egpj.exe"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("half \ud83d", r"half \ud83d"),
    ],
)
def test_what_nobody_sees_is_spelled_out(written: str, shown: str) -> None:
    assert visible(written) == shown


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in visible(text))


@pytest.mark.parametrize(
    ("cell", "exact", "grouped"),
    [
        (None, "", ""),
        (Money.of("-1234567.8", "EUR"), "-1234567.80 EUR", "-1,234,567.80 EUR"),
        (Money.of(5000, "JPY"), "5000 JPY", "5,000 JPY"),
        ((Money.of(1, "EUR"), Money.of(2, "USD")), "1.00 EUR + 2.00 USD", "1.00 EUR + 2.00 USD"),
        (Decimal("1200.5"), "1200.5", "1,200.5"),
        (Share(value=Decimal("0.125")), "12.5 %", "12.5 %"),
        (True, "yes", "yes"),
        (2026, "2026", "2026"),
        (dt.date(2026, 11, 21), "2026-11-21", "2026-11-21"),
    ],
)
def test_cells_as_text(cell: Cell, exact: str, grouped: str) -> None:
    assert (cell_text(cell), cell_text(cell, grouped=True)) == (exact, grouped)


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("Ünal", 4), ("日本", 4), ("e\u0301", 1)])
def test_width_in_a_terminal(text: str, columns: int) -> None:
    assert columns_of(text) == columns
    assert columns_of(padded(text, 6, right=True)) == 6
