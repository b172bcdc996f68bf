"""What is printed on an invoice, as text, before anything is laid out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.core.lines import Deduction
from backoffice.core.part import replaced
from backoffice.render.invoice_page import InvoicePage, invoice_page
from backoffice.render.letter_page import foot_lines
from tests.render.paper import BRITAIN, FRANCE, invoice, line, nothing, settings


def plain(text: str) -> str:
    """Return text with ordinary spaces."""
    return " ".join(text.split())


def page(*lines: Tree, business: dict[str, Tree] | None = None, preview: bool = False, **fields: Any) -> InvoicePage:  # noqa: ANN401 - any field
    house = settings(business)
    return invoice_page(invoice(house, *lines, **fields), house, nothing, preview=preview)


def facts(made: InvoicePage) -> dict[str, str]:
    return {each.label: plain(each.text) for each in made.letter.subject.facts}


def sums(made: InvoicePage) -> list[tuple[str, str]]:
    return [(plain(each.label), plain(each.text)) for each in (*made.sums, made.gross)]


def test_a_german_invoice_says_what_the_law_asks_for() -> None:
    made = page(line("Beratung", "3", "120"), delivered="2026-10", reference="PO 7")
    assert facts(made) == {
        "Rechnungsnummer": "INV-2026-0042",
        "Rechnungsdatum": "21. November 2026",
        "Leistungszeitraum": "Oktober 2026",
        "Zahlbar bis": "5. Dezember 2026",
        "Ihre Referenz": "PO 7",
    }
    assert made.letter.recipient == (
        "Müller & Söhne GmbH",
        "z. Hd. Frau Dr. Weiß",
        "Hauptstraße 7",
        "80331 München",
    )
    assert made.letter.foot == (
        ("Studio Nordlicht GmbH", "Linienstraße 44", "10119 Berlin"),
        ("USt-IdNr. DE136695976", "Steuernummer 30/123/45678", "HRB 12345 B", "Amtsgericht Charlottenburg"),
        ("Commerzbank", "DE89 3704 0044 0532 0130 00".replace(" ", "\u00a0"), "BIC COBADEFFXXX"),
    )
    assert sums(made) == [("Nettobetrag", "360,00"), ("USt 19 %", "68,40"), ("Gesamtbetrag", "428,40 €")]


def test_in_switzerland_the_vat_number_is_called_and_written_as_the_law_there_does() -> None:
    zurich: dict[str, Tree] = {
        "name": "Grafik Hunziker",
        "address": {"city": "Zürich", "country": "CH"},
        "vat_id": "CHE-116.281.710 MWST",
    }
    for language, foot, label in (
        ("de", "MWST-Nr. CHE-116.281.710 MWST", "Ihre MWST-Nr."),
        ("fr", "N° de TVA CHE-116.281.710 MWST", "Votre n° de TVA"),
    ):
        made = page(business=zurich, client={"language": language, "vat_id": "CHE116281710TVA"})
        assert plain(made.letter.foot[1][0]) == foot
        assert facts(made)[label] == "CHE116281710 TVA"


def test_without_a_period_of_supply_the_tax_point_is_printed_and_else_the_issue_date() -> None:
    assert facts(page())["Leistungsdatum"] == "21. November 2026"
    assert facts(page(tax_point="2026-11-03"))["Leistungsdatum"] == "3. November 2026"


def test_each_rate_has_its_row_with_what_it_is_levied_on() -> None:
    made = page(
        line("a", "1", "100"),
        line("b", "1", "50", tax="reduced"),
        line("c", "1", "14.20", tax="zero"),
        allowances=[{"reason": "Treue", "percent": "10", "tax": "standard"}],
        charges=[{"reason": "Eile", "amount": "5", "tax": "standard"}],
    )
    assert sums(made) == [
        ("Summe der Positionen", "164,20"),
        ("Treue (10 % auf 164,20)", "−16,42"),
        ("Eile", "5,00"),
        ("Nettobetrag", "152,78"),
        ("USt 19 % auf 88,58", "16,83"),
        ("USt 7 % auf 50,00", "3,50"),
        ("USt 0 % auf 14,20", "0,00"),
        ("Gesamtbetrag", "173,11 €"),
    ]
    assert [plain(row.tax) for row in made.rows] == ["19 %", "7 %", "0 %"]
    assert made.columns.tax == "USt"


def test_a_line_shows_its_discount_below_its_full_price() -> None:
    made = page(
        line("Texte\n- kurz\n- gut", "1450", "0.18", unit="word", allowances=[{"reason": "Treue", "percent": "10"}])
    )
    (row,) = made.rows
    assert (row.title, row.detail) == ("Texte", "- kurz\n- gut")
    assert (row.quantity, row.price, row.amount) == ("1.450 Wörter", "0,18", "261,00")
    assert [(plain(each.label), each.text) for each in row.adjustments] == [("Treue (10 %)", "−26,10")]
    assert row.tax == ""


def test_a_price_may_be_for_many_and_finer_than_a_cent() -> None:
    made = page(line("Karten", "500", "12.5", per="100"), line("Zeichen", "1000", "0.0125"))
    assert [row.price for row in made.rows] == ["12,50 je 100", "0,0125"]


@pytest.mark.parametrize(
    ("tax", "language", "phrases"),
    [
        ("reverse", "de", ("Steuerschuldnerschaft des Leistungsempfängers (Reverse charge)",)),
        ("reverse", "fr", ("Autoliquidation (Reverse charge)",)),
        ("reverse", "en", ("Reverse charge: the recipient is liable for the VAT",)),
        ("union", "de", ("Steuerfreie innergemeinschaftliche Lieferung (Intra-Community supply)",)),
        ("small", "de", ("Kein Ausweis von Umsatzsteuer (§ 19 UStG)",)),
        ("zero", "de", ()),
        ("standard", "de", ()),
    ],
)
def test_why_no_tax_is_charged_is_said_in_the_words_of_the_law(
    tax: str, language: str, phrases: tuple[str, ...]
) -> None:
    made = page(client={"tax": tax, "language": language, "vat_id": "ATU13585627"}, delivered="2026-10")
    assert made.phrases == phrases
    assert "ATU13585627" in facts(made).values()


def test_a_business_without_tax_prints_no_tax() -> None:
    assert sums(page(client={"tax": "small"})) == [("Gesamtbetrag", "360,00 €")]


def test_yen_have_no_decimals() -> None:
    made = page(
        line("Workshop", "2", "180000", unit="day"),
        business=BRITAIN,
        client={"currency": "JPY", "language": "en", "tax": "zero"},
    )
    assert (made.rows[0].price, made.rows[0].amount) == ("180,000", "360,000")
    assert sums(made)[-1] == ("Total", "JP¥360,000")
    assert made.columns.amount == "Amount in JPY"


def test_abroad_the_address_ends_with_the_country_in_the_language_of_the_document() -> None:
    austria: Tree = {"street": "Graben 1", "postcode": "1010", "city": "Wien", "country": "AT"}
    assert page(client={"address": austria}).letter.recipient[-2:] == ("1010 Wien", "ÖSTERREICH")
    assert page(client={"address": austria, "language": "fr"}).letter.recipient[-1] == "AUTRICHE"


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            {"street": "1 Main St", "city": "Austin", "region": "TX", "postcode": "78701", "country": "US"},
            ("1 Main St", "Austin, TX 78701", "VEREINIGTE STAATEN"),
        ),
        (
            {"extra": "Flat 2", "street": "1 High St", "city": "Leeds", "postcode": "LS1 1AA", "country": "GB"},
            ("Flat 2", "1 High St", "Leeds", "LS1 1AA", "VEREINIGTES KÖNIGREICH"),
        ),
        ({"city": "Hongkong", "country": "US"}, ("Hongkong", "VEREINIGTE STAATEN")),
    ],
)
def test_addresses_follow_the_order_of_their_country(address: Tree, lines: tuple[str, ...]) -> None:
    assert page(client={"address": address, "attention": ""}).letter.recipient[1:] == lines


def test_a_long_address_is_set_smaller_to_stay_in_the_window() -> None:
    assert not page().letter.recipient_long
    assert page(client={"name": "Bundesverband " * 12}).letter.recipient_long


def test_the_payment_block_has_a_code_only_where_a_sepa_transfer_is_possible() -> None:
    payment = page().payment
    assert payment.code.startswith("<svg")
    assert plain(payment.sentence) == (
        "Bitte überweisen Sie 428,40 € bis zum 5. Dezember 2026 unter Angabe von INV-2026-0042."
    )
    assert [(each.label, plain(each.text)) for each in payment.account] == [
        ("Kontoinhaber", "Studio Nordlicht GmbH"),
        ("IBAN", "DE89 3704 0044 0532 0130 00"),
        ("BIC", "COBADEFFXXX · Commerzbank"),
        ("Verwendungszweck", "INV-2026-0042"),
    ]
    assert page(client={"currency": "GBP"}).payment.code == ""


def test_where_nothing_is_due_nothing_is_asked_for() -> None:
    payment = page(line("Muster", "1", "0")).payment
    assert (payment.sentence, payment.account, payment.code) == ("Es ist nichts zu zahlen.", (), "")


def test_without_a_bank_account_only_the_sentence_remains() -> None:
    business = {name: value for name, value in BRITAIN.items() if name != "bank"}
    made = page(business=business)
    assert (made.payment.account, made.payment.code) == ((), "")
    assert len(made.letter.foot) == 2


def test_a_preview_has_neither_number_nor_code() -> None:
    made = page(preview=True, business=FRANCE)
    assert made.letter.subject.title == "Rechnungsentwurf"
    assert made.letter.subject.watermark == "Entwurf – keine Rechnung"
    assert "INV-2026-0042" not in repr(made)
    assert made.payment.code == ""


def test_a_draft_is_refused() -> None:
    house = settings()
    with pytest.raises(RefusedError, match="is a draft"):
        invoice_page(replaced(invoice(house), issued=None), house, nothing)


def test_the_foot_is_as_high_as_what_stands_in_it() -> None:
    assert foot_lines((("a",), ("a", "b", "c")), "") == 3
    assert foot_lines((("a",), ("x" * 40, "b", "c")), "") == 4
    assert foot_lines((("a",),), "a footnote") == 3


def test_the_sender_line_has_what_brings_a_letter_back() -> None:
    address: Tree = {"extra": "Aufgang C", "street": "Gasse 1", "postcode": "20099", "city": "Hamburg", "country": "DE"}
    made = page(business={"name": "Studio", "address": address})
    assert made.letter.sender == "Studio · Gasse 1 · 20099 Hamburg"
    assert made.letter.foot == (("Studio", "Aufgang C", "Gasse 1", "20099 Hamburg"),)


def test_a_final_invoice_shows_what_was_prepaid_with_its_tax() -> None:
    house, nineteen, seven = settings(), line("Beratung", "10", "100"), line("Buch", "1", "50", tax="reduced")
    deposit = invoice(house, nineteen, seven, type="deposit").issued
    assert deposit is not None
    less = Deduction(
        number="INV-2026-0041",
        date=dt.date(2026, 10, 1),
        net=deposit.totals.net,
        taxes=deposit.totals.taxes,
        tax=deposit.totals.tax,
        gross=deposit.totals.gross,
    )
    said = {}
    for language in ("de", "en", "fr"):
        made = invoice(house, line("Beratung", "20", "100"), seven, client={"language": language})
        frozen = made.issued
        assert frozen is not None
        totals = replaced(frozen.totals, prepaid=(less,))
        page = invoice_page(replaced(made, issued=replaced(frozen, totals=totals)), house, nothing)
        (part,) = page.prepaid
        said[language] = (page.letter.subject.title, part.label, page.due.label)
        assert [plain(each.text) for each in part.taxes][1] in {"−3,50", "−3.50"}
        assert "190" in page.payment.sentence
    assert said == {
        "de": (
            "Schlussrechnung INV-2026-0042",
            "abzüglich Abschlagsrechnung INV-2026-0041 vom 1. Oktober 2026",
            "Noch zu zahlen",
        ),
        "en": (
            "Final invoice INV-2026-0042",
            "less deposit invoice INV-2026-0041 of 1 October 2026",
            "Amount due",
        ),
        "fr": (
            "Facture de solde INV-2026-0042",
            "moins facture d’acompte INV-2026-0041 du 1 octobre 2026",
            "Reste à payer",
        ),
    }


def test_a_deposit_invoice_names_no_day_of_supply() -> None:
    page = invoice_page(invoice(settings(), type="deposit"), settings(), nothing)
    assert page.letter.subject.title == "Abschlagsrechnung INV-2026-0042"
    assert "Leistungsdatum" not in {each.label for each in page.letter.subject.facts}


def test_gross_prices_say_that_they_include_tax_unless_there_is_none() -> None:
    made = page(line("Course", "3", "39.90"), prices="gross")
    assert (made.columns.price, made.columns.amount) == ("Einzelpreis inkl. USt", "EUR inkl. USt")
    assert sums(made) == [("Nettobetrag", "100,59"), ("USt 19 %", "19,11"), ("Gesamtbetrag", "119,70 €")]
    free = page(line("Course", "3", "39.90", tax="small"), prices="gross")
    assert (free.columns.price, free.columns.amount) == ("Einzelpreis", "Betrag in EUR")
