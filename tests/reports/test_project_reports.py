"""Budgets of projects, and what projects and clients bring in."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.period import Period
from backoffice.core.record import Record
from backoffice.core.report import Report
from backoffice.core.scope import Scope
from backoffice.kinds.budgets import budgets
from backoffice.kinds.issuing import issued
from backoffice.kinds.unbilled import Unbilled
from backoffice.render.text import cell_text
from backoffice.reports import report_of
from tests.made import client, draft, made, moved, settings, worked

DAY = dt.date(2026, 11, 21)


def billed(number: int, project: str | None, net: str, on: str = "2026-06-01", **more: Any) -> Record:  # noqa: ANN401
    plain = draft(f"d{number}", project=project, **{"lines": [{"text": "Work", "price": net}]} | more)
    name = f"INV-2026-{number:04}"
    ready = issued(plain, client(), settings(), on=dt.date.fromisoformat(on), number=name, previous=None)
    return moved(ready, f"invoices/2026/{name}.md")


def bought(name: str, amount: str, **more: Any) -> Record:  # noqa: ANN401
    fields = {"date": "2026-06-02", "supplier": "Shop", "category": "props", "amount": amount, "currency": "EUR"}
    record: Record = made("expense", name, **fields | {"nature": "delivery", "project": "site"} | more)
    return record


def project(name: str = "site", **more: Any) -> Record:  # noqa: ANN401
    record: Record = made("project", name, **{"name": name.title(), "client": "acme"} | more)
    return record


def known(*records: Record) -> MemoryBooks:
    mine = settings(rates=[{"price": "100"}])
    return MemoryBooks(mine, [mine, client(), client("dollar", currency="USD"), *records])


def rows(of: Report) -> list[str]:
    """Return the rows of the one table of a report."""
    (table,) = of.tables
    return [" | ".join(map(cell_text, row)) for row in table.rows]


@pytest.mark.parametrize(
    ("fields", "hours", "state", "warnings"),
    [
        ({"hours": "10h"}, "7h59m", "", []),
        ({"hours": "10h"}, "8h", "almost used", ["site has used 8h of 10h (80 %)"]),
        ({"hours": "10h"}, "10h", "almost used", ["site has used 10h of 10h (100 %)"]),
        ({"hours": "10h"}, "10h01m", "over", ["site has used 10h01m of 10h (100 %)"]),
        ({"budget": "1000"}, "7h", "almost used", ["site has used 800.00 EUR of 1000.00 EUR (80 %)"]),
        ({"budget": "1000", "hours": "5h"}, "4h", "almost used", ["site has used 4h of 5h (80 %)"]),
        ({"budget": "1000", "billing": "fixed"}, "12h", "", []),
    ],
)
def test_a_budget_is_used_by_invoices_and_by_what_waits(
    fields: dict[str, str], hours: str, state: str, warnings: list[str]
) -> None:
    entries = worked("ada", "2026-11-20", hours, project="site"), worked("ada", "2026-11-22", "9h", project="site")
    (budget,) = budgets(Unbilled(known(project(**fields), billed(1, "site", "100"), *entries)), until=DAY)
    assert (budget.state, list(budget.warnings())) == (state, warnings)


def test_budgets_in_a_report() -> None:
    books = known(
        project(hours="10h", budget="1000"),
        project("dollars", client="dollar", budget="500"),
        project("old", hours="10h", end="2026-06-30"),
        project("free"),
        billed(1, "site", "100"),
        worked("ada", "2026-11-20", "2h", project="site"),
    )
    build = report_of("project-budgets").build
    assert rows(build(books, Scope(DAY))) == [
        "dollars | dollar |  |  |  | 500.00 USD | 0.00 USD | 0.00 USD | 0.0 % | ",
        "site | acme | 10h | 2h | 20.0 % | 1000.00 EUR | 100.00 EUR | 200.00 EUR | 30.0 % | ",
    ]
    assert rows(build(books, Scope(DAY, client="acme", by="all")))[0] == "old | acme | 10h |  | 0.0 % |  |  |  |  | "


BOOKS = known(
    project(),
    project("dollars", client="dollar"),
    billed(1, "site", "1000", allowances=[{"reason": "Friends", "percent": "10"}]),
    billed(2, None, "50", on="2026-07-01"),
    billed(3, "site", "999", on="2025-12-31"),
    bought("prop", "119", vat="19"),
    bought("trip", "10", project=None, client="acme"),
    bought("usd", "10", currency="USD"),
    bought("rent", "500", nature="overhead"),
    bought("before", "500", date="2025-12-31"),
    worked("ada", "2026-06-03", "8h", project="site"),
    worked("ada", "2026-06-03", "1h", client="acme", text="x"),
    worked("ada", "2026-06-03", "2h", project="dollars"),
    worked("ada", "2026-06-03", "3h", text="internal"),
)


def test_what_projects_bring_in() -> None:
    build = report_of("project-profitability").build
    assert rows(build(BOOKS, Scope(DAY))) == [
        "dollars | 0.00 USD |  | 0.00 USD |  | 2h | 0.00 USD",
        "site | 900.00 EUR | 100.00 EUR | 800.00 EUR | 88.9 % | 8h | 100.00 EUR",
        "site | 0.00 USD | 10.00 USD | -10.00 USD |  |  | ",
        "no project | 50.00 EUR | 10.00 EUR | 40.00 EUR | 80.0 % |  | ",
    ]


def test_what_clients_bring_in() -> None:
    build = report_of("project-profitability").build
    assert rows(build(BOOKS, Scope(DAY, by="client"))) == [
        "acme | 950.00 EUR | 110.00 EUR | 840.00 EUR | 88.4 % | 9h | 93.33 EUR",
        "acme | 0.00 USD | 10.00 USD | -10.00 USD |  |  | ",
        "dollar | 0.00 USD |  | 0.00 USD |  | 2h | 0.00 USD",
    ]
    assert rows(build(BOOKS, Scope(DAY, by="client", client="dollar"))) == [
        "dollar | 0.00 USD |  | 0.00 USD |  | 2h | 0.00 USD"
    ]
    july = Scope(DAY, period=Period.parse("2026-07"), by="client", client="acme")
    assert rows(build(BOOKS, july)) == ["acme | 50.00 EUR |  | 50.00 EUR | 100.0 % |  | "]
    assert rows(build(BOOKS, Scope(dt.date(2026, 5, 1), period=Period.parse("2026-06")))) == []
