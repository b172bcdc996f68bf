"""The parts of a contract: who signs, how it renews and is stopped, what it is worth, what has to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from backoffice.core.duration import add_months
from backoffice.core.hints import Annotated, Literal
from backoffice.core.money import ZERO, Money
from backoffice.core.part import Part, field
from backoffice.core.recurrence import Occurrence, Recurrence
from backoffice.core.scalar import Currency, Date, Digest, Email, Id, Integer, Length, Positive, RelativePath
from backoffice.core.term import At, Renewal
from backoffice.core.words import slug_of

Per = Literal["once", "term", "month", "quarter", "year"]

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Signatory(Part):
    """Somebody who has to sign."""

    name: Annotated[str, "Full name."]
    role: Annotated[str, "In which capacity."] = ""
    email: Annotated[Email | None, "Where it is sent to."] = None
    side: Annotated[Literal["us", "them"], "Whose signature it is: us or them."] = "them"

    @property
    def key(self) -> str:
        """The name as part of a file's name."""
        return slug_of(self.name)


class RenewalTerms(Part):
    """What happens after the first term."""

    mode: Annotated[
        Renewal,
        "none: it ends; auto: it renews unless somebody gives notice; option: it ends unless somebody extends it; "
        "evergreen: it goes on until somebody gives notice.",
    ] = "none"
    period: Annotated[Length | None, "How long each further term is, such as 12m."] = None
    max: Annotated[Integer | None, "How many further terms there can be; empty: any number."] = None


class NoticeTerms(Part):
    """How it is stopped, or extended where that is an option."""

    initial: Annotated[Length, "How long before the end of the first term notice has to arrive, such as 3m or 60d."]
    renewal: Annotated[Length | None, "The same for further terms; empty: as for the first."] = None
    at: Annotated[
        At | None,
        "Which days can be the last: term-end, month-end, quarter-end or any; empty: term-end, or any where it is "
        "evergreen or has no term.",
    ] = None
    transit: Annotated[Length | None, "How long a letter takes, such as 5d; empty: no time."] = None
    method: Annotated[str, "How it has to be given: letter, e-mail, portal."] = ""
    warn: Annotated[
        Length | None, "How long before the day to act it is time; empty: 30d, and at most a quarter of the term."
    ] = None


class PriceStep(Part):
    """A new price from a day on."""

    since: Annotated[Date, "First day on which it applies."]
    amount: Annotated[Positive, "The new amount."]


class Price(Part):
    """What it is worth, without tax."""

    amount: Annotated[Positive, "The amount at the beginning."]
    currency: Annotated[Currency, "Its currency."]
    per: Annotated[Per, "For how long: once, term, month, quarter or year."] = "term"
    steps: Annotated[tuple[PriceStep, ...], "Later prices, each with its first day."] = ()

    def on(self, day: dt.date) -> Money:
        """Return the price that applies on a day."""
        begun = [step for step in self.steps if step.since <= day]
        latest = max(begun, key=lambda step: step.since).amount if begun else self.amount
        return Money.of(latest, self.currency)

    def of(self, first: dt.date, last: dt.date) -> Money | None:
        """Return what the days from ``first`` to ``last`` are worth, whole months and then by days; None for once."""
        if self.per == "once":
            return None
        if self.per == "term":
            return self.on(first)
        shares = (self.on(start).amount * share for start, share in _months(first, last))
        return Money.of(sum(shares, start=ZERO) / MONTHS[self.per], self.currency)

    @property
    def unit(self) -> str:
        """What the amount is for, in words."""
        return {"once": "once", "term": "a term"}.get(self.per, f"a {self.per}")


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, Decimal]]:
    """Yield the first day of each month counted from ``first``, and how much of it there is up to ``last``."""
    start, k = first, 0
    while start <= last and (following := add_months(first, k + 1)) > start:
        whole = (following - start).days
        yield start, Decimal(min((last - start).days + 1, whole)) / whole
        start, k = following, k + 1


class Obligation(Part):
    """Something to be done because of the contract."""

    text: Annotated[str, "What has to be done."]
    by: Annotated[Literal["us", "them"], "Who has to do it: us or them."] = "us"
    due: Annotated[Date | None, "Last day for it; of a recurring one, the day it is counted from."] = None
    every: Annotated[Recurrence | None, "How it recurs: quarter + 25d, year on 04-15, 6m."] = None
    done: Annotated[tuple[str, ...], "What is done: 2026-Q1, 2026-03 or 2026, or the day."] = ()

    def open(self, start: dt.date | None, on: dt.date, until: dt.date) -> list[Occurrence]:
        """Return what is not done up to ``until``: of what is late on ``on``, only the latest."""
        anchor = self.due or start
        if anchor is None:
            return []
        if self.every is None:
            return [Occurrence(anchor, str(anchor))] if anchor <= until and not self.done else []
        found = self.every.between(anchor, anchor, until)
        waiting = [each for each in found if not {each.name, str(each.day)} & set(self.done)]
        late = [each for each in waiting if each.day < on]
        return late[-1:] + waiting[len(late) :]


class Terms(Part):
    """The standard terms a contract was made from, as they were then. Their text is in the contract itself."""

    template: Annotated[Id, "The contract template."]
    version: Annotated[str, "Which edition it said it was."]
    digest: Annotated[Digest, "SHA-256 of the terms."]
    blobs: Annotated[Mapping[str, str], "The files as git keeps them, path to blob: git cat-file -p BLOB."] = field(
        default_factory=dict
    )
    variables: Annotated[Mapping[str, str], "What was filled in."] = field(default_factory=dict)


class Paper(Part):
    """A file that belongs to the contract."""

    role: Annotated[
        Literal["executed", "text", "annex", "policy", "letter", "other"],
        "executed: signed by all; text: what is to be signed; annex, policy, letter, other.",
    ]
    file: Annotated[RelativePath, "The file, beside this one."]
    sha256: Annotated[Digest | None, "What its content hashes to."] = None
