"""Hourly rates: dated rows that say what an hour costs, by person and task; and how billed time is rounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from backoffice.core.hints import Annotated, Literal
from backoffice.core.hours import HOUR, Minutes, Worked
from backoffice.core.part import Part
from backoffice.core.scalar import Currency, Date, Id, Positive

_MODES = {"up": ROUND_CEILING, "nearest": ROUND_HALF_UP, "down": ROUND_FLOOR}


class HourlyRate(Part):
    """What an hour costs, net, from a day on; for one person or one task, or for all."""

    price: Annotated[Positive, "Net price of an hour."]
    person: Annotated[Id | None, "Only the hours of this person; empty: of everybody."] = None
    task: Annotated[str, "Only hours of this task; empty: of any."] = ""
    since: Annotated[Date | None, "First day on which it holds; empty: always."] = None
    currency: Annotated[Currency | None, "Currency; empty: the client's, in the settings the workspace's."] = None

    def fits(self, person: str, task: str, day: dt.date) -> bool:
        """Tell whether it may be the rate of an hour of ``person`` at ``task`` on ``day``."""
        return self.person in {None, person} and self.task in {"", task} and (self.since is None or self.since <= day)


class Rounding(Part):
    """How time is rounded when it is billed, once; what is recorded is never rounded."""

    to: Annotated[Worked, "To multiples of this length, such as 15m."]
    how: Annotated[Literal["up", "nearest", "down"], "up, to the nearest (half goes up), or down."] = "up"
    per: Annotated[
        Literal["line", "entry"], "line: the sum of a printed line is rounded; entry: every entry by itself."
    ] = "line"

    def of(self, minutes: Minutes) -> Minutes:
        """Return the rounded length."""
        if not self.to:
            return minutes
        steps = (Decimal(minutes) / Decimal(self.to)).quantize(Decimal(1), _MODES[self.how])
        return Minutes(steps * self.to)


HUNDREDTH = Decimal("0.01")


def printed_hours(minutes: Minutes) -> Decimal:
    """Return a length as the hours that are printed, with at most two decimals; the printed amount is of these."""
    return (Decimal(minutes) / HOUR).quantize(HUNDREDTH, ROUND_HALF_UP).normalize() + 0


def rate_of(
    levels: Iterable[tuple[Sequence[HourlyRate], str]], person: str, task: str, day: dt.date, currency: str
) -> HourlyRate | None:
    """Return the rate of an hour; None where there is none in ``currency``.

    Args:
        levels: The rates of the project, the client, the business, in that order, each with its usual currency. The
            first that has a fitting rate decides; within it a rate of the person goes before one of the task, these
            before one of all, and of several the latest.
        person: Who worked.
        task: At what.
        day: When.
        currency: That of the invoice.
    """
    for rates, usual in levels:
        fitting = [each for each in rates if each.fits(person, task, day) and (each.currency or usual) == currency]
        if fitting:
            return max(fitting, key=_weight)
    return None


def _weight(rate: HourlyRate) -> tuple[bool, bool, dt.date]:
    return rate.person is not None, bool(rate.task), rate.since or dt.date.min
