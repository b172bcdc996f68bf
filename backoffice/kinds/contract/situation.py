"""Where a contract stands on a day: a function of its facts and of the day, and nothing that is stored."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from backoffice.core.duration import Duration, add_days
from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.named import NamedTuple
from backoffice.core.term import Notice as Rule
from backoffice.core.term import Term
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.facts import Facts
from backoffice.kinds.contract.parts import RenewalTerms

State: TypeAlias = Literal[
    "superseded",
    "terminated",
    "declined",
    "void",
    "expired",
    "out-for-signature",
    "draft",
    "ended",
    "ending",
    "notice-window",
    "signed-not-started",
    "active",
]
OVER: frozenset[State] = frozenset({"superseded", "terminated", "ended"})
UNSIGNED: frozenset[State] = frozenset({"declined", "void", "expired", "out-for-signature", "draft"})
WARN = Duration(days=30)
"""How long before the day to act it is time, unless the contract says otherwise."""


class Stop(NamedTuple):
    """The last day of a contract that somebody ended, and how they did, in words."""

    last_day: dt.date
    how: str


class Decision(NamedTuple):
    """What can be decided next: whether term ``k + 1`` follows term ``k``, up to the deadline."""

    k: int
    deadline: dt.date
    act_by: dt.date
    warn_from: dt.date


class Situation:
    """A contract on the day ``on``; ``facts`` are those known on that day."""

    def __init__(self, facts: Facts, on: dt.date) -> None:
        self.facts = facts
        self.on = on

    @classmethod
    def of(cls, facts: Facts, on: dt.date) -> Situation:
        """Return where a contract stands on a day."""
        return cls(facts.known(on), on)

    @property
    def contract(self) -> Contract:
        """The contract itself."""
        return self.facts.contract

    @cached_property
    def signed_on(self) -> dt.date | None:
        """The day on which the last signed, if that was by now."""
        signed = self.facts.signed_on
        return signed if signed and signed <= self.on else None

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The signatories who have not signed."""
        if self.signed_on:
            return ()
        signed = {each.signatory for each in self.facts.signatures if each.answer == "signed"}
        return tuple(each.name for each in self.contract.signatories if each.name not in signed)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Those who are to sign next: one after the other, unless it went out to all at once."""
        parallel = any(each.order == "parallel" for each in self.facts.sendings)
        return self.missing if parallel else self.missing[:1]

    @property
    def expires(self) -> dt.date | None:
        """The last day on which it can be signed; None where it stays open."""
        return next((each.expires for each in self.facts.sendings if each.expires), None)

    @cached_property
    def extended(self) -> int:
        """How often the option to extend was taken up."""
        return sum(1 for each in self.facts.notices if each.effect == "extend")

    @cached_property
    def dates(self) -> Term | None:
        """The terms, as far as they are known."""
        return self.contract.dates(self.extended)

    @cached_property
    def rule(self) -> Rule:
        """How notice is given."""
        return self.contract.notice_rule(self.facts.calendar)

    @cached_property
    def stop(self) -> Stop | None:
        """The earliest end that somebody brought about."""
        who = {"us": "we", "them": "they"}
        given = [
            Stop(each.last_day, f"{who[each.by]} gave notice on {each.date}")
            for each in self.facts.notices
            if each.effect == "end"
        ]
        ended = [Stop(each.last_day, f"terminated on {each.date}: {each.reason}") for each in self.facts.terminations]
        cancelled = [
            Stop(add_days(each.since, -1), f"{each.by} cancels it")
            for each in self.facts.replaced
            if each.how == "cancels"
        ]
        return min([*given, *ended, *cancelled], default=None)

    @cached_property
    def successor(self) -> str | None:
        """The contract that has taken its place."""
        return next((each.by for each in self.facts.replaced if each.how == "supersedes"), None)

    @cached_property
    def state(self) -> State:
        """The state, the first in order of precedence that applies."""
        if self.successor:
            return "superseded"
        if self.stop and self.stop.last_day < self.on:
            return "terminated"
        if not self.signed_on:
            return self._unsigned()
        if self.natural_end and self.natural_end < self.on:
            return "ended"
        if self.stop:
            return "ending"
        if self.decision and self.decision.warn_from <= self.on:
            return "notice-window"
        return "signed-not-started" if (self.contract.begins or self.on) > self.on else "active"

    def _unsigned(self) -> State:
        if self.facts.withdrawals:
            return "void"
        if any(each.answer == "declined" for each in self.facts.signatures):
            return "declined"
        if self.expires and self.expires < self.on:
            return "expired"
        return "out-for-signature" if self.facts.sendings or self.facts.signatures else "draft"

    @property
    def natural_end(self) -> dt.date | None:
        """The last day by the terms alone; None where it goes on until it is stopped."""
        return self.dates.final() if self.dates else None

    @cached_property
    def term_end(self) -> dt.date | None:
        """The last day as things stand: of the term under way, or earlier where somebody ended it."""
        if self.stop:
            return self.stop.last_day
        if self.dates is None or self.dates.renewal == "evergreen":
            return None
        k = None if self.dates.renewal == "option" else self.dates.current(self.on)
        return self.dates.final() if k is None else self.dates.last_day(k)

    @cached_property
    def decision(self) -> Decision | None:
        """What can be decided next; None where nothing can, or where it can be stopped at any time."""
        dates = self.dates
        if dates is None or self.stop or self.rule.at != "term-end" or dates.renewal not in {"auto", "option"}:
            return None
        k = self._undecided(dates)
        if k is None:
            return None
        act_by, deadline = self.rule.act_by(dates, k), self.rule.deadline(dates, k)
        return Decision(k, deadline, act_by, self._warning(k).before(act_by))

    def _undecided(self, dates: Term) -> int | None:
        """Return the first term after which it is still open whether another follows."""
        most = (self.contract.renewal or RenewalTerms()).max
        k = self.extended if dates.renewal == "option" else self.rule.works_for(dates, self.on)
        if k is None or (most is not None and k >= most) or self.rule.deadline(dates, k) < self.on:
            return None
        return k

    def _warning(self, k: int) -> Duration:
        if self.contract.notice and self.contract.notice.warn:
            return self.contract.notice.warn
        first, last = self.span(k)
        return Duration(days=min(WARN.days, (last - first).days // 4)) if first else WARN

    def span(self, k: int) -> tuple[dt.date | None, dt.date]:
        """Return the first and the last day of term ``k`` (the one after the last taken up, too)."""
        assert self.dates is not None  # noqa: S101 - there is no term to ask about otherwise
        return (self.dates.boundary(k - 1) if k else self.contract.begins), self.dates.last_day(k)

    def end_by_notice(self) -> dt.date | None:
        """Return the last day that notice given today would bring about; None without a clause that allows it."""
        if self.dates is None or (self.contract.notice is None and self.rule.at != "term-end"):
            return None
        return self.rule.end(self.dates, self.on)

    @cached_property
    def bound_until(self) -> dt.date | None:
        """The earliest last day that can still be brought about; None where there is none."""
        return self.stop.last_day if self.stop else self.end_by_notice() or self.natural_end
