"""The text of PDF files that others have made, page by page. The one module that imports pypdf.

It runs in a process with limits of its own (see ``workspace.papers``): a file may be made to take for ever.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable

from backoffice.core.hints import Protocol
from backoffice.core.named import NamedTuple

MOST_PAGES = 2_000
MOST_LETTERS = 4_000_000
"""Beyond these the rest of a file is left out."""

ENCRYPTED = "it is protected by a password"
DAMAGED = "it is damaged"


class PdfText(NamedTuple):
    """The texts of the pages; or why there are none, as the end of a sentence that names the file."""

    pages: tuple[str, ...] = ()
    said: str = ""


class _Page(Protocol):
    def extract_text(self) -> str: ...


def pdf_text(content: bytes) -> PdfText:
    """Return the text of a PDF file; pages that are only pictures have none."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of every second file
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return PdfText(said=ENCRYPTED)
        return PdfText(tuple(_texts(reader.pages)))
    except (MemoryError, RecursionError) as error:
        return PdfText(said=f"it is too large or too deep to read ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - a broken file can make pypdf raise anything
        return PdfText(said=f"{DAMAGED} ({type(error).__name__})")


def _texts(pages: Iterable[_Page]) -> list[str]:
    texts: list[str] = []
    left = MOST_LETTERS
    for number, page in enumerate(pages):
        if number >= MOST_PAGES or left <= 0:
            break
        text = _storable(page.extract_text())[:left]
        left -= len(text)
        texts.append(text)
    return texts


def _storable(text: str) -> str:
    """Return text that a database and a terminal can take: no lone surrogates, no control characters."""
    sound = text.encode("utf-8", "replace").decode()
    return "".join(each if each.isprintable() or each == "\n" else " " for each in sound).strip()
