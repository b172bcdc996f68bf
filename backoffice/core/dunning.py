"""How a business reminds those who pay late: levels, what each charges, and what late payment costs (2011/7/EU)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from backoffice.core.duration import Duration
from backoffice.core.hints import Annotated
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part
from backoffice.core.scalar import Amount, Date, Length, Percent, Positive, YesNo

A_WEEK = Duration(days=7)
YEAR = 365
"""Days of a year for interest; a leap year has as many."""


class Level(Part):
    """One reminder: when it is due, and what it charges beside the invoice."""

    after: Annotated[Length, "How long after the due date it is sent at the earliest, such as 7d."]
    gap: Annotated[Length, "How long after the reminder before it at the earliest."] = A_WEEK
    pay_within: Annotated[Length, "How long it gives the client to pay."] = A_WEEK
    fee: Annotated[Positive, "A late fee, in the currency of the books; only invoices in it are charged."] = Decimal(0)
    interest: Annotated[YesNo, "Whether it charges interest from the due date on."] = False
    compensation: Annotated[YesNo, "Whether it charges the flat compensation; once for an invoice."] = False


class ReferenceRate(Part):
    """A reference rate from a day on."""

    since: Annotated[Date, "First day on which it holds; by the Directive 1 January or 1 July."]
    rate: Annotated[Amount, "The rate in percent a year; may be negative."]


class LateInterest(Part):
    """Interest on late payment: a reference rate and points above it (Directive 2011/7/EU, article 2(6))."""

    points: Annotated[Percent, "Percentage points above the reference rate; the Directive has at least 8."] = Decimal(8)
    reference: Annotated[tuple[ReferenceRate, ...], "The reference rate by day, as its bank publishes it."] = ()

    def rate(self, on: dt.date) -> Decimal | None:
        """Return the percentage a year on a day; None where the table has none yet, and never below zero."""
        begun = [each for each in self.reference if each.since <= on]
        if not begun:
            return None
        return max(max(begun, key=lambda each: each.since).rate + self.points, Decimal(0))


DEFAULT_LEVELS = (
    Level(after=A_WEEK),
    Level(after=Duration(days=21)),
    Level(after=Duration(days=42)),
)


class Dunning(Part):
    """How the business reminds, unless a client has rules of their own."""

    levels: Annotated[tuple[Level, ...], "The reminders, first to last."] = DEFAULT_LEVELS
    interest: Annotated[LateInterest, "What levels with interest charge."] = LateInterest()
    compensation: Annotated[
        Positive,
        "Flat compensation for the cost of recovery, in the currency of the books; Directive 2011/7/EU, article 6: "
        "40 EUR. Charged only by levels that say so.",
    ] = Decimal(40)
    minimum: Annotated[Positive, "Less than this, in whatever currency, is not worth a letter."] = Decimal(0)
    bank_within: Annotated[Length, "How old the latest entry of the bank may be when reminders are written."] = A_WEEK


class ClientDunning(Part):
    """How one client is reminded."""

    never: Annotated[YesNo, "Never by letter: somebody calls."] = False
    grace: Annotated[Length, "So much longer than anybody else before the first reminder."] = Duration()
    levels: Annotated[tuple[Level, ...], "Their own levels; empty: the workspace's."] = ()


class Slice(NamedTuple):
    """Days from ``first`` to ``last`` on which ``principal`` bears ``rate`` percent a year."""

    first: dt.date
    last: dt.date
    principal: Money
    rate: Decimal

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def exact(self) -> Decimal:
        """Its simple interest, not rounded."""
        return self.principal.amount * self.rate * self.days / (100 * YEAR)


class NoRateError(LookupError):
    """There is no reference rate on ``day``."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(f"no reference rate on {day}")
        self.day = day


def slices(
    changes: Sequence[tuple[dt.date, Money]], interest: LateInterest, *, first: dt.date, last: dt.date
) -> list[Slice]:
    """Return the days that bear interest, cut where the rate changes and where something was paid.

    ``changes`` are what was charged (positive) and settled (negative), by day. What is paid on a day bears no interest
    on it.

    Raises:
        NoRateError: when the table has no rate on one of the days.
    """
    cuts = {first, *(day for day, _ in changes), *(each.since for each in interest.reference)}
    starts = sorted(day for day in cuts if first <= day <= last)
    found = []
    for start, after in zip(starts, [*starts[1:], last + dt.timedelta(days=1)], strict=True):
        principal = sum((money for day, money in changes if day <= start), start=changes[0][1] * 0)
        if principal.amount <= 0:
            continue
        rate = interest.rate(start)
        if rate is None:
            raise NoRateError(start)
        found.append(Slice(start, after - dt.timedelta(days=1), principal, rate))
    return found


def late_interest(found: Sequence[Slice], currency: str) -> Money:
    """Return the interest of all slices, rounded once."""
    return Money.of(sum((each.exact for each in found), start=Decimal(0)), currency)
