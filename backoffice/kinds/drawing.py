"""Drawing on a retainer: what of each piece of work its grants cover, the oldest usable one first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from backoffice.core.named import NamedTuple
from backoffice.kinds.retainer import Grant


class Work(NamedTuple):
    """A piece of work: the id of its entry, its day, its minutes, and what it uses (minutes, or minor units)."""

    entry: str
    day: dt.date
    minutes: int
    units: int


class Drawn(NamedTuple):
    """A grant and its fate: ``used`` of it; ``over`` is what was worked in its days beyond all grants."""

    grant: Grant
    used: int = 0
    over: int = 0

    def left(self, on: dt.date) -> int:
        """Return what can still be used of it on a day."""
        return self.grant.units - self.used if self.grant.covers.start <= on <= self.grant.usable else 0

    def lapsed(self, on: dt.date) -> int:
        """Return what was not used in time."""
        return self.grant.units - self.used if on > self.grant.usable else 0


class Account(NamedTuple):
    """All grants of a retainer, and how many minutes of which entry they cover."""

    drawn: Sequence[Drawn]
    covered: dict[str, int]


def drawn(grants: Iterable[Grant], works: Iterable[Work]) -> Account:
    """Return what ``works``, in the order of their days, use of the grants that can be used on their day.

    Work before the first grant uses nothing, and is nobody's excess.
    """
    accounts = [Drawn(grant) for grant in grants]
    covered: dict[str, int] = {}
    for work in works:
        rest = work.units
        for at, each in enumerate(accounts):
            taken = min(rest, each.left(work.day))
            rest -= taken
            accounts[at] = each._replace(used=each.used + taken)
        if minutes := _minutes(work, work.units - rest):
            covered[work.entry] = minutes
        for at, each in enumerate(accounts):
            if work.day in each.grant.covers:
                accounts[at] = each._replace(over=each.over + rest)
    return Account(accounts, covered)


def _minutes(work: Work, used: int) -> int:
    """Return how many whole minutes are covered; work that costs nothing needs no cover."""
    return work.minutes * used // work.units if work.units else 0
