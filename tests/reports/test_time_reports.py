"""Where the time went, and what of it is not billed."""

import datetime as dt

from backoffice.core.books import MemoryBooks
from backoffice.core.period import Period
from backoffice.core.report import Report
from backoffice.core.scope import Scope
from backoffice.kinds.client import Client
from backoffice.kinds.project import Project
from backoffice.kinds.time import TimeEntry
from backoffice.render.text import cell_text
from backoffice.reports import report_of
from backoffice.reports.time import time
from backoffice.reports.unbilled import unbilled
from tests.made import client, draft, made, settings, worked

DAY = dt.date(2026, 11, 21)
MINE = settings(rates=[{"price": "90"}])
KNOWN = MemoryBooks(
    MINE,
    [
        MINE,
        client(),
        client("dollar", currency="USD"),
        made("project", "site", name="Site", client="acme"),
        worked("ada", "2026-11-02", "09:00-12:00", project="site", task="design"),
        worked("ada", "2026-11-20", "09:00-10:00", project="site"),
        worked("ada", "2026-11-20", "2h", text="books"),
        worked("bob", "2026-10-01", "09:00-10:00", client="acme"),
        worked("bob", "2026-10-02", "09:00-10:00", client="dollar"),
        worked("bob", "2026-10-05", "09:00-10:00", project="site", billable="no"),
        worked("bob", "2026-11-21", "09:00-", project="site"),
        draft("part", lines=[{"text": "Work", "price": "90", "time": {"ada-2026-11-02-0900": "1h"}}]),
        made(
            "expense",
            "prop",
            date="2026-11-11",
            supplier="Shop",
            category="props",
            amount="10",
            currency="EUR",
            client="acme",
            rebill="yes",
        ),
    ],
)


def rows(of: Report) -> list[str]:
    """Return the rows of the one table of a report."""
    (table,) = of.tables
    return [" | ".join(map(cell_text, row)) for row in (*table.rows, *table.totals)]


def test_what_waits_to_be_billed() -> None:
    found = unbilled(KNOWN, as_of=DAY)
    assert rows(found) == [
        "acme |  | 1h | 90.00 EUR | 10.00 EUR | 100.00 EUR | 2026-10-01 | 51",
        "acme | site | 3h | 270.00 EUR |  | 270.00 EUR | 2026-11-02 | 19",
        "dollar |  | 1h | 0.00 USD |  | 0.00 USD | 2026-10-02 | 50",
        "Total |  | 4h | 360.00 EUR | 10.00 EUR | 370.00 EUR |  | ",
        "Total |  | 1h | 0.00 USD |  | 0.00 USD |  | ",
    ]
    assert found.notes == ("1h have no rate and count as nothing; check rates: in projects, clients, settings",)


def test_what_waits_by_client_and_as_of_a_day() -> None:
    build = report_of("unbilled").build
    assert rows(build(KNOWN, Scope(dt.date(2026, 11, 10), client="acme", by="client"))) == [
        "acme |  | 3h | 270.00 EUR |  | 270.00 EUR | 2026-10-01 | 40",
        "Total |  | 3h | 270.00 EUR |  | 270.00 EUR |  | ",
    ]
    assert rows(build(KNOWN, Scope(dt.date(2026, 1, 1)))) == []


def test_where_the_time_went() -> None:
    year = Period.parse("2026")
    assert rows(time(KNOWN, period=year)) == [
        "ada | 6h | 4h | 66.7 % | 1h",
        "bob | 3h | 2h | 66.7 % | 0m",
        "Total | 9h | 6h | 66.7 % | 1h",
    ]
    names = {
        by: [row.partition(" | ")[0] for row in rows(time(KNOWN, period=year, by=by))[:-1]]
        for by in report_of("time").by
    }
    assert names == {
        "person": ["ada", "bob"],
        "project": ["acme", "dollar", "internal", "site"],
        "client": ["acme", "dollar", "internal"],
        "task": ["design", "no task"],
        "week": ["2026-W40", "2026-W41", "2026-W45", "2026-W47"],
        "month": ["2026-10", "2026-11"],
    }


def test_this_year_so_far_unless_a_period_is_named() -> None:
    build = report_of("time").build
    assert rows(build(KNOWN, Scope(dt.date(2026, 10, 31)))) == ["bob | 3h | 2h | 66.7 % | 0m"]
    assert rows(build(KNOWN, Scope(dt.date(2026, 10, 31), period=Period.parse("2026-11")))) == []
    only = Scope(DAY, period=Period.parse("2026-11"), client="acme", by="project")
    assert rows(build(KNOWN, only)) == ["site | 4h | 4h | 100.0 % | 1h"]
    running = Scope(DAY, period=Period.parse("2026-11-21"))
    assert rows(build(KNOWN, running)) == ["bob | 0m | 0m |  | 0m"]


# ── Retainers ───────────────────────────────────────────────────────────────────────────────────


def tables(of: Report) -> list[list[str]]:
    """Return the rows of all tables of a report."""
    return [[" | ".join(map(cell_text, row)) for row in table.rows] for table in of.tables]


def test_what_is_left_of_retainers() -> None:
    care = {"client": "acme", "every": "month", "start": "2026-10-01"}
    known = MemoryBooks(
        MINE,
        [
            *(each for noun in (Client, Project, TimeEntry) for each in KNOWN.all(noun)),
            MINE,
            made("retainer", "hours", **care, hours="2h30m", keeps="1m", project="site"),
            made("retainer", "money", **care, amount="100"),
            made("retainer", "later", **care | {"start": "2027-01-01"}, hours="1h"),
            made("retainer", "theirs", **care | {"client": "dollar"}, hours="1h"),
        ],
    )
    build = report_of("retainers").build
    assert tables(build(known, Scope(DAY, client="acme"))) == [
        [
            "hours | acme | running | 1h | 2026-12-31 | 1h",
            "money | acme | running | 100.00 EUR | 2026-11-30 | 100.00 EUR",
        ],
        [
            "hours | 2026-10 | 2h30m | 2h30m |  |  | ",
            "hours | 2026-11 | 2h30m | 1h30m | 1h |  | ",
            "money | 2026-10 | 100.00 EUR | 90.00 EUR |  | 10.00 EUR | ",
            "money | 2026-11 | 100.00 EUR | 0.00 EUR | 100.00 EUR |  | ",
        ],
    ]
    after = Scope(dt.date(2026, 12, 1), period=Period.parse("2026-12"), client="dollar")
    assert tables(build(known, after)) == [
        ["theirs | dollar | running | 1h | 2026-12-31 | 1h"],
        ["theirs | 2026-12 | 1h | 0m | 1h |  | "],
    ]
