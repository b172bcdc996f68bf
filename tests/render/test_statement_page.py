"""What is printed on a statement."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from backoffice.core.books import MemoryBooks
from backoffice.core.period import Period
from backoffice.render.job import Composed
from backoffice.render.limited import letter_pdfs
from backoffice.render.statement_page import composed
from backoffice.reports.client_statement import statement
from tests.made import client, credit, invoice, made, payment, settings, worked
from tests.render.paper import nothing

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open

TODAY = dt.date(2026, 6, 30)
FIRST = invoice(1, "2026-01-10")
REMINDER = made(
    "reminder",
    "INV-2026-0001--1",
    invoice="INV-2026-0001",
    level="1",
    tone="friendly",
    date="2026-03-01",
    due="2026-03-08",
    client="acme",
    currency="EUR",
    language="en",
    open="88.10",
    fees="8.00",
)
RECORDS = [
    settings(),
    FIRST,
    credit(FIRST, on="2026-02-10", part={1: 10}),  # type: ignore[dict-item]
    payment("2026-05-02", "19.00", INV_2026_0001="19.00"),
    made("payment", "usd", date="2026-05-03", client="acme", amount="7", currency="USD"),
    REMINDER,
]
BOOKS = MemoryBooks(settings(), RECORDS)


def letter(period: str = "", language: str = "en", books: MemoryBooks = BOOKS) -> Composed:
    span = Period.parse(period) if period else None
    found = statement(books, "acme", as_of=TODAY, period=span)
    buyer = client(language=language, reference="PO 7")
    return composed(found, buyer, settings(), nothing, as_of=TODAY, period=span)


def tables(ready: Composed) -> list[str]:
    return [
        " | ".join(" ".join(cell.split()) for cell in row if cell)
        for listing in ready.page["listings"]
        for row in (listing["headings"], *listing["rows"], *((each["label"], each["text"]) for each in listing["sums"]))
    ]


def test_open_items_a_table_for_each_currency() -> None:
    ready = letter()
    subject = ready.page["letter"]["subject"]
    assert (subject["title"], subject["line"]) == ("Statement of account", "Open items as of 30 June 2026")
    assert tables(ready) == [
        "Date | Document | Due date | Amount | Open",
        "10 January 2026 | Invoice INV-2026-0001 | 24 January 2026 | 119.00 | 88.10",
        "Balance | €88.10",
        "Date | Document | Due date | Amount | Open",
        "Unused credit | −7.00",
        "Balance | −US$7.00",
        "Late charges claimed, not paid",
        "Invoice INV-2026-0001 | €8.00",
    ]


def test_movements_in_german_and_french() -> None:
    assert tables(letter("2026", "de"))[:6] == [
        "Datum | Beleg | Betrag | Saldo",
        "Vortrag | 0,00",
        "10. Januar 2026 | Rechnung INV-2026-0001 | 119,00 | 119,00",
        "10. Februar 2026 | Rechnungskorrektur INV-2026-0001 | −11,90 | 107,10",
        "2. Mai 2026 | Zahlung INV-2026-0001 | −19,00 | 88,10",
        "Saldo | 88,10 €",
    ]
    assert letter("2026-Q1", "fr").page["letter"]["subject"]["title"] == "Relevé de compte"


def test_what_is_left_of_retainers_in_money_and_in_hours() -> None:
    fields = {"client": "acme", "every": "month", "start": "2026-06-01"}
    hours = made("retainer", "care", hours="4h", task="Pflege", **fields)
    money = made("retainer", "money", amount="500", **fields)
    work = worked("ada", "2026-06-10", "1h20m", client="acme", task="Pflege")
    kept = MemoryBooks(settings(), [settings(), client(), hours, money, work])
    assert tables(letter(language="de", books=kept)) == [
        "Kontingente | Vereinbart | Verbraucht | Übrig | Nutzbar bis",
        "Pflege · Juni 2026 | 4 Stunden | 1,33 Stunden | 2,67 Stunden | 30. Juni 2026",
        "Juni 2026 | 500,00 € | 0,00 € | 500,00 € | 30. Juni 2026",
    ]


def test_nothing_is_open() -> None:
    ready = letter(books=MemoryBooks(settings(), [settings()]))
    assert (ready.page["opening"], tables(ready)) == ("Nothing is open between us.", [])


def test_a_document_nobody_knows_has_its_number_alone() -> None:
    lost = MemoryBooks(settings(), [settings(), payment("2026-02-01", "5.00", INV_2026_0009="5.00")])
    assert tables(letter(books=lost))[1] == "Invoice INV-2026-0009 | −5.00"


def test_it_is_printed_the_same_again() -> None:
    first, second = letter_pdfs([letter(), letter("2026")])
    (page,) = PdfReader(io.BytesIO(first.pdf)).pages
    assert "Statement of account" in page.extract_text()
    assert (first.warnings, second.warnings) == ((), ())
