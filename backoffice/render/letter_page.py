"""What every letter of a business has in common: letterhead, address window, facts at its side, foot.

Invoices, quotes, reminders and statements are letters with a body of their own; ``pages/letter.html`` prints this.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from backoffice.core.party import Address, Party
from backoffice.core.settings import Look, Paper
from backoffice.render.localise import Wording

Load = Callable[[str], bytes | None]
"""Returns the bytes of a file of the workspace, by its path; None where there is none."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A label and what it says."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything printed around the body of a letter; all of it text as it appears."""

    language: str
    paper: Paper
    accent: str
    ink: str
    title: str
    subject: str
    author: str
    created: str
    logo: str
    contact: tuple[str, ...]
    sender: str
    recipient: tuple[str, ...]
    recipient_long: bool
    facts: tuple[Fact, ...]
    foot: tuple[tuple[str, ...], ...]
    footnote: str
    running: str
    page_before: str
    page_between: str
    page_after: str
    watermark: str = ""


def address_lines(address: Address, wording: Wording, *, home: str) -> tuple[str, ...]:
    """Return an address as it is written in its own country; the country is named where it is not ``home``."""
    pattern = _CITY_LINES.get(address.country, "{postcode} {city}")
    city = pattern.format(postcode=address.postcode, city=address.city, region=address.region)
    abroad = wording.territory(address.country).upper() if address.country != home else ""
    lines = [address.extra, address.street, *city.split("\n"), abroad]
    return tuple(line for each in lines if (line := " ".join(each.split()).strip(", ")))


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


_LINE = 42
"""About so many characters fit into one line of the address window."""
_WINDOW_LINES = 6
"""The lines an address window has (DIN 5008); longer addresses are set smaller."""


def recipient_lines(buyer: Party, wording: Wording, *, home: str) -> tuple[str, ...]:
    """Return name, attention and address of the one written to."""
    attention = wording.say("attention", buyer.attention) if buyer.attention else ""
    lines = (buyer.name, attention, *address_lines(buyer.address, wording, home=home))
    return tuple(line for line in lines if line)


def sender_line(seller: Party, wording: Wording) -> str:
    """Return the small line above the recipient, which brings the letter back if it cannot be delivered."""
    lines = address_lines(seller.address, wording, home=seller.address.country)
    return " · ".join((seller.name, *lines))


def contact_lines(seller: Party) -> tuple[str, ...]:
    """Return how the sender is reached."""
    return tuple(each for each in (seller.email, seller.phone, seller.website) if each)


def foot_columns(seller: Party, wording: Wording) -> tuple[tuple[str, ...], ...]:
    """Return the columns at the foot of every page: who, tax and register, bank."""
    bank = seller.bank
    columns = (
        (seller.name, *address_lines(seller.address, wording, home=seller.address.country)),
        (
            wording.say("vat_id", seller.vat_id) if seller.vat_id else "",
            wording.say("tax_id", seller.tax_id) if seller.tax_id else "",
            *(part.strip() for part in seller.registration.split(",")),
        ),
        (
            bank.bank if bank else "",
            grouped(bank.iban) if bank and bank.iban else "",
            f"BIC {bank.bic}" if bank and bank.bic else "",
            bank.number if bank else "",
        ),
    )
    return tuple(kept for column in columns if (kept := tuple(line for line in column if line)))


def grouped(iban: str) -> str:
    """Return an IBAN in groups of four, as it is printed."""
    return "\N{NO-BREAK SPACE}".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def letter(
    seller: Party,
    buyer: Party,
    look: Look,
    wording: Wording,
    load: Load,
    *,
    facts: Iterable[Fact],
    title: str,
    subject: str,
    created: str,
    watermark: str = "",
) -> Letter:
    """Return what surrounds the body of a letter from ``seller`` to ``buyer``."""
    before, between, after = wording.say("page", page="\0", pages="\0").split("\0")
    home = seller.address.country
    recipient = recipient_lines(buyer, wording, home=home)
    accent = accent_of(look)
    return Letter(
        language=str(wording.locale).replace("_", "-"),
        paper=look.paper,
        accent=accent,
        ink=readable(accent),
        title=title,
        subject=subject,
        author=seller.name,
        created=created,
        logo=logo_of(look, load),
        contact=contact_lines(seller),
        sender=sender_line(seller, wording),
        recipient=recipient,
        recipient_long=sum(math.ceil(len(line) / _LINE) for line in recipient) > _WINDOW_LINES,
        facts=tuple(facts),
        foot=foot_columns(seller, wording),
        footnote=look.footer,
        running=f"{seller.name} · {title}",
        page_before=before,
        page_between=between,
        page_after=after,
        watermark=watermark,
    )


def complaints(look: Look, made: Letter) -> Iterator[str]:
    """Yield what of the look could not be printed as the settings ask."""
    if look.logo and not made.logo:
        yield f"the logo {look.logo} is missing, too large, or neither a PNG nor a plain SVG image"
    if not _HEX.fullmatch(look.accent):
        yield f"the accent {look.accent} is no colour such as #1f4e5f"


# ── Colour ──────────────────────────────────────────────────────────────────────────────────────

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_READABLE = 4.5
"""Least contrast of text on white (WCAG 2.1, AA)."""
_PALE = 2.0
"""Colours paler than this turn to mud when they are darkened: text is set in black then."""
_BLACK = "#1c2024"


def accent_of(look: Look) -> str:
    """Return the accent colour as ``#rrggbb``; what is no such colour gives the usual one."""
    if not _HEX.fullmatch(look.accent):
        return Look().accent
    digits = look.accent[1:].lower()
    return f"#{digits}" if len(digits) > len("rgb") else "#" + "".join(each * 2 for each in digits)


def readable(colour: str) -> str:
    """Return ``#rrggbb`` dark enough to be read as text on white: itself, darkened, or black where it is pale."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    if _contrast(red, green, blue) < _PALE:
        return _BLACK
    while _contrast(red, green, blue) < _READABLE:
        red, green, blue = (int(each * 0.95) for each in (red, green, blue))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _contrast(*channels: int) -> float:
    """Contrast with white by WCAG's relative luminance."""
    shares = (each / 255 for each in channels)
    linear = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    luminance = sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


# ── Logo ────────────────────────────────────────────────────────────────────────────────────────

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 2_000_000
_WIDEST = 6000


def logo_of(look: Look, load: Load) -> str:
    """Return the logo as a ``data:`` address; empty where there is none or it is not an image we print."""
    content = (load(look.logo) if look.logo else None) or b""
    kind = _image_kind(content)
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}" if kind else ""


def _image_kind(content: bytes) -> str:
    """Tell PNG and SVG by what they are, not by name; nothing for bombs: huge files or pixels, XML with a DOCTYPE."""
    if len(content) > _LARGEST:
        return ""
    if content.startswith(_PNG):
        width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
        return "png" if 0 < width <= _WIDEST and 0 < height <= _WIDEST else ""
    if b"<svg" in content and b"<!DOCTYPE" not in content and b"<!ENTITY" not in content:
        return "svg+xml"
    return ""
