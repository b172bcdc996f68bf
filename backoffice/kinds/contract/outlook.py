"""What happens to a contract if nobody does anything, in one sentence; and the days by which somebody has to act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.deadline import Deadline
from backoffice.core.duration import add_days, add_months
from backoffice.core.money import Money
from backoffice.core.words import slug_of
from backoffice.kinds.contract.chasing import next_steps
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.situation import OVER, UNSIGNED, Decision, Situation

YEAR = 12


def sentence(seen: Situation) -> str:
    """Return the one sentence that every contract has."""
    return f"If nobody does anything: {outlook(seen)}"


def outlook(seen: Situation) -> str:
    """Return what happens if nobody does anything, and until when that can be changed."""
    if seen.state in OVER:
        return _over(seen)
    if seen.state in UNSIGNED:
        return _unsigned(seen)
    if seen.stop:
        return f"ends {seen.stop.last_day} ({seen.stop.how})."
    if seen.dates and seen.decision and seen.dates.renewal == "auto":
        return _renews(seen, seen.decision)
    if seen.dates and seen.dates.renewal == "option":
        return _option(seen)
    return _goes_on(seen)


def _over(seen: Situation) -> str:
    if seen.successor:
        return f"nothing; {seen.successor} has taken its place."
    if seen.stop:
        return f"nothing; it ended {seen.stop.last_day} ({seen.stop.how})."
    return f"nothing; it ended {seen.natural_end}."


def _unsigned(seen: Situation) -> str:
    if seen.state == "draft":
        return "it stays a draft."
    if seen.state == "declined":
        who = ", ".join(each.signatory for each in seen.facts.signatures if each.answer == "declined")
        return f"it stays unsigned; declined by {who}."
    if seen.state == "void":
        withdrawn = seen.facts.withdrawals[0]
        return f"nothing; it was withdrawn on {withdrawn.date}: {withdrawn.reason}."
    if seen.state == "expired":
        return f"it stays unsigned; {signed_count(seen)} signed when it expired on {seen.expires}."
    expires = f" It expires on {seen.expires}." if seen.expires else ""
    return f"it stays unsigned; {signed_count(seen)} signed, waiting for {', '.join(seen.missing)}.{expires}"


def signed_count(seen: Situation) -> str:
    """Return how many of how many have signed, ``1 of 2``; empty where nobody has to."""
    whole = len(seen.contract.signatories)
    return f"{whole - len(seen.missing)} of {whole}" if whole else ""


def _renews(seen: Situation, decision: Decision) -> str:
    k = decision.k
    said = f"renews {_span(seen, k + 1)}. Last day to stop it: {_days(seen, decision)}."
    running = seen.term_end
    if running and running < seen.span(k)[1]:
        said += f" Up to {seen.span(k)[1]} it can no longer be stopped."
    return said


def _option(seen: Situation) -> str:
    ends = f"ends {seen.natural_end}."
    if seen.decision is None:
        return ends
    return f"{ends} Last day to extend it, {_span(seen, seen.decision.k + 1)}: {_days(seen, seen.decision)}."


def _goes_on(seen: Situation) -> str:
    end, early = seen.natural_end, seen.end_by_notice()
    if end:
        stops = early is not None and early < end and seen.rule.at != "term-end"
        return f"ends {end}." + (f" Notice today ends it {long(early)}." if stops and early else "")
    worth = _yearly(seen)
    price = f" ({grouped(worth)} a year)" if worth else ""
    return f"goes on{price}." + (f" Notice today ends it {long(early)}." if early else "")


def _span(seen: Situation, k: int) -> str:
    """Return the days of a term and what it is worth."""
    first, last = seen.span(k)
    assert first is not None  # noqa: S101 - a renewal begins where the term before it ends
    worth = seen.contract.price.of(first, last) if seen.contract.price else None
    return f"{first} to {last}" + (f" ({grouped(worth)})" if worth else "")


def _days(seen: Situation, decision: Decision) -> str:
    if decision.act_by == decision.deadline:
        return long(decision.deadline)
    same_year = decision.act_by.year == decision.deadline.year
    act = f"{decision.act_by:%a} {decision.act_by.day} {decision.act_by:%b}" if same_year else long(decision.act_by)
    past = ", which has passed" if decision.act_by < seen.on else ""
    return f"{long(decision.deadline)} (act by {act}{past})"


def _yearly(seen: Situation) -> Money | None:
    price = seen.contract.price
    return price.of(seen.on, add_days(add_months(seen.on, YEAR), -1)) if price and price.per != "term" else None


def long(day: dt.date) -> str:
    """Return a day with its weekday, ``Mon 30 Aug 2027``."""
    return f"{day:%a} {day.day} {day:%b} {day.year:04}"


def grouped(amount: Money) -> str:
    """Return an amount with its thousands set apart, ``24 000.00 EUR``."""
    return f"{amount.amount:,} {amount.currency}".replace(",", " ")


def deadlines(books: Books, as_of: dt.date, until: dt.date) -> Iterator[Deadline]:
    """Yield what has to be done about contracts up to a day, as things stand on ``as_of``."""
    for facts in gather(books).values():
        seen = Situation.of(facts, as_of)
        for day, kind, what, period in _upcoming(seen, until):
            if day <= until:
                yield Deadline(day, seen.contract.ref, kind, what, who=seen.contract.owner, period=period)


def _upcoming(seen: Situation, until: dt.date) -> Iterator[tuple[dt.date, str, str, str]]:
    """Yield day, kind, what to do, and which of several it is."""
    contract = seen.contract
    if seen.state in OVER:
        return
    if seen.state in UNSIGNED:
        for each in next_steps(seen):
            yield each.day, "signature", f"{contract.name}: {each.what}", each.period
        return
    if seen.decision:
        yield seen.decision.act_by, "notice", f"{contract.name}. {sentence(seen)}", f"term {seen.decision.k + 1}"
    elif seen.term_end and seen.term_end >= seen.on:
        yield seen.term_end, "end", f"{contract.name}: {outlook(seen)}", ""
    yield from _prices(seen)
    yield from _obligations(seen, until)


def _prices(seen: Situation) -> Iterator[tuple[dt.date, str, str, str]]:
    contract = seen.contract
    for step in contract.price.steps if contract.price else ():
        if contract.price and step.since > seen.on:
            amount = grouped(Money.of(step.amount, contract.price.currency))
            what = f"{contract.name}: {amount} {contract.price.unit} from now on"
            yield step.since, "price", what, str(step.since)


def _obligations(seen: Situation, until: dt.date) -> Iterator[tuple[dt.date, str, str, str]]:
    end = min((day for day in (seen.stop and seen.stop.last_day, seen.natural_end) if day), default=dt.date.max)
    for each in seen.contract.obligations:
        for occurrence in each.open(seen.contract.begins, seen.on, min(until, end)):
            who = "" if each.by == "us" else "they: "
            period = f"{slug_of(each.text)} {occurrence.name}"
            yield occurrence.day, "obligation", f"{seen.contract.name}: {who}{each.text}", period
