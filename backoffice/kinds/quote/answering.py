"""What becomes of a quote, as plans: accepted, declined, or no longer binding."""

from __future__ import annotations

import datetime as dt

from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import RefusedError
from backoffice.core.part import replaced
from backoffice.core.plain import fields_tree
from backoffice.kinds.answer import KIND, Answer, Outcome
from backoffice.kinds.quote.offer import Quote, Sent
from backoffice.kinds.quote.situation import Situation


def accepted(
    stands: Situation,
    *,
    on: dt.date,
    option: str = "",
    extras: tuple[int, ...] = (),
    by: str = "",
    reference: str = "",
    project: str = "",
    late: bool = False,
) -> Answer:
    """Return the answer of a client who accepts; ``option`` may be a part of its name.

    Who names no choices accepts once more what was accepted before.

    Raises:
        RefusedError: for a draft, a quote that was answered otherwise or is past its day (unless ``late``), or where
            an option is missing or unknown or a line is not optional.
    """
    quote, sent, before = stands.quote, _sent(stands.quote, on), stands.answer
    if before and before.outcome == "accepted" and not (option or extras):
        return before
    chosen = _option(quote, option)
    for at in extras:
        if at not in quote.extras:
            offered = ", ".join(map(str, quote.extras)) or "none"
            raise RefusedError(f"line {at} of {quote.id} is not optional", hint=f"optional lines: {offered}")
    if sent.until < on and not late and stands.answer is None:
        raise RefusedError(
            f"{quote.id} could be accepted until {sent.until}", hint="--late accepts it all the same, or send a new one"
        )
    made = _answer(quote, on, "accepted")
    return replaced(
        made,
        option=chosen,
        extras=tuple(sorted(set(extras))),
        by=by,
        reference=reference,
        project=project or quote.project,
    )


def _option(quote: Quote, given: str) -> str:
    if not quote.options:
        if given:
            raise RefusedError(f"{quote.id} has no options")
        return ""
    names = [name for name in quote.options if name == given]
    names = names or [name for name in quote.options if given and given.casefold() in name.casefold()]
    if len(names) != 1:
        say = f"{given!r} is not one of the options of {quote.id}" if given else f"{quote.id} has several options"
        raise RefusedError(say, hint=f"say which: {', '.join(quote.options)}")
    return names[0]


def declined(stands: Situation, *, on: dt.date, by: str = "", reason: str = "") -> Answer:
    """Return the answer of a client who does not want it.

    Raises:
        RefusedError: for a draft, or before it was sent.
    """
    _sent(stands.quote, on)
    return replaced(_answer(stands.quote, on, "declined"), by=by, reason=reason)


def expired(stands: Situation, *, on: dt.date, reason: str = "") -> Answer:
    """Return that we are no longer bound to a quote.

    Raises:
        RefusedError: for a draft, or before it was sent.
    """
    _sent(stands.quote, on)
    return replaced(_answer(stands.quote, on, "expired"), reason=reason)


def _sent(quote: Quote, on: dt.date) -> Sent:
    if quote.sent is None:
        raise RefusedError(f"{quote.id} is a draft", hint=f"backoffice quote send {quote.id}")
    if on < quote.sent.date:
        raise RefusedError(f"{quote.id} was sent on {quote.sent.date}, after {on}")
    return quote.sent


def _answer(quote: Quote, on: dt.date, outcome: Outcome) -> Answer:
    return Answer(id=quote.id, where=quote.where, quote=quote.id, date=on, outcome=outcome)


def answer(stands: Situation, given: Answer) -> Plan:
    """Plan to write an answer down; nothing to do where the same was answered before, on whatever day.

    Raises:
        RefusedError: when something else was.
    """
    quote, before = stands.quote, stands.answer
    if before:
        if _choice(before) == _choice(given):
            return Plan(f"{quote.id} was {before.outcome} already on {before.date}")
        what = f"was {before.outcome} on {before.date}"
        if before.outcome == given.outcome:
            what += f", with other choices: {_chosen(before)}"
        raise RefusedError(f"{quote.id} {what}", hint=f"see {before.where}")
    assert quote.sent is not None  # noqa: S101 - answers are made for sent quotes
    path = KIND.path_of(quote.id, year=str(quote.sent.date.year))
    word = {"accepted": "Accept", "declined": "Decline", "expired": "Expire"}[given.outcome]
    return Plan(f"{word} {quote.id}{_worth(quote, given)}", (AddRecord(path, fields_tree(given)),))


def _choice(given: Answer) -> tuple[object, ...]:
    return given.outcome, given.option, given.extras


def _chosen(given: Answer) -> str:
    lines = ", ".join(map(str, given.extras))
    parts = (given.option, f"lines {lines}" if lines else "")
    return " and ".join(filter(None, parts)) or "nothing in addition"


def _worth(quote: Quote, given: Answer) -> str:
    if given.outcome != "accepted":
        return f": {given.reason}" if given.reason else ""
    option = f", {given.option}" if given.option else ""
    return f"{option} ({quote.net(given.option, given.extras)} without tax)"
