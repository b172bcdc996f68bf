"""Calendars of holidays, and the one that counts."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import MemoryBooks
from backoffice.core.calendar import Calendar
from backoffice.core.change import AddRecord, SetField
from backoffice.core.document import Tree
from backoffice.kinds.holidays import Holidays, add, business_days
from tests.kinds.seen import listed
from tests.made import books, made, settings

BERLIN = made(
    "holidays",
    "berlin",
    name="Berlin",
    days=[{"date": "2026-11-24", "name": "Moving"}, {"date": "2000-12-25", "yearly": "yes"}, {"date": "2026-11-22"}],
)
NEVER = made("holidays", "never", weekend=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])


def test_a_list_shows_the_next_day_off_that_is_no_weekend() -> None:
    assert listed(BERLIN) == {"id": "berlin", "name": "Berlin", "days": "3", "next": "2026-11-24"}
    assert listed(made("holidays", "none")) == {"id": "none", "days": "0"}
    assert (BERLIN.title, NEVER.title) == ("Berlin", "never")


def test_the_settings_name_the_calendar_that_counts() -> None:
    def calendar(name: str) -> Calendar:
        business = settings(calendar=name)
        return business_days(MemoryBooks(business, [business, BERLIN, NEVER]))

    assert not calendar("berlin").is_business_day(dt.date(2030, 12, 25))
    assert calendar("nowhere") == business_days(books(BERLIN)) == calendar("never") == Calendar()


def test_somebody_has_to_work_some_day() -> None:
    assert [each.message for each in NEVER.check()] == ["all seven days of the week are free"]
    assert list(BERLIN.check()) == []


DAYS = [
    (dt.date(2026, 11, 24), "Move"),
    (dt.date(2027, 12, 25), "Christmas Day"),
    (dt.date(2027, 3, 26), "Good Friday"),
]


def test_days_are_added_where_they_are_missing() -> None:
    assert isinstance(BERLIN, Holidays)
    plan = add(BERLIN, "berlin", DAYS)
    assert plan.summary == "Add 1 holidays to berlin"
    assert plan.steps == (SetField("holidays/berlin.yaml", ("days", 3), {"date": "2027-03-26", "name": "Good Friday"}),)
    assert not add(BERLIN, "berlin", DAYS[:2])


def test_a_calendar_that_is_not_there_is_written() -> None:
    plan = add(None, "de-be", DAYS[2:])
    days: list[Tree] = [{"date": "2027-03-26", "name": "Good Friday"}]
    assert plan.steps == (AddRecord("holidays/de-be.yaml", {"name": "DE-BE", "days": days}),)
