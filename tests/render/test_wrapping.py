"""Sentences in tables: all of them is shown, however narrow the window, and no amount is torn apart."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile

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


IDS = (
    ("id", "elsterbruck-rahmenvertrag-2022", "arbeitsvertrag-nguyen", "INV-2026-0001"),
    ("client", "stadtwerke-elsterbruck", "", "kinderzirkus-morgenrot"),
    ("name", "Rahmenvertrag über Gestaltung", "Arbeitsvertrag", "Plakate für den Winter"),
    ("invoices", "INV-2026-0001, INV-2026-0002", "", "INV-2026-0003"),
    ("file", "elsterbruck-portal-2026--quast.pdf", "a.pdf", ""),
    ("state", "open", "paid", "written off"),
)


@pytest.mark.parametrize("width", range(40, 140, 10))
def test_an_id_is_never_cut_so_that_it_can_be_typed(width: int) -> None:
    columns = [Column(name) for name, *_ in IDS]
    rows = list(zip(*(cells for _, *cells in IDS), strict=True))
    shown = "".join(show(Report("", "", (Table("x", tuple(columns), rows),)), width=width, colour=False)).splitlines()
    starts = {name: at for name, *_ in IDS if (at := shown[0].find(name.capitalize())) >= 0}
    ends = [*list(starts.values())[1:], width]
    assert all(len(line) <= width for line in shown)
    assert "id" in starts
    for (name, at), end in zip(starts.items(), ends, strict=True):
        found = "".join(line[at:end].strip() for line in takewhile(lambda line: line[:7] != "no room", shown[1:]))
        if name not in {"name", "state"}:
            assert found == "".join(cell.replace(", ", ",") for row in IDS if row[0] == name for cell in row[1:])


def test_a_short_id_is_never_torn_apart_and_amounts_give_way_to_a_column() -> None:
    columns = (Column("number"), Column("client"), Column("due"), Column("gross"), Column("open"), Column("state"))
    amount = Money.of(100000, "EUR")
    row = ("INV-2026-0001", "alpenglueck-hotels-am-see", dt.date(2026, 1, 1), amount, amount, "paid")
    shown = "".join(show(Report("", "", (Table("x", columns, [row]),)), width=70, colour=False)).splitlines()
    assert [line.split() for line in shown] == [
        ["Number", "Client", "Due", "Gross", "Open", "State"],
        ["INV-2026-0001", "EUR", "alpenglueck-", "2026-01-01", "100,000.00", "100,000.00", "paid"],
        ["hotels-am-see"],
    ]
