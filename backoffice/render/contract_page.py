"""A contract as it is printed: the letterhead, its text, and a place for each signatory to sign."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from backoffice.core.party import Party
from backoffice.core.settings import Language, Settings
from backoffice.kinds.contract.agreement import Contract
from backoffice.render.job import Composed
from backoffice.render.letter_page import Fact, Letter, Stationery, Subject, facts_of
from backoffice.render.localise import Wording
from backoffice.render.look import Load
from backoffice.render.own_pages import own_pages


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody signs: for whom, under which name and in which capacity."""

    party: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class ContractPage:
    """The whole contract; ``text`` is Markdown, all else plain text."""

    letter: Letter
    text: str
    places: tuple[Place, ...]
    signed_at: str


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """To whom, on which day, and in which language a contract is printed."""

    buyer: Party | None
    on: dt.date
    language: Language


def contract_page(
    contract: Contract, settings: Settings, load: Load, occasion: Occasion, *, draft: bool
) -> ContractPage:
    """Return ``contract`` as it is printed; ``draft`` marks it as one that nobody should sign."""
    business = settings.business
    wording = Wording(occasion.language, business.address.country)
    paper = Stationery(seller=business, look=settings.look, wording=wording, load=load)
    subject = Subject(
        title=contract.name,
        line="",
        facts=_facts(contract, wording, occasion),
        created=f"{occasion.on}T00:00:00Z",
        watermark=wording.say("contract_draft") if draft else "",
    )
    buyer = occasion.buyer or Party(name=", ".join(contract.parties), address=business.address)
    letter = paper.letter(buyer, subject)
    if occasion.buyer is None:
        letter = replace(letter, recipient=tuple(contract.parties), recipient_long=False)
    return ContractPage(
        letter=letter,
        text=_text(contract),
        places=tuple(_places(contract, business, buyer)),
        signed_at=wording.say("signed_at"),
    )


def composed(contract: Contract, settings: Settings, load: Load, occasion: Occasion, *, draft: bool) -> Composed:
    """Return a contract ready to be laid out; the same contract, day and settings give the same bytes."""
    page = contract_page(contract, settings, load, occasion, draft=draft)
    made = f"{contract.digest()}-{occasion.on}{'-draft' if draft else ''}"
    return Composed(
        name=f"contract {contract.id}",
        template="contract.html",
        style="contract",
        templates=own_pages(load),
        page=asdict(page),
        identifier=made,
    )


def _facts(contract: Contract, wording: Wording, occasion: Occasion) -> tuple[Fact, ...]:
    return facts_of(
        wording,
        ("contract_number", contract.reference or contract.id),
        ("contract_from", wording.date(contract.effective) if contract.effective else ""),
        ("contract_to", wording.date(contract.ends) if contract.ends else ""),
        ("contract_edition", contract.terms.version if contract.terms else ""),
        ("contract_date", wording.date(occasion.on)),
    )


def _text(contract: Contract) -> str:
    """Return the text without a heading that only repeats the name."""
    head, _, rest = contract.notes.strip().partition("\n")
    repeats = re.fullmatch(r"#\s+(.*)", head)
    return rest.strip() if repeats and repeats[1].strip().casefold() in contract.name.casefold() else contract.notes


def _places(contract: Contract, business: Party, buyer: Party) -> Iterator[Place]:
    """Yield a place for each signatory; where nobody is named, one for each side."""
    for each in contract.signatories:
        yield Place(party=business.name if each.side == "us" else buyer.name, name=each.name, role=each.role)
    if not contract.signatories:
        yield Place(party=buyer.name, name="", role="")
        yield Place(party=business.name, name="", role="")
