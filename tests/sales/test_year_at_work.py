"""What a year of an agency says of retainers, budgets, lateness and what is due is what hands and fingers say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from typing import Any

import pytest

from backoffice.core.hours import Minutes
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from tests.sales.handkept import WHO, YEAR, rounded
from tests.sales.test_year import DAYS, RECEIVABLE, SEEDS, Key, by_hand, made, rows
from tests.sales.worked import MINUTE

pytestmark = pytest.mark.parametrize("seed", SEEDS)
IN_TIME = dt.timedelta(days=30)


class Came(NamedTuple):
    """What came of an invoice on a day, so many days after it was due."""

    day: dt.date
    late: int
    amount: Decimal


def test_retainers_are_drawn_minute_by_minute(seed: int) -> None:
    worth: dict[str, Callable[[int], Minutes | Money]] = {
        "care": Minutes,
        "ads": lambda minutes: Money.of(minutes * MINUTE, "EUR"),
    }
    for day in DAYS:
        balances = {row["retainer"]: row for row in rows(seed, "retainers", as_of=day)}
        for retainer, of in worth.items():
            fates, _ = made(seed).drawn(retainer, day)
            told = [row for row in rows(seed, "retainers", 1, as_of=day) if row["retainer"] == retainer]
            assert [(row["period"], row["granted"], row["used"]) for row in told] == [
                (each.grant.name, of(each.grant.minutes), of(each.used)) for each in fates
            ]
            for column in ("left", "lapsed", "over"):
                minutes = [getattr(each, column) for each in fates]
                assert [row[column] for row in told] == [of(each) if each else None for each in minutes]
            left = [each for each in fates if each.left]
            first = min((each.grant.usable for each in left), default=None)
            lapsing = sum(each.left for each in left if each.grant.usable == first)
            row = balances[retainer]
            assert (row["left"], row["lapses"]) == (of(sum(each.left for each in left)), first)
            assert row["lapsing"] == (of(lapsing) if left else None)


def test_budgets_hold_what_was_worked_and_sold(seed: int) -> None:
    for day in DAYS:
        sold = by_hand(seed, lambda each: (each.project, each.account.partition(":")[0]), until=day)
        told = {row["project"]: row for row in rows(seed, "project-budgets", as_of=day, by="all")}
        assert list(told) == [f"p-{client}" for client in WHO]
        for project, row in told.items():
            worked = sum(each.minutes for each in made(seed).pieces if each.project == project and each.day <= day)
            left = made(seed).unbilled(day).items()
            waits = sum((minutes * MINUTE for each, minutes in left if each.project == project), start=Decimal(0))
            currency = WHO[row["client"]][1]
            invoiced = -sold.get((project, "income", currency), Decimal(0))
            assert (row["invoiced"], row["unbilled"]) == (Money.of(invoiced, currency), Money.of(waits, currency))
            assert (row["worked"] or 0, row["hours"]) == (worked, 20 * 60)
            shares = (Decimal(worked) / 1200, (invoiced + waits) / 3000)
            assert (row["time_share"].value, row["money_share"].value) == shares
            most = max(shares)
            assert row["state"] == ("over" if most > 1 else "almost used" if most >= Decimal("0.8") else "")


def test_lateness_is_counted_from_due_days_and_payments(seed: int) -> None:
    year = made(seed)
    for day in DAYS:
        settled: defaultdict[Key, list[list[Came]]] = defaultdict(list)
        for sold in year.sold.values():
            posts = [each for each in year.posts if each.document == sold.number and each.day <= day]
            owed = [each for each in posts if each.account == RECEIVABLE]
            paid = [each for each in owed if each.source == "payment"]
            lost = any(each.source == "write-off" for each in posts)
            if paid and not lost and sum(each.amount for each in owed) <= 0:
                came = sorted(Came(each.day, (each.day - sold.due).days, -each.amount) for each in paid)
                settled[sold.client, sold.currency].append(came)
        told: dict[Key, dict[str, Any]] = {
            (row["client"], row["currency"]): row for row in rows(seed, "lateness", as_of=day)
        }
        assert told.keys() == settled.keys()
        for key, invoices in settled.items():
            closing, parts = sorted(came[-1] for came in invoices), [each for came in invoices for each in came]
            middle = median([Decimal(each.late) for each in closing])
            mean = sum(each.late * each.amount for each in parts) / sum(each.amount for each in parts)
            row = told[key]
            assert (row["invoices"], row["median_days"]) == (len(invoices), rounded(middle, "JPY"))
            assert row["weighted_days"] == rounded(Decimal(mean), "JPY")
            assert row["latest_days"] in {each.late for each in closing if each.day == closing[-1].day}


def test_what_is_due_is_what_is_open_and_what_nobody_answered(seed: int) -> None:
    year = made(seed)
    for day in DAYS:
        owed = by_hand(seed, lambda each: (each.document,), RECEIVABLE, day)
        expected = {
            f"invoice/{number}": (year.sold[number].due, Money.of(amount, currency))
            for (number, currency), amount in owed.items()
            if year.sold[number].due <= day + IN_TIME
        }
        told = rows(seed, "due", as_of=day)
        assert [row["day"] for row in told] == sorted(row["day"] for row in told)
        assert {row["record"]: (row["day"], row["open"]) for row in told if row["kind"] == "payment"} == expected
        assert all(row["in_days"] == (row["day"] - day).days for row in told)
        waiting = {f"quote/Q-{YEAR}-{n:04}" for n in (3, 7) if day == DAYS[n - 1]}
        assert {row["record"] for row in told if row["kind"] != "payment"} == waiting
