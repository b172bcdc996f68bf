"""The dates of contracts: every vector of the design through the kind, and 500 contracts against a day-by-day oracle.

The oracle knows no months arithmetic of ours and no formula for a deadline. It walks over days and asks of each what
the words of a contract ask: is notice that arrives today in time for that last day?
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from backoffice.core.calendar import Calendar
from backoffice.kinds.contract.facts import Facts
from backoffice.kinds.contract.outlook import sentence
from backoffice.kinds.contract.situation import Situation
from tests.agreed import YEARLY, contract, day, seen

ONE = dt.timedelta(days=1)
LENGTHS: tuple[tuple[int, str], ...] = ((0, "d"), (14, "d"), (60, "d"), (1, "m"), (2, "m"), (3, "m"), (6, "m"))
THREE = {"notice": {"initial": "3m"}}

# ── The vectors ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "on", "term_end", "deadline"),
    [
        (THREE | {"effective": "2020-08-01", "term": "36m"}, "2021-01-01", "2023-07-31", "2023-04-30"),
        (THREE | {"effective": "2020-08-01", "term": "36m"}, "2023-08-01", "2024-07-31", "2024-04-30"),
        (THREE | {"effective": "2018-09-27", "term": "36m"}, "2019-09-27", "2021-09-26", "2021-06-26"),
        ({"ends": "2025-08-28", "notice": {"initial": "2m"}}, "2026-02-11", "2026-08-28", "2026-06-28"),
        (THREE | {"ends": "2026-05-31"}, "2026-01-01", "2026-05-31", "2026-02-28"),
        (THREE | {"ends": "2028-05-31"}, "2028-01-01", "2028-05-31", "2028-02-29"),
        ({"ends": "2026-06-15", "notice": {"initial": "60d"}}, "2026-02-11", "2026-06-15", "2026-04-16"),
        ({"ends": "2026-02-28", "notice": {"initial": "1m"}}, "2026-01-01", "2026-02-28", "2026-01-28"),
        ({"ends": "2026-07-30", "notice": {"initial": "1m"}}, "2026-01-01", "2026-07-30", "2026-06-29"),
    ],
)
def test_the_vectors(fields: dict[str, object], on: str, term_end: str, deadline: str) -> None:
    stands = seen(on, contract(renewal=YEARLY, **fields))

    assert stands.decision is not None
    assert (str(stands.term_end), str(stands.decision.deadline)) == (term_end, deadline)


def test_a_leap_day_comes_back_every_fourth_year() -> None:
    stands = seen("2028-03-01", contract(effective="2028-02-29", term="1y", renewal=YEARLY))

    starts = [str(stands.span(k)[0]) for k in range(5)]
    assert starts == ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


def test_no_alarm_years_before() -> None:
    lease = contract(effective="2018-09-27", term="36m", renewal=YEARLY, notice={"initial": "3m", "warn": "21d"})

    days = ("2019-06-26", "2021-06-03", "2021-06-04", "2021-06-26", "2021-06-27")
    states = [seen(each, lease).state for each in days]
    assert states == ["active", "active", "notice-window", "notice-window", "active"]


def test_the_sentence_of_the_design() -> None:
    hosting = contract(
        effective="2025-12-01",
        term="24m",
        renewal=YEARLY,
        notice={"initial": "3m", "transit": "5d"},
        price={"amount": "2000", "currency": "EUR", "per": "month"},
    )

    assert sentence(seen("2026-11-21", hosting)) == (
        "If nobody does anything: renews 2027-12-01 to 2028-11-30 (24 000.00 EUR). "
        "Last day to stop it: Mon 30 Aug 2027 (act by Wed 25 Aug)."
    )


# ── The oracle ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Words:
    """What a contract says, in plain numbers: ``d`` days or ``m`` months."""

    effective: dt.date
    term: tuple[int, str] | None
    mode: str
    period: tuple[int, str]
    most: int | None
    first: tuple[int, str]
    later: tuple[int, str] | None
    at: str
    transit: int

    def fields(self) -> dict[str, object]:
        """Return the fields of its file."""
        notice = {"initial": text(self.first), "at": self.at, "transit": f"{self.transit}d"}
        renewal = {"mode": self.mode}
        if self.mode in {"auto", "option"}:
            renewal["period"] = text(self.period)
            renewal |= {} if self.most is None else {"max": str(self.most)}
        stated: dict[str, object] = {
            "effective": str(self.effective),
            "notice": notice | ({"renewal": text(self.later)} if self.later else {}),
            "renewal": renewal,
        }
        return stated | ({"term": text(self.term)} if self.term else {})


def text(length: tuple[int, str]) -> str:
    return f"{length[0]}{length[1]}"


def moved(start: dt.date, count: int, unit: str) -> dt.date:
    """Return the day so many days or months away, by counting."""
    if unit == "d":
        return start + count * ONE
    year, month = start.year, start.month
    for _ in range(abs(count)):
        month += 1 if count > 0 else -1
        year, month = (year + 1, 1) if month > 12 else (year - 1, 12) if month < 1 else (year, month)
    number = start.day
    while True:
        try:
            return dt.date(year, month, number)
        except ValueError:
            number -= 1


class Oracle:
    """The same contract, day by day."""

    def __init__(self, words: Words, holidays: frozenset[dt.date]) -> None:
        self.words = words
        self.holidays = holidays
        self.ends: list[dt.date] = []
        if words.term:
            count = {"none": 0, "evergreen": 0, "option": 0}.get(words.mode, 60 if words.most is None else words.most)
            (length, unit), (step, _) = words.term, words.period
            self.ends = [moved(words.effective, length + step * k, unit) - ONE for k in range(count + 1)]
        self.endless = words.term is None or words.mode == "evergreen" or (words.mode == "auto" and words.most is None)

    def in_time(self, given: dt.date, end: dt.date) -> bool:
        """Tell whether notice that arrives on a day is in time for an end by either way of counting months back."""
        count, unit = self.words.first
        if self.words.later and self.ends and end > self.ends[0]:
            count, unit = self.words.later
        if unit == "d":
            return given <= end - count * ONE
        return given <= moved(end, -count, "m") and given < moved(end + ONE, -count, "m")

    def can_end(self, end: dt.date) -> bool:
        """Tell whether the contract can have this last day."""
        if self.words.at == "term-end":
            return end in self.ends
        if self.words.mode == "evergreen" and self.ends and end < self.ends[0]:
            return False
        if not self.endless and end > self.ends[-1]:
            return False
        following = end + ONE
        months = {"month-end": range(1, 13), "quarter-end": (1, 4, 7, 10)}.get(self.words.at)
        return months is None or (following.day == 1 and following.month in months)

    def end_by_notice(self, given: dt.date) -> dt.date | None:
        """Walk into the future up to the first last day that notice today is in time for."""
        for end in walk(given if self.words.at != "term-end" else self.words.effective, 12 * 366):
            if self.can_end(end) and self.in_time(given, end):
                return end
        return None

    def running(self, on: dt.date) -> dt.date | None:
        """Return the last day of the term that a day lies in."""
        return next((end for end in self.ends if end >= on), None)

    def decision(self, on: dt.date) -> tuple[dt.date, dt.date] | None:
        """Return the last day for notice, and the day to post it, for the next renewal that can still be decided."""
        if self.words.mode == "option":
            end = self.ends[0] if self.in_time(on, self.ends[0]) else None
        else:
            renewing = self.ends if self.words.most is None else self.ends[:-1]
            end = next((end for end in self.ends if self.in_time(on, end)), None)
            end = end if end in renewing else None
        if end is None:
            return None
        deadline = max(each for each in walk(on, (end - on).days + 1) if self.in_time(each, end))
        post = deadline - self.words.transit * ONE
        while post.weekday() in {5, 6} or post in self.holidays:
            post -= ONE
        return deadline, post


def walk(start: dt.date, days: int) -> Iterator[dt.date]:
    return (start + n * ONE for n in range(days))


def generated(chance: random.Random) -> tuple[Words, dt.date]:
    """Return a contract as people write them, and worse, and a day to look at it."""
    effective = dt.date(2016, 1, 1) + chance.randrange(366 * 4) * ONE
    if chance.random() < 0.3:  # month ends, where months clamp
        effective = moved(effective.replace(day=1), 1, "m") - ONE
    unit = chance.choice("mmmd")
    term = (chance.choice([1, 3, 6, 12, 24, 36] if unit == "m" else [45, 90, 365]), unit)
    mode = chance.choice(["none", "auto", "auto", "auto", "option", "evergreen"])
    at = chance.choice(["month-end", "quarter-end", "any", *["term-end"] * 5])
    if mode == "evergreen":
        at = chance.choice(["month-end", "quarter-end", "any"])
    longest = moved(effective, *term) - effective
    lengths = [each for each in LENGTHS if each[0] * (31 if each[1] == "m" else 1) + 3 < longest.days]
    words = Words(
        effective,
        None if mode == "evergreen" and chance.random() < 0.5 else term,
        mode,
        (chance.choice([1, 3, 12] if unit == "m" else [30, 365]), unit),
        chance.choice([None, None, 1, 3]) if mode in {"auto", "option"} else None,
        chance.choice(lengths),
        chance.choice([None, None, (1, "m"), (10, "d")]),
        at,
        chance.choice([0, 3, 5]),
    )  # fmt: skip
    return words, effective + chance.randrange(-40, 366 * 5) * ONE


@pytest.mark.parametrize("seed", range(10))
def test_fifty_contracts_agree_with_walking_day_by_day(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same contracts every time
    for _ in range(50):
        words, on = generated(chance)
        holidays = frozenset(dt.date(2015, 1, 1) + chance.randrange(4000) * ONE for _ in range(300))
        oracle = Oracle(words, holidays)
        agreement = contract(**words.fields())
        assert [str(each) for each in agreement.check()] == [], words
        stands = Situation.of(Facts(agreement, calendar=Calendar(holidays)), on)

        running = oracle.running(on) if words.mode != "option" else oracle.ends[0]
        if words.mode != "evergreen":
            assert stands.term_end == (running or oracle.ends[-1]), (words, on)
        assert stands.end_by_notice() == oracle.end_by_notice(on), (words, on)
        decides = words.at == "term-end" and words.mode in {"auto", "option"}
        expected = oracle.decision(on) if decides else None
        decision = stands.decision
        assert (decision and (decision.deadline, decision.act_by)) == expected, (words, on)
        over = not oracle.endless and on > oracle.ends[-1]
        assert (stands.state == "ended") == over, (words, on)
        assert day("2016-01-01") < (stands.bound_until or dt.date.max)
