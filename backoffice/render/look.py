"""The business's own look on paper: one accent colour and a logo, and what is wrong with them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

from backoffice.core.settings import Look

Load = Callable[[str], bytes | None]
"""Returns the bytes of a file of the workspace, by its path; None where there is none."""


def complaints(look: Look, load: Load) -> Iterator[str]:
    """Yield what cannot be printed as the settings ask."""
    if look.logo and not logo_of(look, load):
        yield f"the logo {look.logo} is missing, too large, or neither a PNG nor a plain SVG image"
    if not _HEX.fullmatch(look.accent):
        yield f"the accent {look.accent} is no colour such as {Look().accent}"


# ── Colour ──────────────────────────────────────────────────────────────────────────────────────

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SHORT = len("#rgb")
_READABLE = 4.5
"""Least contrast of text on white (WCAG 2.1, AA)."""
_PALE = 2.0
"""Colours paler than this turn to mud when they are darkened: text is set in black then."""
_BLACK = "#1c2024"


def accent_of(look: Look) -> str:
    """Return the accent colour as ``#rrggbb``; what is no such colour gives the usual one."""
    if not _HEX.fullmatch(look.accent):
        return Look().accent
    colour = look.accent.lower()
    return "#" + "".join(each * 2 for each in colour[1:]) if len(colour) == _SHORT else colour


def readable(colour: str) -> str:
    """Return ``#rrggbb`` dark enough to be read on white: itself, darkened, or black where it is pale."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    if contrast(red, green, blue) < _PALE:
        return _BLACK
    while contrast(red, green, blue) < _READABLE:
        red, green, blue = (int(each * 0.95) for each in (red, green, blue))
    return f"#{red:02x}{green:02x}{blue:02x}"


_STRAIGHT = 0.04045
"""Below this share of full light the sRGB curve is a straight line (IEC 61966-2-1)."""


def contrast(*channels: int) -> float:
    """Return the contrast of red, green and blue (0 to 255) with white, 1 to 21, as WCAG defines it."""
    shares = (each / 255 for each in channels)
    linear = (each / 12.92 if each <= _STRAIGHT else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
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
    """Tell PNG and SVG by their content; nothing for bombs: huge files or pixels, XML with a DOCTYPE."""
    if len(content) > _LARGEST:
        return ""
    if content.startswith(_PNG):
        width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
        return "png" if 0 < width <= _WIDEST and 0 < height <= _WIDEST else ""
    return "svg+xml" if b"<svg" in content and not re.search(rb"<!\s*(DOCTYPE|ENTITY)", content) else ""
