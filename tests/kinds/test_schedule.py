"""Schedules: which days, which prices, which part of a period."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.schema import read
from backoffice.kinds.schedule import Schedule
from tests.kinds.seen import listed
from tests.made import made, shown

LINE = {"text": "Retainer {period}", "price": "310"}


def schedule(every: str = "month", start: str = "2026-01-01", **more: Any) -> Schedule:  # noqa: ANN401
    record: Schedule = made(
        "schedule", "acme", **{"client": "acme", "every": every, "start": start, "lines": [LINE]} | more
    )
    return record


def billed(of: Schedule, upto: str) -> list[str]:
    return [f"{each.day} {each.name} {each.covers}" for each in of.instalments(dt.date.fromisoformat(upto))]


def prices(of: Schedule, upto: str) -> list[str]:
    return [
        f"{each.name} {line.quantity} {line.unit} {line.price}/{line.per} = {line.amount('EUR')}"
        for each in of.instalments(dt.date.fromisoformat(upto))
        for line in of.lines_of(each)
    ]


@pytest.mark.parametrize(
    ("made_of", "upto", "expected"),
    [
        # month ends are counted from the anchor, and never drift
        (
            {"start": "2026-01-31"},
            "2026-04-30",
            [
                "2026-01-31 2026-01 2026-01",
                "2026-02-28 2026-02 2026-02",
                "2026-03-31 2026-03 2026-03",
                "2026-04-30 2026-04 2026-04",
            ],
        ),
        (
            {"every": "month on last", "start": "2026-01-15"},
            "2026-02-28",
            ["2026-01-31 2026-01 2026-01", "2026-02-28 2026-02 2026-02"],
        ),
        (
            {"every": "quarter + 5d"},
            "2026-07-05",
            ["2026-04-05 2026-Q1 2026-Q1", "2026-07-05 2026-Q2 2026-Q2"],
        ),
        (
            {"every": "1y", "start": "2026-03-01", "covers": "ahead"},
            "2027-12-31",
            ["2026-03-01 2026 2026-03-01..2027-02-28", "2027-03-01 2027 2027-03-01..2028-02-29"],
        ),
        (
            {"every": "2w", "start": "2026-11-02"},
            "2026-11-16",
            ["2026-11-02 2026-11-02 2026-11-02", "2026-11-16 2026-11-16 2026-11-16"],
        ),
        ({"count": "2"}, "2026-12-31", ["2026-01-01 2026-01 2026-01", "2026-02-01 2026-02 2026-02"]),
        ({"count": "2", "skipped": ["2026-01"]}, "2026-12-31", ["2026-02-01 2026-02 2026-02"]),
        ({"until": "2026-02-15"}, "2026-12-31", ["2026-01-01 2026-01 2026-01", "2026-02-01 2026-02 2026-02"]),
        # a period that has begun is billed, though its billing day comes after the end
        (
            {"every": "month on last", "until": "2026-02-15"},
            "2026-12-31",
            ["2026-01-31 2026-01 2026-01", "2026-02-28 2026-02 2026-02"],
        ),
        (
            {"pauses": [{"since": "2026-02-01", "until": "2026-02-28"}, {"since": "2026-04-01"}]},
            "2026-12-31",
            ["2026-01-01 2026-01 2026-01", "2026-03-01 2026-03 2026-03"],
        ),
        ({}, "2025-12-31", []),
        ({"count": "-1"}, "2026-12-31", []),
    ],
)
def test_what_is_billed(made_of: dict[str, Any], upto: str, expected: list[str]) -> None:
    assert billed(schedule(**made_of), upto) == expected


def test_prices_change_on_their_days() -> None:
    steps = [{"since": "2026-03-15", "price": "400"}, {"since": "2026-03-01", "price": "350"}]
    of = schedule(lines=[LINE | {"steps": steps, "quantity": "2", "unit": "day"}])
    assert prices(of, "2026-04-01") == [
        "2026-01 2 day 310/1 = 620.00 EUR",
        "2026-02 2 day 310/1 = 620.00 EUR",
        "2026-03 2 day 350/1 = 700.00 EUR",
        "2026-04 2 day 400/1 = 800.00 EUR",
    ]


def test_a_period_is_cut_by_days_only_where_that_is_said() -> None:
    around = {"every": "month on last", "start": "2026-01-15", "until": "2026-03-10"}
    assert prices(schedule(**around), "2026-12-31") == [f"2026-0{n} 1  310/1 = 310.00 EUR" for n in (1, 2, 3)]
    assert prices(schedule(**around, prorate="days"), "2026-12-31") == [
        "2026-01 17 day 310/31 = 170.00 EUR",
        "2026-02 1  310/1 = 310.00 EUR",
        "2026-03 10 day 310/31 = 100.00 EUR",
    ]
    assert billed(schedule(**around, prorate="days"), "2026-01-31") == ["2026-01-31 2026-01 2026-01-15..2026-01-31"]
    endless = schedule(every="month on last", start="2026-01-15", prorate="days")
    assert prices(endless, "2026-02-28") == ["2026-01 17 day 310/31 = 170.00 EUR", "2026-02 1  310/1 = 310.00 EUR"]


def test_the_text_names_the_time_covered() -> None:
    of = schedule()
    assert [line.text for each in of.instalments(dt.date(2026, 1, 1)) for line in of.lines_of(each)] == [
        "Retainer 2026-01"
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"lines": []}, "the schedule has no lines"),
        ({"until": "2025-12-31"}, "the schedule ends on 2025-12-31, before it starts on 2026-01-01"),
        ({"count": "0"}, "the schedule has 0 periods"),
        (
            {"pauses": [{"since": "2026-02-02", "until": "2026-02-01"}]},
            "a pause ends on 2026-02-01, before it starts on 2026-02-02",
        ),
        ({"skipped": ["2026-13"]}, "the schedule has no period 2026-13 to skip"),
        ({"skipped": ["2026-Q1"]}, "the schedule has no period 2026-Q1 to skip"),
        ({"skipped": ["2026-02"], "until": "2026-12-31", "pauses": [{"since": "2026-03-01"}]}, ""),
        ({"pauses": [{"since": "2026-02-02", "until": "2026-02-02"}]}, ""),
    ],
)
def test_contradictions(fields: dict[str, Any], message: str) -> None:
    assert [each.message for each in schedule(**fields).check()] == ([message] if message else [])


def test_a_recurrence_that_is_none_is_refused_with_its_place() -> None:
    fields: dict[str, Any] = {"client": "acme", "every": "fortnight", "start": "2026-01-01", "lines": [LINE]}
    record, wrong = read(Schedule, "acme", Document(Location("schedules/acme.md", 1), fields))
    assert record is None
    assert shown(wrong) == [
        (
            "schedules/acme.md:1: error: every should be a recurrence such as 6m, month on last, week on mon,thu, "
            "quarter + 25d or year on 04-15 [bad-value]"
        )
    ]


@pytest.mark.parametrize(
    ("day", "state", "following"),
    [
        ("2025-12-31", "planned", "2026-01-01"),
        ("2026-01-31", "running", "2026-03-01"),
        ("2026-02-28", "paused", "2026-03-01"),
        ("2026-04-30", "running", None),
        ("2026-05-01", "over", None),
    ],
)
def test_a_list_shows_state_and_what_comes_next(day: str, state: str, following: str | None) -> None:
    of = schedule(
        until="2026-04-30",
        currency="EUR",
        pauses=[{"since": "2026-02-01", "until": "2026-02-28"}],
        lines=[LINE | {"per": "2"}],
    )
    row = listed(of, as_of=dt.date.fromisoformat(day))
    assert (row["state"], row.get("next"), row["every"], row["net"]) == (state, following, "month", "155.00 EUR")


def test_what_people_call_it() -> None:
    assert schedule().title == "Retainer {period} · acme"
    assert schedule(subject="Hosting {period}").title == "Hosting … · acme"
    assert schedule(lines=[]).title == "acme · acme"
