"""What contracts are worth and how long they bind, and the picture of it."""

from __future__ import annotations

import datetime as dt

from backoffice.core.money import Money
from backoffice.core.record import Record
from backoffice.core.report import Report
from backoffice.core.scope import Scope
from backoffice.reports import report_of
from backoffice.reports.contract_timeline import contract_timeline
from tests.agreed import YEARLY, contract, draft, event
from tests.made import books

ON = dt.date(2026, 11, 21)
MONTHLY = {"amount": "100", "currency": "EUR", "per": "month"}
FRANCS = MONTHLY | {"currency": "CHF"}
MONTH_END = {"initial": "1m", "at": "month-end"}
SHOP: tuple[Record, ...] = (
    contract("hosting", effective="2025-12-01", term="24m", renewal=YEARLY, notice={"initial": "3m"}, price=MONTHLY),
    contract("lease", side="customer", effective="2026-12-01", notice=MONTH_END, price=MONTHLY),
    contract("fixed", side="customer", effective="2025-01-01", term="36m", price={"amount": "9", "currency": "USD"}),
    contract("leaving", side="customer", effective="2025-01-01", notice={"initial": "1m"}, price=FRANCS),
    event("notice", "2026-11-10", "leaving", last_day="2026-12-20"),
    contract("nda", side="mutual"),
    draft("unsigned", effective="2027-02-01", term="6m"),
    draft("someday"),
    contract("old", effective="2025-01-01"),
    contract("new", supersedes="old", effective="2026-03-01"),
    contract("gone", effective="2020-01-01", term="12m"),
)  # fmt: skip


def asked(name: str, *records: Record) -> Report:
    return report_of(name).build(books(*records), Scope(ON))


def test_what_contracts_are_worth_and_how_long_they_bind() -> None:
    (table,) = asked("contracts", *SHOP).tables

    rows = [" ".join("-" if cell is None else str(cell) for cell in row) for row in (*table.rows, *table.totals)]
    assert rows == [
        "fixed acme customer active 2027-12-31 - -",
        "hosting acme provider active 2027-11-30 1200.00 EUR 1233.33 EUR",
        "lease acme customer signed-not-started 2026-12-31 1200.00 EUR 100.00 EUR",
        "leaving acme customer ending 2026-12-20 100.00 CHF 100.00 CHF",
        "nda acme mutual active - - -",
        "new acme provider active - - -",
        "Total - provider - - 1200.00 EUR 1233.33 EUR",
        "Total - customer - - 100.00 CHF 100.00 CHF",
        "Total - customer - - 1200.00 EUR 100.00 EUR",
    ]
    assert all(isinstance(cell, Money) for row in table.totals for cell in row[-2:])


def test_nobody_is_bound() -> None:
    report = asked("contracts")

    assert (list(report.tables[0].rows), report.notes) == ([], ())


def test_contracts_as_bars() -> None:
    report = asked("contract-timeline", *SHOP)

    (table,) = report.tables
    assert report.scope == "2025-11 to 2028-10"
    assert table.columns[2].heading == "  2026         2027        2028"
    assert {row[0]: row[2] for row in table.rows} == {
        "hosting": "·███████████|█████████!███░░░░░░░░░░░",
        "lease": "············|·█░░░░░░░░░░░░░░░░░░░░░░",
        "fixed": "████████████|██████████████··········",
        "leaving": "████████████|██······················",
        "nda": "████████████|████████████████████████",
        "unsigned": "············|···??????···············",
        "old": "█████·······|························",
        "new": "····████████|████████████████████████",
    }


def test_only_the_bars_of_some_contracts() -> None:
    (table,) = contract_timeline(books(*SHOP), as_of=ON, only={"lease", "nda", "nobody"}).tables
    assert [row[0] for row in table.rows] == ["lease", "nda"]
