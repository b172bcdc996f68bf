"""What is printed on a reminder, in three tones and three languages."""

import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.schema import read
from backoffice.kinds.reminder import Reminder
from backoffice.render.job import Composed, read_job
from backoffice.render.limited import letter_pdfs
from backoffice.render.reminder_page import ReminderPage, composed, reminder_page
from tests.render.paper import invoice, nothing, settings

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open

HOUSE = settings()
SOLD = invoice(HOUSE, reference="PO 7")


def reminder(**more: Any) -> Reminder:  # noqa: ANN401
    facts = {
        "invoice": "INV-2026-0042",
        "level": "1",
        "tone": "friendly",
        "date": "2026-12-12",
        "due": "2026-12-19",
        "client": "c",
        "currency": "EUR",
        "language": "de",
        "open": "428.40",
    } | more
    place = Location("invoices/2026/INV-2026-0042--1.reminder.yaml")
    record, wrong = read(Reminder, "INV-2026-0042--1", Document(place, facts))
    assert isinstance(record, Reminder), wrong
    return record


def page(**more: Any) -> ReminderPage:  # noqa: ANN401
    assert SOLD.issued is not None
    return reminder_page(reminder(**more), SOLD, SOLD.issued, HOUSE, nothing)


def letter(**more: Any) -> Composed:  # noqa: ANN401
    assert SOLD.issued is not None
    return composed(reminder(**more), SOLD, SOLD.issued, HOUSE, nothing)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_friendly_one_asks_for_what_is_open() -> None:
    shown = page()
    assert (shown.letter.subject.title, shown.letter.subject.line) == (
        "Zahlungserinnerung",
        "Rechnung INV-2026-0042 vom 21. November 2026",
    )
    assert {each.label: each.text for each in shown.letter.subject.facts} == {
        "Datum": "12. Dezember 2026",
        "Rechnungsnummer": "INV-2026-0042",
        "Rechnungsdatum": "21. November 2026",
        "Zahlbar bis": "5. Dezember 2026",
        "Ihre Referenz": "PO 7",
    }
    assert [(each.label, plain(each.text)) for each in shown.sums] == [("Rechnung INV-2026-0042", "428,40")]
    assert plain(shown.payment.sentence) == (
        "Bitte überweisen Sie 428,40 € bis zum 19. Dezember 2026 unter Angabe von INV-2026-0042."
    )
    assert shown.payment.code.startswith("<svg")
    assert len(shown.closing) == 4


def test_a_final_one_adds_up_what_late_payment_costs() -> None:
    charged = {"fees": "5.00", "interest": "1.52", "compensation": "40.00", "open": "328.40"}
    shown = page(tone="final", bank_as_of="2026-12-11", **charged)
    assert [(each.label, plain(each.text)) for each in shown.sums] == [
        ("Rechnung INV-2026-0042", "428,40"),
        ("Bisher gezahlt oder gutgeschrieben", "−100,00"),
        ("Mahngebühren", "5,00"),
        ("Verzugszinsen bis 12. Dezember 2026", "1,52"),
        ("Pauschale für den Verzugsschaden", "40,00"),
    ]
    assert plain(shown.gross.text) == "374,92 €"
    assert "bis zum 11. Dezember 2026 eingegangen" in shown.closing[1]
    assert shown.closing[0].startswith("Geht der Betrag bis dahin nicht ein")


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Payment reminder", "Second reminder", "Final reminder"]),
        ("de", ["Zahlungserinnerung", "Mahnung", "Letzte Mahnung"]),
        ("fr", ["Rappel de paiement", "Relance", "Dernière relance"]),
    ],
)
def test_three_tones_in_every_language(language: str, titles: list[str]) -> None:
    shown = [page(language=language, tone=tone) for tone in ("friendly", "firm", "final")]
    assert [each.letter.subject.title for each in shown] == titles
    assert len({each.opening[1] for each in shown}) == 3
    assert not any("{" in text for each in shown for text in (*each.opening, *each.closing))


def test_the_letter_survives_the_way_to_the_printing_process_and_is_the_same_bytes_again() -> None:
    ready = letter()
    assert read_job(ready.text()) != ready  # tuples come back as lists
    first, second = letter_pdfs([ready, ready])
    assert first == second
    (sheet,) = PdfReader(io.BytesIO(first.pdf)).pages
    text = plain(sheet.extract_text())
    assert "Zahlungserinnerung" in text
    assert "Mit freundlichen Grüßen" in text
    assert first.warnings == ()
    assert dt.date(2026, 12, 12).isoformat() in letter().page["letter"]["subject"]["created"]
