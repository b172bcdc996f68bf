"""What is printed on a quote."""

import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.kinds.client import Client
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.quote.sending import sent
from backoffice.render.job import Job
from backoffice.render.quote_page import QuotePage, quote_page
from backoffice.render.to_pdf import invoice_pdf
from tests.render.paper import CLIENT, _read, line, nothing, settings

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open

HOUSE = settings()
OPTIONS = (
    line("Druck", "1", "50", option="Klein"),
    line("Fotos", "1", "90", optional="yes"),
    line(),
    line("Druck", "1", "70", option="Groß", tax="reduced"),
    line("Karton", "1", "5", option="Groß", optional="yes"),
)


def draft(*lines: Tree, **fields: Any) -> Quote:  # noqa: ANN401
    return _read(Quote, "x", "quotes/drafts/x.md", {"client": "c", "lines": list(lines or (line(),))} | fields)


def quote(*lines: Tree, language: str = "de", **fields: Any) -> Quote:  # noqa: ANN401
    buyer = _read(Client, "c", "clients/c.md", CLIENT | {"language": language})
    return sent(draft(*lines, **fields), buyer, HOUSE, on=dt.date(2026, 11, 21), number="Q-2026-0007")


def plain(text: str) -> str:
    return " ".join(text.split())


def page(*lines: Tree, **fields: Any) -> QuotePage:  # noqa: ANN401
    return quote_page(quote(*lines, **fields), HOUSE, nothing)


def test_it_says_until_when_it_holds() -> None:
    made = page(subject="Flyer", reference="PO 7")
    assert (made.letter.subject.title, made.letter.subject.line) == ("Angebot Q-2026-0007", "Flyer")
    assert {each.label: plain(each.text) for each in made.letter.subject.facts} == {
        "Angebotsnummer": "Q-2026-0007",
        "Datum": "21. November 2026",
        "Gültig bis": "21. Dezember 2026",
        "Ihre Referenz": "PO 7",
    }
    (only,) = made.totals
    assert (only.option, plain(only.gross.text)) == ("", "428,40 €")
    assert "bis zum 21. Dezember 2026" in plain(made.acceptance.sentence)
    assert made.acceptance.sign == ("Ort, Datum", "Unterschrift, Müller & Söhne GmbH")
    assert (made.acceptance.plan_title, made.acceptance.plan) == ("", ())


def test_options_and_optional_lines_stand_apart_and_keep_their_positions() -> None:
    made = page(*OPTIONS)
    assert [(row.heading, row.position, row.title) for row in made.rows] == [
        ("", "3", "Beratung"),
        ("Variante: Klein", "1", "Druck"),
        ("Variante: Groß", "4", "Druck"),
        ("Optional, nicht im Gesamtbetrag enthalten", "2", "Fotos"),
        ("Optional zu Groß, nicht im Gesamtbetrag enthalten", "5", "Karton"),
    ]
    assert [(each.option, plain(each.gross.text)) for each in made.totals] == [
        ("Variante: Klein", "487,90 €"),
        ("Variante: Groß", "503,30 €"),
    ]


def test_when_what_is_to_be_paid() -> None:
    milestones = [{"name": "Entwurf", "percent": "40"}, {"name": "Druck", "percent": "60"}]
    plan = page(deposit="30", milestones=milestones).acceptance.plan
    assert [(plain(each.label), each.text) for each in plan] == [
        ("30 %", "Anzahlung bei Auftrag; wird mit der Schlussrechnung verrechnet"),
        ("40 %", "Entwurf"),
        ("60 %", "Druck"),
    ]


def test_in_three_languages() -> None:
    said = {each: page(language=each) for each in ("de", "en", "fr")}
    assert {each: (made.letter.subject.title, made.acceptance.title) for each, made in said.items()} == {
        "de": ("Angebot Q-2026-0007", "Auftrag"),
        "en": ("Quote Q-2026-0007", "Acceptance"),
        "fr": ("Devis Q-2026-0007", "Bon pour accord"),
    }


def test_a_draft_is_marked_and_not_to_be_signed() -> None:
    made = quote_page(quote(), HOUSE, nothing, preview=True)
    assert (made.letter.subject.title, made.letter.subject.watermark) == ("Angebotsentwurf", "Entwurf – kein Angebot")
    assert made.acceptance.sign == ()
    with pytest.raises(RefusedError, match="x is a draft"):
        quote_page(draft(), HOUSE, nothing)


def test_it_is_printed_on_the_paper_of_invoices() -> None:
    offer = quote(*OPTIONS, deposit="30", closing="Bis bald\n" * 20)
    pdf = invoice_pdf(offer, HOUSE, nothing)
    text = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for each in ("Angebot Q-2026-0007", "Variante: Groß", "503,30", "Zahlungsplan"):
        assert each in text
    assert pdf == invoice_pdf(offer, HOUSE, nothing)


def test_a_quote_survives_the_way_to_the_printing_process() -> None:
    job = Job(document=quote(*OPTIONS), settings=HOUSE)
    assert Job.read(job.text()) == job
