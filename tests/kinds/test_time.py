"""Entries of time, what a list says of them, and how they are recorded."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.change import AddEntry, Plan, SetField
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.errors import RefusedError
from backoffice.core.hours import Clock, Stretch
from backoffice.core.kind import Seen
from backoffice.core.schema import read
from backoffice.kinds import kind_of, recording
from backoffice.kinds.time import Around, TimeEntry, key_of
from tests.kinds.seen import DEMO_DAY, listed
from tests.made import books, draft, made, settings, shown, worked

SITE = made("project", "site", name="Site", client="acme")
FRIDAY = dt.date(2026, 11, 20)


def entry(time: str = "09:00-12:15", on: str = "2026-11-20", **more: Any) -> TimeEntry:  # noqa: ANN401
    return worked("ada", on, time, **{"project": "site", "text": "homepage"} | more)


def test_an_entry_is_known_by_its_begin_or_by_its_words() -> None:
    assert entry().id == "ada-2026-11-20-0900"
    assert entry("3h").id == entry("4h").id != entry("3h", text="imprint").id
    assert kind_of("time").allows(entry("3h").id)
    assert (entry().ref, entry().title) == ("time/ada-2026-11-20-0900", "ada · 3h15m · site · homepage")
    assert entry().dated == FRIDAY


@pytest.mark.parametrize(
    ("path", "fields", "found"),
    [
        ("time/ada/2026-11.yaml", {"project": "site"}, []),
        (
            "time/ada/2026-10.yaml",
            {"project": "site"},
            ["time/ada/2026-10.yaml:1: error: 2026-11-20 is not in this month [misfiled-time]"],
        ),
        (
            "time/ada/2026-11.yaml",
            {"project": "site", "client": "acme"},
            ["time/ada/2026-11.yaml:1: error: site has a client already [project-and-client]"],
        ),
    ],
)
def test_what_an_entry_alone_shows_to_be_wrong(path: str, fields: dict[str, Any], found: list[str]) -> None:
    fields = {"date": "2026-11-20", "time": "1h"} | fields
    assert shown(read(TimeEntry, key_of, Document(Location(path, 1), fields))[1]) == found


@pytest.mark.parametrize(
    ("of", "billed"),
    [
        (entry(), ""),
        (entry("09:00-"), "running"),
        (entry(billable="no"), "not billable"),
        (entry(project=None, client="acme", billable="no"), "not billable"),
        (entry(project=None), "internal"),
    ],
)
def test_a_list_says_why_an_entry_is_not_billed(of: TimeEntry, billed: str) -> None:
    assert listed(of).get("billed", "") == billed


def test_a_list_says_where_an_entry_is_billed_and_for_whom() -> None:
    lines = [{"text": "Work", "price": "90", "time": {"ada-2026-11-20-0900": "3h15m"}}]
    known = books(SITE, entry(), entry("1h", project=None, client="acme"), draft(lines=lines))
    gather = kind_of("time").around
    around = gather(known) if gather else {}
    cells = {column.name: column.value for column in kind_of("time").columns}
    seen = [Seen(each, {}, DEMO_DAY, around[each.id]) for each in known.all(TimeEntry)]
    assert [cells["billed"](each) for each in seen] == ["work", ""]
    assert [cells["client"](each) for each in seen] == ["acme", "acme"]
    assert [flag.name for flag in kind_of("time").flags if flag.keep(seen[1])] == ["unbilled"]
    assert Around(known).client(entry(project=None)) is None


@pytest.mark.parametrize(
    ("on", "more", "billed"),
    [
        ("2026-11-20", {}, ""),
        ("2026-11-01", {}, "settled"),
        ("2026-11-20", {"project": "lump"}, "fixed price"),
        ("2026-11-01", {"project": None}, "internal"),
    ],
)
def test_what_is_settled_or_at_a_fixed_price_is_not_to_be_billed(on: str, more: dict[str, Any], billed: str) -> None:
    mine = settings(settled="2026-11-01")
    lump = made("project", "lump", name="Lump", client="acme", billing="fixed")
    around = Around(MemoryBooks(mine, [mine, SITE, lump]))
    assert around.bill(entry(on=on, **more)) == billed


# ── Recording ───────────────────────────────────────────────────────────────────────────────────


def planned(plan: Plan) -> list[tuple[str, dict[str, Any]]]:
    return [(step.path, dict(step.fields)) for step in plan.steps if isinstance(step, AddEntry)]


def test_time_is_recorded_once() -> None:
    plan = recording.add([entry()], [])
    assert plan.summary == "Record 3h15m of ada on site, 2026-11-20: homepage"
    fields = {"date": "2026-11-20", "time": "09:00-12:15", "project": "site", "text": "homepage"}
    assert planned(plan) == [("time/ada/2026-11.yaml", fields)]
    again = recording.add([entry()], [entry()])
    assert (again.steps, again.summary) == ((), "ada-2026-11-20-0900 is recorded already")


@pytest.mark.parametrize(
    ("new", "known", "why"),
    [
        (entry("11:00-13:00"), entry(), "11:00-13:00 overlaps 09:00-12:15 on site (time/ada/2026-11.yaml:1)"),
        (entry("9:00-10:00"), entry(), "says something else of ada-2026-11-20-0900: 09:00-12:15 on site"),
        (entry("20h30m", text="x"), entry("3h31m"), "24h01m on 2026-11-20 is more than a day has"),
        (entry("14:00-"), entry("9:00-"), "ada works on site since 09:00 (time/ada/2026-11.yaml:1)"),
    ],
)
def test_what_cannot_be_true_is_refused(new: TimeEntry, known: TimeEntry, why: str) -> None:
    with pytest.raises(RefusedError) as refused:
        recording.add([new], [known])
    assert why in refused.value.message


def test_other_days_and_other_times_are_no_conflict() -> None:
    known = [entry(), entry("12:15-13:00"), entry("8h", on="2026-11-19"), entry("20h", on="2026-11-18")]
    assert recording.add([entry("3h30m", text="x")], known)


def test_a_timer_is_started_once() -> None:
    plan = recording.start(entry("09:00-"), [])
    assert (plan.summary, planned(plan)[0][1]["time"]) == ("Start site at 09:00", "09:00-")
    again = recording.start(entry("10:00-"), [entry("09:00-")])
    assert (again.steps, again.summary) == ((), "ada works on site since 09:00 already")
    with pytest.raises(RefusedError, match="ada works on internal work since 09:00"):
        recording.start(entry("10:00-"), [entry("09:00-", project=None)])


@pytest.mark.parametrize(
    ("on", "at", "time", "more", "summary"),
    [
        (FRIDAY, "12:15", "09:00-12:15", [], "Record 3h15m of ada on site / design, 2026-11-20: homepage"),
        (FRIDAY, "9:00", "09:00-09:01", [], "Record 1m of ada on site / design, 2026-11-20: homepage"),
        (
            dt.date(2026, 11, 21),
            "0:45",
            "09:00-24:00",
            ["00:00-00:45"],
            "Record 15h45m of ada on site / design, 2026-11-20: homepage",
        ),
        (
            dt.date(2026, 11, 21),
            "0:00",
            "09:00-24:00",
            [],
            "Record 15h of ada on site / design, 2026-11-20: homepage",
        ),
    ],
)
def test_a_timer_is_stopped(on: dt.date, at: str, time: str, more: list[str], summary: str) -> None:
    timer = entry("09:00-", task="design")
    plan = recording.stop(timer, 4, [timer], on=on, at=Clock.parse(at))
    assert plan.steps[0] == SetField("time/ada/2026-11.yaml", (4, "time"), time)
    assert [fields["time"] for _, fields in planned(plan)] == more
    assert plan.summary == summary


@pytest.mark.parametrize(
    ("on", "at", "why"),
    [
        (FRIDAY, "8:59", "was started on 2026-11-20 at 09:00, so it cannot end on 2026-11-20 at 08:59"),
        (dt.date(2026, 11, 21), "9:00", "cannot end on 2026-11-21 at 09:00"),
        (FRIDAY, "13:00", "09:00-13:00 overlaps 12:00-12:30 on site (time/ada/2026-11.yaml:1)"),
    ],
)
def test_a_timer_that_was_forgotten_is_not_guessed(on: dt.date, at: str, why: str) -> None:
    timer = entry("09:00-")
    with pytest.raises(RefusedError) as refused:
        recording.stop(timer, 0, [timer, entry("12:00-12:30")], on=on, at=Clock.parse(at))
    assert why in refused.value.message


def test_a_new_entry_lies_where_its_month_is() -> None:
    new = recording.entry_of("ada", FRIDAY, Stretch.parse("9:00-"), client="acme", text="call")
    assert (new.id, new.where.path) == ("ada-2026-11-20-0900", "time/ada/2026-11.yaml")
    assert recording.add([new], []).summary == "Record a start at 09:00 of ada on acme, 2026-11-20: call"
