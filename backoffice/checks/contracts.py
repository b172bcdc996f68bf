"""Contracts fit together: their links run one way, what was sent is unchanged, and what is signed has its paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault, Severity
from backoffice.core.errors import RefusedError
from backoffice.kinds.chase import Chase
from backoffice.kinds.contract.ending import last_day
from backoffice.kinds.contract.facts import Facts, gather
from backoffice.kinds.contract.situation import Situation
from backoffice.kinds.notice import Notice
from backoffice.kinds.sending import Sending
from backoffice.kinds.signature import Signature
from backoffice.kinds.termination import Termination
from backoffice.kinds.withdrawal import Withdrawal

CIRCLE = Fault(
    "circular-links",
    "Following what contracts say they are part of, amend, supersede or cancel leads back to where it began, so none "
    "of them comes first. A link points from the later contract to the earlier one.",
)
CHANGED = Fault(
    "changed-contract",
    "The terms of a contract are not those that were sent or signed: its file was changed afterwards. Bring the text "
    "back (git log shows every version), and write what changed into a contract of its own that amends it.",
)
NO_PAPER = Fault(
    "no-executed-file",
    "A contract counts as signed, but the file that all have signed is not there. `contract sign --file` keeps it; one "
    "signed elsewhere lists it among its documents, with the role executed.",
    Severity.WARNING,
)
NO_FILE = Fault("missing-document", "A contract, a signature or a notice names a file that is not beside it.")
STRANGER = Fault("unknown-signatory", "Somebody signed or declined a contract who is not among its signatories.")
MISNAMED = Fault(
    "misnamed-event",
    "The file of something that happened to a contract is not named after that contract (and, where several can "
    "happen, after who or when), so two branches could both record it.",
)
WRONG_END = Fault(
    "wrong-last-day",
    "The last day that a notice states is not the one that follows from the contract's terms. Where that was agreed, "
    "record a termination instead.",
    Severity.WARNING,
)

Event: TypeAlias = "Sending | Signature | Chase | Withdrawal | Notice | Termination"


def contracts(books: Books) -> Iterator[Diagnostic]:
    """Yield what is wrong between contracts, and between them and their events."""
    found = gather(books)
    yield from _circles(found)
    for facts in found.values():
        yield from _frozen(facts)
        yield from _strangers(facts)
        yield from _ends(facts)
        yield from _papers(books, facts)
    events: Iterator[Event] = chain(
        *(books.all(Sending), books.all(Signature), books.all(Chase)),
        *(books.all(Withdrawal), books.all(Notice), books.all(Termination)),
    )
    for event in events:
        if event.id != event.expected:
            yield MISNAMED.at(event.where, f"this should be named {event.expected}, not {event.id}")


def _circles(found: Mapping[str, Facts]) -> Iterator[Diagnostic]:
    """Yield each circle once, at its first contract."""
    named = {name: {other: how for how, other in facts.contract.links} for name, facts in found.items()}
    links = {name: [other for other in others if other in found] for name, others in named.items()}
    reported: set[str] = set()
    for name in links:
        if name not in reported and (circle := _way_back(links, name)):
            reported.update(circle)
            way = " to ".join([*circle, name])
            last = found[circle[-1]].contract
            hint = f"take one of the links out; the last is {named[last.id][name]} in {last.where}"
            about = (named[name][circle[1] if circle[1:] else name],)
            yield CIRCLE.at(found[name].contract.where, f"links lead round in a circle: {way}", hint=hint, about=about)


def _way_back(links: Mapping[str, list[str]], start: str) -> list[str]:
    """Return the contracts on a way from ``start`` back to it; none where there is no way."""
    ways, seen = [[start]], set[str]()
    while ways:
        way = ways.pop()
        for other in links[way[-1]]:
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


def _frozen(facts: Facts) -> Iterator[Diagnostic]:
    frozen = [(each.digest, f"was sent on {each.date}") for each in facts.sendings]
    frozen += [(each.digest, f"{each.signatory} signed on {each.date}") for each in facts.signatures if each.digest]
    changed = [when for digest, when in frozen if digest != facts.contract.digest()]
    if changed:
        yield CHANGED.at(facts.contract.where, f"{facts.contract.id} is not what {', '.join(changed)}")


def _strangers(facts: Facts) -> Iterator[Diagnostic]:
    names = {each.name for each in facts.contract.signatories}
    for each in facts.signatures:
        if each.signatory not in names:
            yield STRANGER.at(
                each.where, f"{each.signatory} is not among the signatories of {each.contract}", about=("signatory",)
            )


def _ends(facts: Facts) -> Iterator[Diagnostic]:
    for each in facts.notices:
        others = tuple(other for other in facts.notices if other.date < each.date)
        seen = Situation.of(facts._replace(notices=others, terminations=()), each.date)
        try:
            follows = f"it follows {last_day(seen, each.effect)}"
            right = last_day(seen, each.effect) == each.last_day
        except RefusedError as nothing:
            follows, right = nothing.message, False
        if not right:
            yield WRONG_END.at(each.where, f"it says {each.last_day}, but {follows}", about=("last_day",))


def _papers(books: Books, facts: Facts) -> Iterator[Diagnostic]:
    contract = facts.contract
    kept = any(each.file for each in facts.signatures) or any(each.role == "executed" for each in contract.documents)
    if facts.signed_on and not kept:
        hint = f"backoffice contract sign {contract.id} --file, or list it under documents"
        yield NO_PAPER.at(
            contract.where, f"{contract.id} is signed, but the executed file is not here", hint=hint, about=("signed",)
        )
    named = [(contract.where, each.file) for each in contract.documents]
    events: tuple[Sending | Signature | Notice | Termination, ...] = (
        *facts.sendings,
        *facts.signatures,
        *facts.notices,
        *facts.terminations,
    )
    for where, file in (*named, *((each.where, each.file) for each in events if each.file)):
        path = f"{where.path.rpartition('/')[0]}/{file}"
        if not books.has_file(path):
            yield NO_FILE.at(where, f"{path} is not there")


CHECK = Check(
    "contracts",
    "Contracts, their links and what happened to them fit together.",
    contracts,
    (CIRCLE, CHANGED, NO_PAPER, NO_FILE, STRANGER, MISNAMED, WRONG_END),
)
