"""Receipts behind an invoice."""

import base64
import io

import pytest
from pypdf import PdfReader, PdfWriter

from backoffice.core.errors import RefusedError
from backoffice.render.binding import bound
from backoffice.render.job import Bound, Paper, read_job
from backoffice.render.limited import with_papers

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)


def pdf(pages: int = 1, *, width: int = 300, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, 400)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def pages(*papers: Paper) -> list[str]:
    """Return width and text of every page of an invoice of one page with papers behind it."""
    done = bound(Bound(name="INV-1", pdf=pdf(), papers=papers))
    return [
        f"{float(page.mediabox.width):.0f} {page.extract_text()}".strip()
        for page in PdfReader(io.BytesIO(done.pdf)).pages
    ]


def test_papers_of_all_sorts_become_pages() -> None:
    found = pages(
        Paper(name="ticket.pdf", content=pdf(2, width=200)),
        Paper(name="photo.png", content=PIXEL),
        Paper(name="mail.txt", content="Fahrkarte <b> 9,80 €".encode()),
    )
    assert found == ["300", "200", "200", "595 photo.png", "595 Fahrkarte <b> 9,80 €\nmail.txt"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7 and then nothing", "bill cannot be put behind the invoice: it is damaged"),
        (pdf(password="secret"), "bill cannot be put behind the invoice: it is encrypted"),
        (b"\xff\x00\x01", "bill cannot be put behind the invoice: it is neither PDF, PNG, JPEG nor text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(RefusedError) as refused:
        pages(Paper(name="bill", content=content))
    assert refused.value.message.startswith(why)


def test_a_job_reads_back_as_it_was_written() -> None:
    job = Bound(name="INV-1", pdf=b"\x00pdf", papers=(Paper(name="a.png", content=b"\xff"),))
    assert read_job(job.text()) == job


def test_it_is_done_in_the_limited_process() -> None:
    done = with_papers("INV-1", pdf(), [Paper(name="photo.png", content=PIXEL)])
    assert len(PdfReader(io.BytesIO(done.pdf)).pages) == 2
    with pytest.raises(RefusedError, match="it is damaged"):
        with_papers("INV-1", pdf(), [Paper(name="bill", content=b"%PDF-")])
