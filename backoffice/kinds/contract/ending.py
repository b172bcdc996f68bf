"""Ending a contract by notice or otherwise, and extending one, as plans."""

from __future__ import annotations

import datetime as dt

from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Literal
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree
from backoffice.kinds.contract.situation import OVER, UNSIGNED, Situation
from backoffice.kinds.notice import KIND as NOTICE
from backoffice.kinds.notice import Notice, identity
from backoffice.kinds.termination import KIND as TERMINATION
from backoffice.kinds.termination import Termination

Side = Literal["us", "them"]


def last_day(seen: Situation, effect: Literal["end", "extend"]) -> dt.date:
    """Return the last day of the contract after notice that arrives on the day it is seen on.

    Raises:
        RefusedError: when such notice does nothing any more.
    """
    if effect == "extend":
        if seen.dates is None or seen.dates.renewal != "option":
            raise RefusedError(f"{seen.contract.id} has no option to extend it")
        if seen.decision is None:
            raise RefusedError(f"{seen.contract.id} can no longer be extended; it ends {seen.natural_end}")
        return seen.dates.last_day(seen.decision.k + 1)
    end = seen.end_by_notice()
    if end is None and seen.natural_end is None:
        raise RefusedError(f"{seen.contract.id} has no clause on notice", hint="backoffice contract terminate")
    if end is None:
        raise RefusedError(f"notice does not end {seen.contract.id} any earlier; it ends {seen.natural_end}")
    return end


class Late(NamedTuple):
    """Notice that comes after the last day for the term under way; ``arguable``: until when another count has it."""

    term_end: dt.date
    due: dt.date
    arguable: dt.date


def too_late_for(seen: Situation) -> Late | None:
    """Return what notice on the day the contract is seen on comes too late for; None where it is in time."""
    if seen.dates is None or seen.rule.at != "term-end":
        return None
    k = seen.dates.current(seen.on)
    if k is None or seen.rule.deadline(seen.dates, k) >= seen.on:
        return None
    last = seen.dates.last_day(k)
    return Late(last, *seen.rule.readings(seen.dates, last))


def give_notice(
    seen: Situation,
    *,
    by: Side = "us",
    effect: Literal["end", "extend"] = "end",
    method: str = "",
    evidence: str = "",
) -> Plan:
    """Plan that notice arrives on the day the contract is seen on, and ends (or extends) it.

    Raises:
        RefusedError: when it is not signed, is over, was ended already, or notice does nothing any more.
    """
    contract, on = seen.contract, seen.on
    name = identity(contract.id, on)
    if any(each.id == name for each in seen.facts.notices):
        return Plan(f"notice on {contract.id} of {on} is recorded already")
    _require_running(seen)
    if seen.stop:
        raise RefusedError(f"{contract.id} ends {seen.stop.last_day} already: {seen.stop.how}")
    event = Notice(
        id=name,
        where=contract.where,
        contract=contract.id,
        date=on,
        by=by,
        effect=effect,
        last_day=last_day(seen, effect),
        method=method,
        evidence=evidence,
    )
    does = "ends it on" if effect == "end" else "extends it to"
    late = too_late_for(seen) if effect == "end" else None
    missed = f", too late for {late.term_end}" if late else ""
    summary = f"Notice on {contract.id} of {on} {does} {event.last_day}{missed}"
    return Plan(summary, (AddRecord(NOTICE.path_of(name), fields_tree(event)),))


def terminate(seen: Situation, *, last: dt.date, reason: str, by: Literal["us", "them", "both"] = "both") -> Plan:
    """Plan that a contract ends on ``last``, whatever its terms say.

    Raises:
        RefusedError: when it is a draft or over, was terminated already, or would end before it starts.
    """
    contract = seen.contract
    if seen.facts.terminations:
        return Plan(f"{contract.id} was terminated already on {seen.facts.terminations[0].date}")
    _require_running(seen)
    if contract.begins and last < contract.begins:
        raise RefusedError(f"{contract.id} starts on {contract.begins}, after {last}")
    event = Termination(
        id=contract.id,
        where=contract.where,
        contract=contract.id,
        date=seen.on,
        last_day=last,
        by=by,
        reason=reason,
    )
    step = AddRecord(TERMINATION.path_of(contract.id), fields_tree(event))
    return Plan(f"Terminate {contract.id} on {last}: {reason}", (step,))


def _require_running(seen: Situation) -> None:
    if seen.state in OVER:
        raise RefusedError(f"{seen.contract.id} is {seen.state} already")
    if seen.state in UNSIGNED:
        hint = "a draft can simply be deleted; a signatory's refusal is `contract decline`"
        raise RefusedError(f"{seen.contract.id} is {seen.state}; only what is signed can be ended", hint=hint)
