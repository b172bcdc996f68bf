"""Accent colours and logos: what is used, what is refused, what is said about it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.settings import Look
from backoffice.render.look import accent_of, complaints, contrast, logo_of, readable

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")


@pytest.mark.parametrize(
    ("accent", "used"),
    [
        ("#1F4E5F", "#1f4e5f"),
        ("#abc", "#aabbcc"),
        ("red", "#1f4e5f"),
        ("#12345", "#1f4e5f"),
        ("#fff; background: url(http://127.0.0.1/)", "#1f4e5f"),
        ("#abc\n", "#1f4e5f"),
    ],
)
def test_an_accent_is_a_colour_and_nothing_else(accent: str, used: str) -> None:
    assert accent_of(Look(accent=accent)) == used


def test_a_pale_accent_gives_black_text_and_a_light_one_a_darker_shade() -> None:
    assert readable("#ffd43b") == "#1c2024"
    assert readable("#1f4e5f") == "#1f4e5f"
    assert readable("#ff8787") not in {"#ff8787", "#1c2024"}


@given(st.integers(0, 0xFFFFFF))
def test_text_in_any_accent_can_be_read(colour: int) -> None:
    ink = readable(f"#{colour:06x}")
    assert contrast(*bytes.fromhex(ink[1:])) >= 4.5


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SVG, "svg+xml"),
        (png(400, 200), "png"),
        (None, ""),
        (b"", ""),
        (b"GIF89a", ""),
        (b"\xff\xd8\xff\xe0 a JPEG", ""),
        (png(60_000, 60_000), ""),
        (png(0, 10), ""),
        (SVG + b" " * 2_000_001, ""),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG, ""),
        (b'<! DOCTYPE svg><!ENTITY x "y">' + SVG, ""),
    ],
)
def test_a_logo_is_told_by_its_content(content: bytes | None, kind: str) -> None:
    logo = logo_of(Look(logo="logo.svg"), lambda _: content)
    assert logo == (f"data:image/{kind};base64,{base64.b64encode(content or b'').decode()}" if kind else "")


def test_what_cannot_be_used_is_said() -> None:
    assert list(complaints(Look(), lambda _: None)) == []
    assert list(complaints(Look(logo="l.svg", accent="#000"), lambda _: SVG)) == []
    assert list(complaints(Look(logo="l.svg", accent="blue"), lambda _: None)) == [
        "the logo l.svg is missing, too large, or neither a PNG nor a plain SVG image",
        "the accent blue is no colour such as #1f4e5f",
    ]
