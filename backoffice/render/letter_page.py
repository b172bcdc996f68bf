"""What every letter of a business has in common: letterhead, address window, facts at its side, foot.

Invoices, quotes, reminders and statements are letters with a body of their own; ``pages/letter.html`` prints
this one part of them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from backoffice.core.part import replaced
from backoffice.core.party import Address, Party
from backoffice.core.settings import Look, Paper
from backoffice.render.localise import Wording
from backoffice.render.look import Load, accent_of, logo_of, readable


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A label and what it says."""

    label: str
    text: str


def facts_of(wording: Wording, *said: tuple[str, str | None]) -> tuple[Fact, ...]:
    """Return facts, each from the key of its label and its text; those without text are left out."""
    return tuple(Fact(label=wording.say(word), text=text) for word, text in said if text)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a letter is about. ``created`` is an ISO 8601 time; ``watermark`` is printed across every page."""

    title: str
    line: str
    facts: tuple[Fact, ...]
    created: str
    watermark: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything printed around the body of a letter; all of it text as it appears.

    ``accent`` is the colour of rules, ``ink`` the same dark enough for text, ``logo`` a ``data:`` address.
    The words ``pages`` go before, between and after the number of the page and that of all pages.
    """

    language: str
    paper: Paper
    accent: str
    ink: str
    logo: str
    author: str
    contact: tuple[str, ...]
    sender: str
    recipient: tuple[str, ...]
    recipient_long: bool
    subject: Subject
    running: str
    foot: tuple[tuple[str, ...], ...]
    foot_lines: int
    footnote: str
    pages: tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Stationery:
    """The paper of a business: who writes, how it looks, in which words, with the files it shows."""

    seller: Party
    look: Look
    wording: Wording
    load: Load

    def letter(self, buyer: Party, subject: Subject) -> Letter:
        """Return what surrounds the body of a letter to ``buyer``."""
        before, between, after = self.wording.say("page", page="\0", pages="\0").split("\0")
        seller, accent = self.seller, accent_of(self.look)
        recipient = recipient_lines(buyer, self.wording, home=seller.address.country)
        return Letter(
            language=str(self.wording.locale).replace("_", "-"),
            paper=self.look.paper,
            accent=accent,
            ink=readable(accent),
            logo=logo_of(self.look, self.load),
            author=seller.name,
            contact=tuple(each for each in (seller.email, seller.phone, seller.website) if each),
            sender=sender_line(seller, self.wording),
            recipient=recipient,
            recipient_long=sum(math.ceil(len(line) / _LINE) for line in recipient) > _WINDOW_LINES,
            subject=subject,
            running=f"{seller.name} · {subject.title}",
            foot=(foot := foot_columns(seller, self.wording)),
            foot_lines=foot_lines(foot, self.look.footer),
            footnote=self.look.footer,
            pages=(before, between, after),
        )


_LINE = 42
"""About so many characters fit into one line of the address window."""
_WINDOW_LINES = 6
"""The lines of an address in the window (DIN 5008); longer addresses are set smaller."""

_NORTH_AMERICA = "{city}, {region} {postcode}"
_CITY_LINES = {
    "US": _NORTH_AMERICA,
    "CA": _NORTH_AMERICA,
    "AU": "{city} {region} {postcode}",
    "GB": "{city}\n{postcode}",
    "IE": "{city}\n{postcode}",
    "IN": "{city} {postcode}\n{region}",
    "JP": "{city}, {region} {postcode}",
    "IT": "{postcode} {city} {region}",
}


def address_lines(address: Address, wording: Wording, *, home: str) -> tuple[str, ...]:
    """Return an address as its own country writes it, which is named where it is not ``home`` (ISO 3166)."""
    pattern = _CITY_LINES.get(address.country, "{postcode} {city}")
    city = pattern.format(postcode=address.postcode, city=address.city, region=address.region)
    abroad = wording.territory(address.country).upper() if address.country != home else ""
    lines = [address.extra, address.street, *city.split("\n"), abroad]
    return tuple(line for each in lines if (line := " ".join(each.split()).strip(", ")))


def recipient_lines(buyer: Party, wording: Wording, *, home: str) -> tuple[str, ...]:
    """Return name, attention and address of the one written to."""
    attention = wording.say("attention", buyer.attention) if buyer.attention else ""
    lines = (buyer.name, attention, *address_lines(buyer.address, wording, home=home))
    return tuple(line for line in lines if line)


def sender_line(seller: Party, wording: Wording) -> str:
    """Return the small line above the recipient, which brings an undeliverable letter back."""
    plain = replaced(seller.address, extra="")
    return " · ".join((seller.name, *address_lines(plain, wording, home=plain.country)))


def vat_number(number: str | None) -> str:
    """Return a VAT number as it is printed: a Swiss one with a space before its ending (MWSTV, SR 641.201)."""
    return re.sub(r"(?<=\d)(?=(?:MWST|TVA|IVA)$)", " ", number or "")


def foot_columns(seller: Party, wording: Wording) -> tuple[tuple[str, ...], ...]:
    """Return the columns at the foot of every page: who, tax and register, bank."""
    bank = seller.bank
    columns = (
        (seller.name, *address_lines(seller.address, wording, home=seller.address.country)),
        (
            wording.say("vat_id", vat_number(seller.vat_id)) if seller.vat_id else "",
            wording.say("tax_id", seller.tax_id) if seller.tax_id else "",
            *(part.strip() for part in re.split(r",| · ", seller.registration)),
        ),
        (bank.bank, grouped(bank.iban or ""), f"BIC {bank.bic}" if bank.bic else "", bank.number) if bank else (),
    )
    return tuple(kept for column in columns if (kept := tuple(line for line in column if line)))


_FOOT_LINE = 36
"""About so many characters fit into one line of a column at the foot."""
_FOOT_WIDTH = 130
"""And so many into one line across the page."""


def foot_lines(columns: tuple[tuple[str, ...], ...], footnote: str) -> int:
    """Return how many lines the foot of a page needs."""
    highest = max(sum(math.ceil(len(line) / _FOOT_LINE) for line in column) for column in columns)
    return highest + (math.ceil(len(footnote) / _FOOT_WIDTH) + 1 if footnote else 0)


def grouped(iban: str) -> str:
    """Return an IBAN in groups of four, as it is printed."""
    return "\N{NO-BREAK SPACE}".join(iban[start : start + 4] for start in range(0, len(iban), 4))
