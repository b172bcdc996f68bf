"""Contract dates: terms, renewals, notice, and the last day to act.

Boundary k is ``effective + (term + k · period)`` months **from the anchor**, clamped to month ends; the last day of
term k is the day before. Counting always starts from the anchor, so ten missed years still give the right answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.calendar import Calendar
from backoffice.core.duration import Duration, add_days, add_months, month_end
from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.named import NamedTuple

Renewal: TypeAlias = Literal["none", "auto", "option", "evergreen"]
At: TypeAlias = Literal["term-end", "month-end", "quarter-end", "any"]

WEEKDAYS = Calendar()
NOTHING = Duration()
CLAMPED = 5
"""Adding months and taking them away again differs by so many days at most."""


class Term(NamedTuple):
    """How long a contract runs. ``length`` is the first term, ``period`` each renewal, ``most`` their number.

    One that is ``evergreen`` goes on after its first term (which may be nothing) until somebody stops it.
    """

    effective: dt.date
    length: Duration
    renewal: Renewal = "none"
    period: Duration = NOTHING
    most: int | None = None

    @classmethod
    def ending(
        cls, last_day: dt.date, renewal: Renewal = "none", period: Duration = NOTHING, most: int | None = None
    ) -> Term:
        """Return a contract of which the last day is agreed, inclusive; renewals are counted from the day after."""
        return cls(add_days(last_day, 1), NOTHING, renewal, period, most)

    def boundary(self, k: int) -> dt.date:
        """Return the first day after term ``k`` (0: the first term)."""
        months = self.length.months + self.period.months * k
        days = self.length.days + self.period.days * k
        return Duration(months=months, days=days).after(self.effective)

    def last_day(self, k: int) -> dt.date:
        """Return the last day of term ``k``."""
        return add_days(self.boundary(k), -1)

    def terms(self) -> Iterator[int]:
        """Yield the terms there can be: one, so many renewals, or as many as the calendar has room for."""
        yield 0
        if self.renewal in {"none", "evergreen"} or self.period == NOTHING:
            return
        k = 1
        while (self.most is None or k <= self.most) and self.boundary(k - 1) < dt.date.max:
            yield k
            k += 1

    def current(self, on: dt.date) -> int | None:
        """Return the term that ``on`` lies in (0 also before the start), None after the last."""
        for k in self.terms():
            if self.boundary(k) > on:
                return k
        return None

    def final(self) -> dt.date | None:
        """Return the last day of the last term there can be; None where it goes on until it is stopped."""
        if self.renewal == "evergreen" or (self._renews() and self.most is None):
            return None
        return self.last_day((self.most or 0) if self._renews() else 0)

    def _renews(self) -> bool:
        return self.renewal in {"auto", "option"} and self.period != NOTHING

    def ends(self, at: At, since: dt.date) -> Iterator[dt.date]:
        """Yield the last days that notice can bring about, in order; those between terms only from ``since`` on."""
        if at == "term-end":
            yield from (self.last_day(k) for k in self.terms())
            return
        first = max(since, self.last_day(0)) if self.renewal == "evergreen" else since
        final = self.final() or dt.date.max
        for day in _days(first) if at == "any" else _month_ends(first, 1 if at == "month-end" else 3):
            if day > final:
                return
            yield day


def _days(first: dt.date) -> Iterator[dt.date]:
    return (dt.date.fromordinal(day) for day in range(first.toordinal(), dt.date.max.toordinal() + 1))


def _month_ends(first: dt.date, months: int) -> Iterator[dt.date]:
    start = first.replace(day=1, month=(first.month - 1) // months * months + 1)
    while (following := add_months(start, months)) > start:
        yield month_end(add_months(start, months - 1))
        start = following


class Notice(NamedTuple):
    """How a contract is stopped: ``initial`` before the end of the first term, ``renewal`` before a later one.

    ``at`` says which days can be the last: those of terms, of months, of calendar quarters, or any. ``transit`` is how
    long the letter takes.
    """

    initial: Duration
    renewal: Duration | None = None
    transit: Duration = NOTHING
    calendar: Calendar = WEEKDAYS
    at: At = "term-end"

    def length(self, term: Term, end: dt.date) -> Duration:
        """Return how long before the last day ``end`` notice has to arrive."""
        return self.initial if self.renewal is None or end <= term.last_day(0) else self.renewal

    def readings(self, term: Term, end: dt.date) -> tuple[dt.date, dt.date]:
        """Return both ways to count back from a last day, the earlier first.

        Days are counted back from the last day. Months are ambiguous at month ends: *n months before the last day*, or
        *the day before n months before the boundary*.
        """
        length = self.length(term, end)
        counted = length.before(end)
        other = add_days(length.before(add_days(end, 1)), -1) if length.months else counted
        return min(counted, other), max(counted, other)

    def deadline_of(self, term: Term, end: dt.date) -> dt.date:
        """Return the last day on which notice to stop on ``end`` is in time: the earlier, in time either way."""
        return self.readings(term, end)[0]

    def deadline(self, term: Term, k: int) -> dt.date:
        """Return the last day on which notice for the end of term ``k`` is in time."""
        return self.deadline_of(term, term.last_day(k))

    def act_by(self, term: Term, k: int) -> dt.date:
        """Return the day to send notice at the latest: the deadline less transit, back to a business day."""
        return self.calendar.shifted(self.transit.before(self.deadline(term, k)), "back")

    def works_for(self, term: Term, given: dt.date) -> int | None:
        """Return the first term that notice given on a day ends; None where no term can be stopped any more."""
        for k in term.terms():
            if self.deadline(term, k) >= given:
                return k
        return None

    def end(self, term: Term, given: dt.date) -> dt.date | None:
        """Return the last day that notice given on a day brings about; None where it stops nothing any more."""
        shortest = min(length.after(given) for length in (self.initial, self.renewal or self.initial))
        since = max(given, add_days(shortest, -CLAMPED))
        return next((end for end in term.ends(self.at, since) if self.deadline_of(term, end) >= given), None)
