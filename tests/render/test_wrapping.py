"""Sentences in tables: all of them is shown, however narrow the window, and no amount is torn apart."""

from __future__ import annotations

import datetime as dt

import pytest

from backoffice.core.money import Money
from backoffice.core.report import Column, Report, Table
from backoffice.render.to_terminal import show

SENTENCE = "Renews 2027-03-01 to 2028-02-29 (24 000.00 EUR). Last day to stop it: Mon 30 Aug 2027."
COLUMNS = (Column("day"), Column("what", wraps=True), Column("open"), Column("record", optional=True))
ROWS = [(dt.date(2027, 8, 25), SENTENCE, Money.of(1, "EUR"), "contract/hosting"), (dt.date(2027, 9, 1), "", None, "")]


def lines(width: int) -> list[str]:
    table = Table("due", COLUMNS, ROWS)
    return "".join(show(Report("due", "", (table,)), width=width, colour=False)).splitlines()


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_sentence_goes_on_below_itself(width: int) -> None:
    shown = lines(width)
    at = shown[0].index("What")
    end = shown[0].index("Open") - 4
    assert " ".join(" ".join(line[at:end] for line in shown[1:] if line[0] != "n").split()) == SENTENCE
    assert all(len(line) <= width for line in shown)
    assert any("24 000.00 EUR" in line for line in shown)


def test_other_columns_keep_their_place_as_long_as_a_sentence_has_room() -> None:
    assert "contract/hosting" in "\n".join(lines(84))
    assert "no room for record" in "\n".join(lines(70))


def test_so_does_its_heading() -> None:
    columns = (Column("contract"), Column("outlook", "If nobody does anything", wraps=True))
    table = Table("contracts", columns, [("a-long-name-of-a-contract", "goes on and on until somebody gives notice")])
    shown = "".join(show(Report("contracts", "", (table,)), width=46, colour=False)).splitlines()
    assert [" ".join(line.split()) for line in shown[:2]] == ["If nobody does", "Contract anything"]
