"""Chasing a contract that went out: when, how often, and when to stop.

First five days after it went out, then every two, five times at most and never more than thirty days after it went out.
After that somebody has to decide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.change import AddRecord, Plan
from backoffice.core.duration import add_days
from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree
from backoffice.kinds.chase import KIND as CHASE
from backoffice.kinds.chase import Chase, identity
from backoffice.kinds.contract.situation import Situation
from backoffice.kinds.withdrawal import KIND as WITHDRAWAL
from backoffice.kinds.withdrawal import Withdrawal

FIRST, EVERY, MOST, LONGEST = 5, 2, 5, 30
"""Days to the first, days between two, how many at most, and days after which it stops."""


class Next(NamedTuple):
    """What is to be done about an unsigned contract: on which day, in words, and which of several it is."""

    day: dt.date
    what: str
    period: str


def next_steps(seen: Situation) -> Iterator[Next]:
    """Yield the next reminder to be sent, or that somebody has to decide; and the last day it can be signed.

    What expired or was declined stays until it is void, or signed after all.
    """
    if seen.state == "expired" and seen.expires:
        yield Next(seen.expires, f"Expired on {seen.expires}: let it be signed until later, or void it", "expired")
    for each in seen.facts.signatures if seen.state == "declined" else ():
        if each.answer == "declined":
            yield Next(each.date, f"{each.signatory} declined: void it, and agree on another", "declined")
    if seen.state == "out-for-signature":
        yield from _chasing(seen)


def _chasing(seen: Situation) -> Iterator[Next]:
    sent = _sent(seen)
    last, number = add_days(sent, LONGEST), len(seen.facts.chases) + 1
    chased = [each.date for each in seen.facts.chases]
    day = add_days(max(chased), EVERY) if chased else add_days(sent, FIRST)
    whom = " and ".join(seen.waiting)
    if number <= MOST and day <= last and seen.on <= last:
        yield Next(day, f"Remind {whom} to sign (reminder {number} of {MOST})", f"chase {number}")
    else:
        times = f"{len(chased)} reminder{'s' * (len(chased) != 1)}"
        decide = f"Out since {sent}, {times}: call {whom}, send it again, or void it"
        yield Next(last if number <= MOST else day, decide, "decide")
    if seen.expires:
        yield Next(
            seen.expires, f"Last day to sign it, {whom} {'has' if len(seen.waiting) == 1 else 'have'} not", "expiry"
        )


def _sent(seen: Situation) -> dt.date:
    return min([each.date for each in seen.facts.sendings] or [each.date for each in seen.facts.signatures])


def chase(seen: Situation, *, method: str = "", said: str = "") -> Plan:
    """Plan that those who are to sign next were reminded on the day the contract is seen on.

    Raises:
        RefusedError: when it is not out to be signed.
    """
    contract = seen.contract
    name = identity(contract.id, seen.on)
    if any(each.id == name for each in seen.facts.chases):
        return Plan(f"{contract.id} was chased already on {seen.on}")
    if seen.state != "out-for-signature":
        raise RefusedError(f"{contract.id} is {seen.state}; nobody is to sign it now")
    event = Chase(
        id=name,
        where=contract.where,
        contract=contract.id,
        date=seen.on,
        to=seen.waiting,
        method=method,
        said=said,
    )
    step = AddRecord(CHASE.path_of(name), fields_tree(event))
    return Plan(f"Remind {', '.join(seen.waiting)} to sign {contract.id}", (step,))


def void(seen: Situation, *, reason: str) -> Plan:
    """Plan that a contract which is not signed by all is void.

    Raises:
        RefusedError: when it is signed, or never went out.
    """
    contract = seen.contract
    if seen.facts.withdrawals:
        return Plan(f"{contract.id} is void already since {seen.facts.withdrawals[0].date}")
    if seen.signed_on:
        hint = f"backoffice contract terminate {contract.id}"
        raise RefusedError(f"{contract.id} was signed on {seen.signed_on}", hint=hint)
    if seen.state == "draft":
        raise RefusedError(f"{contract.id} is a draft that never went out", hint="a draft can simply be deleted")
    event = Withdrawal(id=contract.id, where=contract.where, contract=contract.id, date=seen.on, reason=reason)
    step = AddRecord(WITHDRAWAL.path_of(contract.id), fields_tree(event))
    return Plan(f"Void {contract.id}: {reason}", (step,))
