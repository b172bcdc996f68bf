"""Drafts from time and expenses."""

import datetime as dt
from typing import Any

import pytest

from backoffice.automation.billing import Wanted, bill
from backoffice.core.books import MemoryBooks
from backoffice.core.change import AddRecord
from backoffice.core.errors import RefusedError
from backoffice.core.period import Period
from backoffice.core.record import Record
from backoffice.kinds.time import TimeEntry
from tests.made import client, draft, made, settings, shown, worked

NOVEMBER = Period.parse("2026-11")
SITE = made("project", "site", name="Site", client="acme")
SHOP = made("project", "shop", name="Shop", client="acme")
LUMP = made("project", "lump", name="Lump", client="acme", billing="fixed")
RATES = [{"price": "90"}, {"price": "120", "task": "design"}]


def entry(time: str, on: str = "2026-11-20", who: str = "ada", **more: Any) -> TimeEntry:  # noqa: ANN401
    return worked(who, on, time, **{"project": "site"} | more)


def expense(name: str, **more: Any) -> Record:  # noqa: ANN401
    fields = {"date": "2026-11-02", "supplier": "Shop", "category": "props", "amount": "119", "vat": "19"}
    fields |= {"currency": "EUR", "client": "acme", "rebill": "yes"}
    record: Record = made("expense", name, **fields | more)
    return record


def wanted(**more: Any) -> Wanted:  # noqa: ANN401
    return Wanted("acme", NOVEMBER.end, NOVEMBER)._replace(**more)


def known(*records: Record, rounding: Any = None, rates: Any = RATES, **more: Any) -> MemoryBooks:  # noqa: ANN401
    acme = client(**({"rounding": rounding} if rounding else {}))
    mine = settings(rates=rates, **more)
    return MemoryBooks(mine, [mine, acme, client("other"), SITE, SHOP, LUMP, *records])


def lines(*records: Record, of: Wanted = wanted(), **more: Any) -> list[str]:  # noqa: ANN401, B008
    made = bill(known(*records, **more), of).draft
    assert made is not None
    return [
        f"{' / '.join(line.text.splitlines())}: {line.quantity} {line.unit} x {line.price}, "
        f"{' '.join(f'{name}={minutes}' for name, minutes in line.time.items()) or ' '.join(line.expenses)}"
        for line in made.lines
    ]


@pytest.mark.parametrize(
    ("records", "by", "expected"),
    [
        (
            [
                entry("09:00-12:15", text="homepage"),
                entry("13:00-14:00", text="imprint"),
                entry("15:00-16:00", text="homepage"),
            ],
            "task",
            [
                (
                    "Site / homepage; imprint: 5.25 hour x 90, ada-2026-11-20-0900=3h15m ada-2026-11-20-1300=1h "
                    "ada-2026-11-20-1500=1h"
                )
            ],
        ),
        (
            [
                entry("09:00-10:00", task="design"),
                entry("10:00-11:00", task="build"),
                entry("08:00-09:00", on="2026-11-02"),
            ],
            "task",
            [
                "Site: 1 hour x 90, ada-2026-11-02-0800=1h",
                "design: 1 hour x 120, ada-2026-11-20-0900=1h",
                "build: 1 hour x 90, ada-2026-11-20-1000=1h",
            ],
        ),
        (
            [entry("09:00-10:00", task="build"), entry("10:00-11:00", task="build", project="shop")],
            "task",
            [
                "Site: build: 1 hour x 90, ada-2026-11-20-0900=1h",
                "Shop: build: 1 hour x 90, ada-2026-11-20-1000=1h",
            ],
        ),
        (
            [entry("09:00-10:00", text="one"), entry("09:00-10:00", on="2026-11-19", text="two")],
            "day",
            [
                "2026-11-19 / two: 1 hour x 90, ada-2026-11-19-0900=1h",
                "2026-11-20 / one: 1 hour x 90, ada-2026-11-20-0900=1h",
            ],
        ),
        (
            [entry("09:00-10:00"), entry("09:00-10:00", who="bob-smith", task="design")],
            "person",
            [
                "Ada: 1 hour x 90, ada-2026-11-20-0900=1h",
                "Bob Smith: 1 hour x 120, bob-smith-2026-11-20-0900=1h",
            ],
        ),
        (
            [
                entry("09:00-10:00", task="a"),
                entry("11:00-12:00", task="b"),
                entry("12:00-12:20", project=None, client="acme"),
            ],
            "project",
            [
                "Site: 2 hour x 90, ada-2026-11-20-0900=1h ada-2026-11-20-1100=1h",
                "Work: 0.33 hour x 90, ada-2026-11-20-1200=20m",
            ],
        ),
    ],
)
def test_hours_become_lines(records: list[Record], by: Any, expected: list[str]) -> None:  # noqa: ANN401
    assert lines(*records, of=wanted(by=by)) == expected


def test_only_what_is_to_be_billed_is_billed() -> None:
    assert lines(
        entry("09:00-10:00"),
        entry("10:00-11:00", billable="no"),
        entry("11:00-", on="2026-11-19"),
        entry("09:00-10:00", project="lump", on="2026-11-03"),
        entry("09:00-10:00", project=None, on="2026-11-04"),
        entry("09:00-10:00", project=None, client="other", on="2026-11-05"),
        entry("09:00-10:00", on="2026-10-31"),
        expense("prop"),
    ) == ["Site: 1 hour x 90, ada-2026-11-20-0900=1h"]


@pytest.mark.parametrize(
    ("rounding", "quantity"),
    [
        (None, "2.03"),
        ({"to": "15m"}, "2.25"),
        ({"to": "15m", "how": "down"}, "2"),
        ({"to": "15m", "per": "entry"}, "2.5"),
        ({"to": "15m", "how": "nearest", "per": "entry"}, "2"),
    ],
)
def test_time_is_rounded_once_as_the_client_wants(rounding: Any, quantity: str) -> None:  # noqa: ANN401
    entries = entry("09:00-10:01"), entry("11:00-12:01")
    (line,) = lines(*entries, rounding=rounding)
    assert line.startswith(f"Site: {quantity} hour x 90")
    (line,) = lines(*entries, **{"rounding": rounding} if rounding is None else {}, of=wanted(by="day"))
    assert "=1h01m" in line


def test_expenses_are_billed_on_net_with_their_markup() -> None:
    records = [
        expense("prop", text="Flowers"),
        expense("set", markup="10", date="2026-11-03", client=None, project="site"),
        expense("mine", rebill="no"),
        expense("theirs", client="other"),
        expense("old", date="2026-10-02"),
        expense("done"),
        draft(lines=[{"text": "Props", "price": "100", "expenses": ["done"]}]),
    ]
    assert lines(*records, of=wanted(time=False, expenses=True)) == [
        "Flowers / Shop, 2026-11-02: 1  x 100.00, prop",
        "props / Shop, 2026-11-03: 1  x 110.00, set",
    ]


def test_the_draft_is_of_its_client_and_project_and_says_what_it_is_from() -> None:
    made = bill(known(entry("09:00-10:00"), expense("prop"), expense("two")), wanted(expenses=True))
    assert made.draft is not None
    assert (made.draft.id, made.draft.project, made.draft.delivered) == ("acme-time-2026-11", None, "2026-11")
    assert made.plan.summary == "Draft acme-time-2026-11 from 1h of time and 2 expenses"
    (step,) = made.plan.steps
    assert isinstance(step, AddRecord)
    assert step.path == "invoices/drafts/acme-time-2026-11.md"
    alone = bill(known(entry("09:00-10:00"), entry("9:00-9:30", project="shop")), wanted(project="shop"))
    assert alone.draft is not None
    assert (alone.draft.id, alone.draft.project) == ("shop-time-2026-11", "shop")


def test_without_a_period_all_up_to_the_day_is_billed() -> None:
    of = wanted(period=None, until=dt.date(2026, 11, 20))
    records = entry("09:00-10:00"), entry("09:00-10:00", on="2026-03-02"), entry("1h", on="2026-11-21")
    made = bill(known(*records), of).draft
    assert made is not None
    assert (made.id, made.delivered) == ("acme-time-2026-11-20", "2026-03-02..2026-11-20")
    later = bill(known(*records, settled="2026-03-02"), of).draft
    assert later is not None
    assert later.delivered == "2026-11-20"


def test_it_is_billed_once_and_what_comes_later_has_a_draft_of_its_own() -> None:
    first = bill(known(entry("09:00-10:00")), wanted()).draft
    assert first is not None
    theirs = entry("08:00-09:00", project=None, client="other")
    again = bill(known(entry("09:00-10:00"), theirs, first), wanted())
    assert (again.draft, again.plan.steps) == (None, ())
    assert again.plan.summary == "no time of acme in 2026-11 is left to bill; acme-time-2026-11 bills it"
    more = bill(known(entry("09:00-10:00"), entry("10:00-10:30"), first), wanted()).draft
    assert more is not None
    assert (more.id, list(more.lines[0].time)) == ("acme-time-2026-11-2", ["ada-2026-11-20-1000"])
    longer = bill(known(entry("09:00-10:30"), first), wanted()).draft
    assert longer is not None
    assert longer.lines[0].time == {"ada-2026-11-20-0900": 30}


def test_nothing_to_bill() -> None:
    of = wanted(time=False, expenses=True)
    assert bill(known(draft()), of).plan.summary == "no expenses of acme in 2026-11 is left to bill"


def test_a_long_text_is_cut() -> None:
    entries = [entry(f"{hour}:00-{hour}:30", text=f"{hour} " + "x" * 100) for hour in range(9, 13)]
    (line,) = lines(*entries)
    assert "9 xxx" in line
    assert "x …: 2 hour" in line
    assert "12 xxx" not in line


def test_no_rate_and_foreign_money_are_refused_with_their_place() -> None:
    with pytest.raises(RefusedError, match="acme-time-2026-11 cannot be drafted") as refused:
        bill(known(entry("09:00-10:00"), rates=[]), wanted())
    assert shown(refused.value.diagnostics) == [
        "time/ada/2026-11.yaml:1: error: no rate in EUR for ada on site [no-hourly-rate]"
    ]
    with pytest.raises(RefusedError) as refused:
        bill(known(expense("prop", currency="USD")), wanted(expenses=True))
    assert shown(refused.value.diagnostics) == [
        "expenses/2026/prop.md:1: error: prop is in USD, the invoice in EUR [foreign-expense]"
    ]
