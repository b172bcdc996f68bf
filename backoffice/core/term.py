"""Contract dates: terms, renewals, notice, and the last day to act.

Boundary k is ``effective + (term + k · period)`` months **from the anchor**, clamped to month ends; the last day of
term k is the day before. Counting always starts from the anchor, so ten missed years still give the right answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from backoffice.core.calendar import Calendar
from backoffice.core.duration import Duration

Renewal: TypeAlias = Literal["none", "auto", "option", "evergreen"]

WEEKDAYS = Calendar()
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """How long a contract runs. ``length`` is the first term, ``period`` each renewal, ``most`` their number."""

    effective: dt.date
    length: Duration
    renewal: Renewal = "none"
    period: Duration = field(default_factory=Duration)
    most: int | None = None

    def boundary(self, k: int) -> dt.date:
        """Return the first day after term ``k`` (0: the first term)."""
        months = self.length.months + self.period.months * k
        days = self.length.days + self.period.days * k
        return Duration(months=months, days=days).after(self.effective)

    def last_day(self, k: int) -> dt.date:
        """Return the last day of term ``k``."""
        return self.boundary(k) - ONE_DAY

    def terms(self) -> Iterator[int]:
        """Yield the terms there can be: one, so many renewals, or no end of them."""
        yield 0
        if self.renewal == "none" or self.period == Duration():
            return
        k = 1
        while self.most is None or k <= self.most:
            yield k
            k += 1

    def current(self, on: dt.date) -> int | None:
        """Return the term that ``on`` lies in (0 also before the start), None after the last."""
        for k in self.terms():
            if self.boundary(k) > on:
                return k
        return None


@dataclass(frozen=True, slots=True)
class Notice:
    """How a term is stopped: ``initial`` before the end of the first term, ``renewal`` before that of a later one."""

    initial: Duration
    renewal: Duration | None = None
    transit: int = 0
    calendar: Calendar = WEEKDAYS

    def deadline(self, term: Term, k: int) -> dt.date:
        """Return the last day on which notice for the end of term ``k`` is in time.

        Days are counted back from the last day. Months are ambiguous at month ends: of *n months before the last day*
        and *the day before n months before the boundary*, the earlier counts, which is in time either way.
        """
        length = self.initial if k == 0 or self.renewal is None else self.renewal
        end, boundary = term.last_day(k), term.boundary(k)
        return min(length.before(end), length.before(boundary) - ONE_DAY) if length.months else length.before(end)

    def act_by(self, term: Term, k: int) -> dt.date:
        """Return the day to send notice at the latest: the deadline less transit, back to a business day."""
        return self.calendar.shifted(self.deadline(term, k) - dt.timedelta(days=self.transit), "back")

    def works_for(self, term: Term, given: dt.date) -> int | None:
        """Return the first term that notice given on a day ends; None where no term can be stopped any more."""
        for k in term.terms():
            if self.deadline(term, k) >= given:
                return k
        return None
