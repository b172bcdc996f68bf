"""A contract and everything that happened to it, gathered from the files beside it and from other contracts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from backoffice.core.books import Books
from backoffice.core.calendar import Calendar
from backoffice.core.hints import TypeVar
from backoffice.core.named import NamedTuple
from backoffice.core.term import WEEKDAYS
from backoffice.kinds.chase import Chase
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.holidays import business_days
from backoffice.kinds.notice import Notice
from backoffice.kinds.sending import Sending
from backoffice.kinds.signature import Signature
from backoffice.kinds.termination import Termination
from backoffice.kinds.withdrawal import Withdrawal

E = TypeVar("E", Sending, Signature, Chase, Withdrawal, Notice, Termination)


class Replaced(NamedTuple):
    """Another contract that supersedes or cancels this one, in force from a day on."""

    by: str
    how: str
    since: dt.date


class Facts(NamedTuple):
    """A contract and its events, of whatever day; ``calendar`` says on which days letters can be posted."""

    contract: Contract
    sendings: tuple[Sending, ...] = ()
    signatures: tuple[Signature, ...] = ()
    chases: tuple[Chase, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    notices: tuple[Notice, ...] = ()
    terminations: tuple[Termination, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    calendar: Calendar = WEEKDAYS

    @property
    def signed_on(self) -> dt.date | None:
        """The day on which the last signatory signed; None while one has not."""
        if self.contract.signed:
            return self.contract.signed
        days = {each.signatory: each.date for each in self.signatures if each.answer == "signed"}
        names = [each.name for each in self.contract.signatories]
        return max(days[name] for name in names) if names and days.keys() >= set(names) else None

    @property
    def in_force_from(self) -> dt.date | None:
        """The day on which it is both signed and effective."""
        signed = self.signed_on
        return max(signed, self.contract.effective or signed) if signed else None

    def known(self, on: dt.date) -> Facts:
        """Return these facts without what happened after a day."""
        return self._replace(
            sendings=_until(self.sendings, on),
            signatures=_until(self.signatures, on),
            chases=_until(self.chases, on),
            withdrawals=_until(self.withdrawals, on),
            notices=_until(self.notices, on),
            terminations=_until(self.terminations, on),
            replaced=tuple(each for each in self.replaced if each.since <= on),
        )


def _until(events: tuple[E, ...], on: dt.date) -> tuple[E, ...]:
    return tuple(event for event in events if event.date <= on)


def gather(books: Books) -> Mapping[str, Facts]:
    """Return the facts of every contract by its id."""
    contracts = list(books.all(Contract))
    if not contracts:
        return {}
    calendar = business_days(books)
    sent, signed = _by_contract(books.all(Sending)), _by_contract(books.all(Signature))
    chased, withdrawn = _by_contract(books.all(Chase)), _by_contract(books.all(Withdrawal))
    noticed, ended = _by_contract(books.all(Notice)), _by_contract(books.all(Termination))
    found = {
        each.id: Facts(
            each,
            sendings=sent[each.id],
            signatures=signed[each.id],
            chases=chased[each.id],
            withdrawals=withdrawn[each.id],
            notices=noticed[each.id],
            terminations=ended[each.id],
            calendar=calendar,
        )
        for each in contracts
    }
    replaced: defaultdict[str, tuple[Replaced, ...]] = defaultdict(tuple)
    for name, facts in found.items():
        for how, other in facts.contract.links:
            if how in {"supersedes", "cancels"} and (since := facts.in_force_from):
                replaced[other] += (Replaced(name, how, since),)
    return {name: facts._replace(replaced=replaced[name]) for name, facts in found.items()}


def _by_contract(events: Iterable[E]) -> defaultdict[str, tuple[E, ...]]:
    found: defaultdict[str, tuple[E, ...]] = defaultdict(tuple)
    for event in events:
        found[event.contract] += (event,)
    return found
