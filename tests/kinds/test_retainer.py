"""Retainers: what they grant, what time uses of it, and what is left to bill."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.record import Record
from backoffice.core.schema import read
from backoffice.kinds.drawing import Work, drawn
from backoffice.kinds.retainer import Retainer
from backoffice.kinds.unbilled import Unbilled
from tests.kinds.seen import listed
from tests.made import client, draft, made, settings, shown, worked


def retainer(name: str = "care", **more: Any) -> Retainer:  # noqa: ANN401
    fields = {"client": "acme", "every": "month", "start": "2026-01-01"}
    record: Retainer = made("retainer", name, **fields | ({} if "amount" in more else {"hours": "2h"}) | more)
    return record


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("fields", "upto", "expected"),
    [
        ({}, "2026-02-28", ["2026-01 2026-01 120 2026-01-31", "2026-02 2026-02 120 2026-02-28"]),
        ({"keeps": "2m"}, "2026-01-01", ["2026-01 2026-01 120 2026-03-31"]),
        ({"until": "2026-01-15"}, "2026-12-31", ["2026-01 2026-01 120 2026-01-31"]),
        (
            {"every": "quarter", "start": "2026-01-15"},
            "2026-01-15",
            ["2026-01 2026-01-15..2026-04-14 120 2026-04-14"],
        ),
        ({"every": "quarter"}, "2026-01-01", ["2026-Q1 2026-Q1 120 2026-03-31"]),
        ({"every": "year"}, "2026-01-01", ["2026 2026 120 2026-12-31"]),
        ({"every": "6m"}, "2026-01-01", ["2026-01 2026-01-01..2026-06-30 120 2026-06-30"]),
        ({"every": "1d"}, "2026-01-01", ["2026-01-01 2026-01-01 120 2026-01-01"]),
        ({"amount": "500"}, "2026-01-01", ["2026-01 2026-01 50000 2026-01-31"]),
        ({}, "2025-12-31", []),
    ],
)
def test_what_is_granted(fields: dict[str, str], upto: str, expected: list[str]) -> None:
    grants = retainer(**fields).grants(day(upto), "EUR")
    assert [f"{each.name} {each.covers} {each.units} {each.usable}" for each in grants] == expected


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "a retainer grants hours or an amount, one of the two"),
        ({"hours": "2h", "amount": "10"}, "a retainer grants hours or an amount, one of the two"),
        ({"hours": "2h", "until": "2025-12-31"}, "it ends on 2025-12-31, before it starts on 2026-01-01"),
    ],
)
def test_what_is_impossible(fields: dict[str, str], message: str) -> None:
    fields = {"client": "acme", "every": "month", "start": "2026-01-01"} | fields
    found = read(Retainer, "care", Document(Location("retainers/care.md", 1), dict(fields)))[1]
    assert shown(found) == [f"retainers/care.md:1: error: {message} [impossible-retainer]"]


def test_a_list_of_retainers() -> None:
    assert listed(retainer(until="2026-06-30", keeps="3m")) == {
        "id": "care",
        "client": "acme",
        "every": "month",
        "grants": "2h",
        "keeps": "3m",
        "start": "2026-01-01",
        "until": "2026-06-30",
        "state": "over",
    }
    assert listed(retainer(amount="500", currency="EUR"))["grants"] == "500.00 EUR"
    assert "grants" not in listed(retainer(amount="500"))
    assert listed(retainer(start="2027-01-01"))["state"] == "planned"
    assert (retainer().title, retainer().dated) == ("2h every month · acme", day("2026-01-01"))
    assert retainer(amount="500").title == "500 every month · acme"


def work(on: str, minutes: int, units: int | None = None) -> Work:
    return Work(f"{on}-{minutes}", day(on), minutes, minutes if units is None else units)


@pytest.mark.parametrize(
    ("fields", "works", "expected", "covered"),
    [
        ({}, [work("2026-01-05", 90)], ["90 0 30 0", "0 0 0 120"], [90]),
        ({}, [work("2026-01-05", 150)], ["120 30 0 0", "0 0 0 120"], [120]),
        ({"keeps": "1m"}, [work("2026-01-05", 90), work("2026-02-02", 60)], ["120 0 0 0", "30 0 0 90"], [90, 60]),
        ({"keeps": "1m"}, [work("2026-02-02", 200)], ["120 0 0 0", "80 0 0 40"], [200]),
        ({}, [work("2026-02-02", 200)], ["0 0 120 0", "120 80 0 0"], [120]),
        ({}, [work("2025-12-31", 60)], ["0 0 120 0", "0 0 0 120"], []),
        ({"amount": "100"}, [work("2026-02-02", 60, 12_000)], ["0 0 10000 0", "10000 2000 0 0"], [50]),
        ({"amount": "100"}, [work("2026-02-02", 60, 0)], ["0 0 10000 0", "0 0 0 10000"], []),
    ],
)
def test_the_oldest_grant_is_used_first(
    fields: dict[str, str], works: list[Work], expected: list[str], covered: list[int]
) -> None:
    """Used, worked beyond, lapsed and left, as of the last of February."""
    on = day("2026-02-28")
    account = drawn(retainer(**fields).grants(on, "EUR"), works)
    assert [f"{each.used} {each.over} {each.lapsed(on)} {each.left(on)}" for each in account.drawn] == expected
    assert list(account.covered.values()) == covered


# ── What is left to bill ────────────────────────────────────────────────────────────────────────


def left(*records: Record, client_rates: Any = ({"price": "60"},), **scope: Any) -> list[str]:  # noqa: ANN401
    mine = settings()
    known = [mine, client(rates=list(client_rates)), client("other"), *records]
    known.append(made("project", "site", name="Site", client="acme"))
    hours = Unbilled(MemoryBooks(mine, known)).hours(until=day("2026-01-31"), **scope)
    return [f"{each.entry.id} {each.minutes}" for each in hours]


SITE = worked("ada", "2026-01-05", "09:00-12:00", project="site", task="design")
CALL = worked("ada", "2026-01-06", "09:00-10:00", client="acme")
THEIRS = worked("ada", "2026-01-06", "10:00-11:00", client="other")


@pytest.mark.parametrize(
    ("retainers", "expected"),
    [
        ([], ["ada-2026-01-05-0900 3h", "ada-2026-01-06-0900 1h", "ada-2026-01-06-1000 1h"]),
        ([retainer()], ["ada-2026-01-05-0900 1h", "ada-2026-01-06-0900 1h", "ada-2026-01-06-1000 1h"]),
        ([retainer(hours="10h")], ["ada-2026-01-06-1000 1h"]),
        ([retainer(project="site", hours="10h")], ["ada-2026-01-06-0900 1h", "ada-2026-01-06-1000 1h"]),
        (
            [retainer(task="design", hours="1h")],
            ["ada-2026-01-05-0900 2h", "ada-2026-01-06-0900 1h", "ada-2026-01-06-1000 1h"],
        ),
        (
            [retainer(hours="1h"), retainer("site", project="site")],
            ["ada-2026-01-06-0900 1h", "ada-2026-01-06-1000 1h"],
        ),
        ([retainer(amount="90")], ["ada-2026-01-05-0900 1h30m", "ada-2026-01-06-0900 1h", "ada-2026-01-06-1000 1h"]),
        (
            [retainer(amount="90", currency="USD")],
            ["ada-2026-01-05-0900 3h", "ada-2026-01-06-0900 1h", "ada-2026-01-06-1000 1h"],
        ),
    ],
)
def test_what_a_retainer_covers_is_not_billed(retainers: list[Retainer], expected: list[str]) -> None:
    assert left(SITE, CALL, THEIRS, *retainers) == expected


def test_what_is_billed_uses_no_retainer() -> None:
    lines = [{"text": "Work", "price": "60", "time": {SITE.id: "2h"}}]
    assert left(SITE, CALL, THEIRS, retainer(), draft(lines=lines), client="acme") == []
    assert left(SITE, CALL, retainer(hours="1h"), project="site") == ["ada-2026-01-05-0900 2h"]
