"""The printed page: what is on it, where it breaks, that it is the same everywhere, and that it fetches nothing."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.core.settings import Settings
from backoffice.kinds.invoice import Invoice
from backoffice.render.own_pages import built_in
from backoffice.render.to_pdf import invoice_pdf, printed
from tests.oracles import needs
from tests.render.paper import AMERICA, BRITAIN, FRANCE, invoice, line, nothing, settings

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="40" height="40" fill="#d9480f"/></svg>'
)


def pages(made: Invoice, house: Settings, *, preview: bool = False) -> list[str]:
    """Return the text of each page, with ordinary spaces."""
    reader = PdfReader(io.BytesIO(invoice_pdf(made, house, nothing, preview=preview)))
    return [" ".join(each.extract_text().split()) for each in reader.pages]


def many(count: int) -> list[Tree]:
    return [line(f"Leistung {number:03}", "1", "10") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("business", "language", "shown"),
    [
        (None, "de", ["Rechnung INV-2026-0042", "USt 19 % 68,40", "Gesamtbetrag 428,40 €", "Seite 1 von 1"]),
        (BRITAIN, "en", ["Invoice INV-2026-0042", "VAT 19% 68.40", "Total €428.40", "Page 1 of 1"]),
        (FRANCE, "fr", ["Facture INV-2026-0042", "TVA 19 % 68,40", "Total TTC 428,40 €", "Page 1 sur 1"]),
    ],
)
def test_every_language_is_on_the_page(business: dict[str, Tree] | None, language: str, shown: list[str]) -> None:
    house = settings(business)
    (text,) = pages(invoice(house, client={"language": language}, subject="Relaunch"), house)
    for each in (*shown, "Relaunch", "Müller & Söhne GmbH", "INV-2026-0042"):
        assert each in text


def test_a_long_invoice_repeats_its_heading_and_counts_its_pages() -> None:
    house = settings()
    texts = pages(invoice(house, *many(120)), house)
    count = len(texts)
    assert count >= 4
    for number, text in enumerate(texts, start=1):
        assert "Pos. Beschreibung Menge Einzelpreis Betrag in EUR" in text
        assert f"Seite {number} von {count}" in text
        assert ("Studio Nordlicht GmbH · Rechnung INV-2026-0042" in text) == (number > 1)
    printed_lines = re.findall(r"Leistung (\d+)", " ".join(texts))
    assert [int(each) for each in printed_lines] == list(range(1, 121))


@pytest.mark.parametrize(
    "count",
    [1, 13, 18, 41, *(pytest.param(count, marks=pytest.mark.slow) for count in (8, 11, 12, 14, 16, 17, 19, 39, 40))],
)
def test_totals_and_payment_are_on_one_page_with_the_last_lines(count: int) -> None:
    house = settings()
    *others, last = pages(invoice(house, *many(count), closing="Vielen Dank.\n\nAda"), house)
    expected = [f"Leistung {number:03}" for number in range(max(1, count - 1), count + 1)]
    for each in (*expected, "Nettobetrag", "USt 19 %", "Gesamtbetrag", "IBAN", "Scannen", "Vielen Dank", "Ada"):
        assert each in last
        assert not any(each in other for other in others if each != "IBAN")


def test_eight_lines_fit_on_one_page_of_either_paper() -> None:
    for paper in ("A4", "Letter"):
        house = settings(paper=paper)
        assert len(pages(invoice(house, *many(8), subject="S", intro="I", closing="C"), house)) == 1


@pytest.mark.parametrize(
    ("paper", "width", "height", "window"), [("A4", 210, 297, (45, 90)), ("Letter", 215.9, 279.4, (51, 80))]
)
def test_the_recipient_is_where_the_window_of_an_envelope_is(
    paper: str, width: float, height: float, window: tuple[float, float]
) -> None:
    """Millimetres from the top of the page (DIN 5008 form B; US #10 envelope)."""
    house = settings(paper=paper)
    (page,) = PdfReader(io.BytesIO(invoice_pdf(invoice(house), house, nothing))).pages
    assert float(page.mediabox.width) == pytest.approx(width / 25.4 * 72, abs=0.1)
    places: dict[str, float] = {}

    def seen(text: str, matrix: list[float], inner: list[float], *_: object) -> None:
        down = matrix[5] + matrix[3] * inner[5]
        places[text.strip()] = height - down / 72 * 25.4

    page.extract_text(visitor_text=seen)
    recipient = [places[each] for each in ("Müller & Söhne GmbH", "Hauptstraße 7", "80331 München")]
    assert recipient == sorted(recipient)
    assert window[0] < recipient[0] - 4
    assert recipient[-1] < window[1]


WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2


@needs("pdftotext")
@pytest.mark.parametrize(
    "fields",
    [
        {"subject": WORD, "intro": WORD, "lines": [line(WORD)]},
        {"lines": [line(f"Bericht\n\n**{WORD}** & Söhne", allowances=[{"reason": WORD, "amount": "1"}])]},
        {"lines": [line(price="111222333.44")], "currency": "CHF"},
    ],
    ids=["one word", "its details", "a large sum"],
)
def test_nothing_is_so_long_that_it_leaves_the_page(tmp_path: Path, fields: dict[str, Any]) -> None:
    house = settings()
    (tmp_path / "x.pdf").write_bytes(invoice_pdf(invoice(house, *fields.pop("lines"), **fields), house, nothing))
    boxes = subprocess.run(["pdftotext", "-bbox", "x.pdf", "-"], cwd=tmp_path, capture_output=True, check=True).stdout
    edges = [float(each) for each in re.findall(r'xMax="([0-9.]+)"', boxes.decode())]
    assert max(edges) <= (210 - 20) / 25.4 * 72 + 0.5


def test_a_preview_says_so_on_every_page_and_has_no_number() -> None:
    house = settings()
    for text in pages(invoice(house, *many(40)), house, preview=True):
        assert "Entwurf – keine Rechnung" in text
        assert "INV-2026-0042" not in text


def test_it_claims_to_be_archival_and_carries_its_fonts_and_dates() -> None:
    house = settings(AMERICA, logo="logo.svg", paper="Letter")
    made = printed(invoice(house), house, {"logo.svg": LOGO}.get)
    assert made.warnings == ()
    reader = PdfReader(io.BytesIO(made.pdf))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Rechnung INV-2026-0042", "Kaleido Design LLC")
    assert str(reader.metadata.creation_date) == "2026-11-21 00:00:00+00:00"
    catalog: Any = reader.root_object
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in xmp
    assert 'pdfaid:conformance="B"' in xmp
    assert len(catalog["/OutputIntents"]) == 1
    fonts = [font for page in reader.pages for font in _fonts(page)]
    assert len(fonts) >= 3
    assert all("/FontFile2" in font for font in fonts)


def _fonts(page: Any) -> list[Any]:  # noqa: ANN401 - pypdf types no dictionary
    return [
        each.get_object()["/FontDescriptor"].get_object()
        for font in page["/Resources"]["/Font"].values()
        for each in font.get_object().get("/DescendantFonts", [font])
    ]


SAME = """
import hashlib
from backoffice.render.to_pdf import invoice_pdf
from tests.oracles import needs
from tests.render.paper import *
house = settings(logo="l.svg")
made = invoice(house, line("Größe\\n*kursiv*"), line("b", tax="reduced"), intro="**Hallo**", closing="Bis bald.")
print(hashlib.sha256(invoice_pdf(made, house, lambda path: b'<svg xmlns="http://www.w3.org/2000/svg"/>')).hexdigest())
"""


def test_two_machines_print_the_same_bytes(tmp_path: Path) -> None:
    """Another zone, another hash seed, another epoch, another folder, another locale."""
    root = str(Path(__file__).resolve().parents[2])

    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    def started(folder: str | Path, **environment: str) -> subprocess.Popen[str]:
        there = kept | {"PYTHONPATH": root} | environment
        return subprocess.Popen([sys.executable, "-c", SAME], env=there, cwd=folder, stdout=subprocess.PIPE, text=True)

    elsewhere = {"TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "1", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}
    both = started(root, PYTHONHASHSEED="1"), started(tmp_path, **elsewhere)
    here, there = (each.communicate()[0] for each in both)
    assert len(here) == len("\n") + 64
    assert here == there


def test_another_invoice_has_another_identity() -> None:
    house = settings()

    def identity(text: str) -> object:
        trailer: Any = PdfReader(io.BytesIO(invoice_pdf(invoice(house, line(text)), house, nothing))).trailer
        return trailer["/ID"][0]

    assert identity("a") != identity("b")


def test_what_no_font_has_is_a_warning_and_not_a_crash() -> None:
    house = settings(logo="missing.svg", accent="mauve")
    made = printed(invoice(house, line("Zeichen \U0010fffd")), house, nothing)
    assert made.pdf.startswith(b"%PDF-1.7")
    assert any("missing.svg" in each for each in made.warnings)
    assert any("mauve" in each for each in made.warnings)
    assert any("10FFFD" in each.upper() or "\U0010fffd" in each for each in made.warnings)


def test_a_template_of_the_user_replaces_ours_and_its_slips_are_named() -> None:
    house = settings()
    own = {"invoice.html": "{% extends 'letter.html' %}{% block body %}Eigenes: {{ page.gross.text }}{% endblock %}"}
    made = printed(invoice(house), house, nothing, templates=own)
    assert "Eigenes: 428,40" in PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text().replace("\xa0", " ")
    with pytest.raises(RefusedError) as refused:
        printed(invoice(house), house, nothing, templates={"invoice.html": "{{ pgae.gross }}"})
    (found,) = refused.value.diagnostics
    assert str(found) == "templates/invoice.html:1: error: 'pgae' is undefined [broken-template]"


def test_a_style_of_the_user_replaces_ours_and_its_slips_are_warned_of() -> None:
    house = settings()
    usual = printed(invoice(house), house, nothing)
    own = {"invoice.css": ".lines { colour: red }\n.sums { display: none }\n@import url(https://example.org/x.css);"}
    made = printed(invoice(house), house, nothing, templates=own)
    assert "Gesamtbetrag" in PdfReader(io.BytesIO(usual.pdf)).pages[0].extract_text()
    assert "Gesamtbetrag" not in PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()
    assert made.warnings[0] == "templates/invoice.css:1:10: Ignored `colour: red `, unknown property."
    assert all(each.startswith("templates/invoice.css") for each in made.warnings)
    ours = built_in("invoice.css").decode()
    assert printed(invoice(house), house, nothing, templates={"invoice.css": ours}).pdf == usual.pdf


def test_markup_in_the_records_is_text() -> None:
    house = settings(footer="<b>Fuß</b>")
    made = invoice(
        house, line("<script>alert(1)</script> & <td colspan=9>"), subject="<h1>x</h1>", reference="{{ 7*7 }}"
    )
    (text,) = pages(made, house)
    for each in ("<script>alert(1)</script> & <td colspan=9>", "<h1>x</h1>", "{{ 7*7 }}", "<b>Fuß</b>"):
        assert each in text
