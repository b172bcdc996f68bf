"""What is printed on a credit note."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from backoffice.core.kind import Standing
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.crediting import credited
from backoffice.render.credit_page import credit_page
from backoffice.render.job import Job
from backoffice.render.to_pdf import invoice_pdf
from tests.render.paper import FRANCE, invoice, line, nothing, settings

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open

HOUSE = settings()


def note(language: str = "de", part: dict[int, Decimal | None] | None = None) -> CreditNote:
    made = invoice(
        HOUSE, line(), line("Buch", "1", "50", tax="reduced"), client={"language": language}, reference="PO 7"
    )
    assert made.gross is not None
    standing: Standing = {("invoice",): (made.gross,)}
    day = dt.date(2026, 11, 30)
    return credited(made, standing, (), on=day, reason="Ein Tag weniger", number="CN-2026-0003", part=part)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_it_names_the_invoice_and_its_date() -> None:
    page = credit_page(note(part={1: Decimal(120)}), HOUSE, nothing)
    assert (page.letter.subject.title, page.letter.subject.line) == (
        "Rechnungskorrektur CN-2026-0003",
        "Ein Tag weniger",
    )
    assert {each.label: plain(each.text) for each in page.letter.subject.facts} == {
        "Nummer der Korrektur": "CN-2026-0003",
        "Datum der Korrektur": "30. November 2026",
        "Rechnungsnummer": "INV-2026-0042",
        "Rechnungsdatum": "21. November 2026",
        "Ihre Referenz": "PO 7",
    }
    assert [(row.title, plain(row.amount)) for row in page.rows] == [("Beratung", "120,00")]
    assert plain(page.gross.text) == "142,80 €"


def test_it_asks_for_no_money_in_any_language() -> None:
    said = {language: credit_page(note(language), HOUSE, nothing).payment for language in ("de", "en", "fr")}
    assert {each.code for each in said.values()} == {""}
    assert {language: (each.title, plain(each.sentence)) for language, each in said.items()} == {
        "de": ("Gutschrift", "Wir schreiben Ihnen 481,90 € zur Rechnung INV-2026-0042 vom 21. November 2026 gut."),
        "en": ("Credit", "We credit €481.90 of invoice INV-2026-0042 of 21 November 2026."),
        "fr": ("Crédit", "Nous vous créditons 481,90 € sur la facture INV-2026-0042 du 21 novembre 2026."),
    }


def test_it_is_printed_on_the_paper_of_invoices() -> None:
    pdf = invoice_pdf(note(), HOUSE, nothing)
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    text = plain(page.extract_text())
    assert "Rechnungskorrektur CN-2026-0003" in text
    assert "481,90" in text
    assert pdf == invoice_pdf(note(), HOUSE, nothing)


def test_a_credit_note_survives_the_way_to_the_printing_process() -> None:
    house = settings(FRANCE)
    job = Job(document=note(), settings=house)
    assert Job.read(job.text()) == job
