"""The text of PDFs, and of files that only pretend to be some."""

import io

import pypdf
import pytest

from backoffice.formats import pdf_text
from backoffice.formats.pdf_text import DAMAGED, ENCRYPTED, PdfText
from tests.papers import image_pdf, pdf


def protected(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Account statement")))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_every_page_has_its_text() -> None:
    assert pdf_text.pdf_text(pdf("Größe: 12 m\nzweite Zeile", "Seite zwei")) == PdfText(
        ("Größe: 12 m\nzweite Zeile", "Seite zwei")
    )


def test_a_picture_has_none() -> None:
    assert pdf_text.pdf_text(image_pdf()) == PdfText(("",))


def test_a_file_with_a_password_is_not_read() -> None:
    assert pdf_text.pdf_text(protected("secret")) == PdfText(said=ENCRYPTED)
    assert pdf_text.pdf_text(protected("")).pages == ("Account statement",)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"%PDF-1.4\n" + b"\xff" * 500, pdf("x")[:300], b"<html>not found</html>"]
)
def test_a_damaged_file_is_told_as_such(content: bytes) -> None:
    found = pdf_text.pdf_text(content)
    assert found.pages == ()
    assert found.said.startswith(DAMAGED)


def test_a_file_that_needs_too_much_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pypdf, "PdfReader", exhausted)
    assert pdf_text.pdf_text(b"%PDF") == PdfText(said="it is too large or too deep to read (MemoryError)")


def test_what_is_read_can_be_stored_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pypdf.PageObject, "extract_text", lambda _: " a\x00b\x1b[2J\ud800\u202ec\nd ")
    assert pdf_text.pdf_text(pdf("x")).pages == ("a b [2J? c\nd",)


def test_there_is_an_end_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    three = pdf("one", "two", "three")
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 2)
    assert pdf_text.pdf_text(three).pages == ("one", "two")
    monkeypatch.setattr(pdf_text, "MOST_LETTERS", 2)
    assert pdf_text.pdf_text(three).pages == ("on",)
