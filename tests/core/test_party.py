"""Parties: tax and bank numbers are checked where their check digits can be."""

from typing import Any

import pytest

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.party import Address
from backoffice.core.plain import fields_tree
from backoffice.core.schema import read
from backoffice.core.settings import Settings
from tests import made


def said_of(**party: Any) -> list[str]:  # noqa: ANN401
    business = {"name": "Nordlicht", "address": made.BERLIN} | party
    fields: dict[str, Any] = {"business": business, "currency": "EUR"}
    return [each.message for each in read(Settings, "settings", Document(Location("backoffice.yaml", 1), fields))[1]]


@pytest.mark.parametrize(
    "number",
    [
        "DE136695976",
        "DE 136 695 976",
        "ATU13585627",
        "FR40303265045",
        "EL094259216",
        "CHE100155212",
        "CHE-116.281.710 MWST",
        "CHE-116.281.710 TVA",
        "GB980780684",
        "XX12",
    ],
)
def test_vat_numbers_with_right_check_digits_or_from_elsewhere_are_taken_without_blanks(number: str) -> None:
    settings = made.settings(business={"name": "N", "address": made.BERLIN, "vat_id": number})
    assert settings.business.vat_id == number.replace(" ", "")


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("DE136695975", "business.vat_id should be a VAT number whose check digits are right"),
        ("EL094259217", "business.vat_id should be a VAT number whose check digits are right"),
        (
            "CHE-116.281.710 VAT",
            "business.vat_id should be a VAT number beginning with the country, such as DE136695976",
        ),
        ("136695976", "business.vat_id should be a VAT number beginning with the country, such as DE136695976"),
        ("de136695976", "business.vat_id should be a VAT number beginning with the country, such as DE136695976"),
    ],
)
def test_other_vat_numbers_are_refused(number: str, message: str) -> None:
    assert said_of(vat_id=number) == [message]


def test_an_iban_is_taken_without_blanks_if_its_check_digits_are_right() -> None:
    bank = {"iban": "DE89 3704 0044 0532 0130 00"}
    settings = made.settings(business={"name": "N", "address": made.BERLIN, "bank": bank})
    assert fields_tree(settings.business)["bank"] == {"iban": "DE89370400440532013000"}
    assert said_of(bank={"iban": "DE88370400440532013000"}) == [
        "business.bank.iban should be an IBAN whose check digits are right"
    ]


@pytest.mark.parametrize("email", ["a@b", "müller@büro.de"])
def test_one_address_is_one_address(email: str) -> None:
    assert said_of(email=email) == []


@pytest.mark.parametrize("email", ["a", "a@b, c@d", "A <a@b>", "a@b\nBcc: c@d", "=?utf-8?q?a?=@b"])
def test_several_addresses_or_none_are_refused(email: str) -> None:
    assert said_of(email=email) == ["business.email should be one e-mail address"]


def test_an_address_in_one_line_has_its_region() -> None:
    assert Address(street="1 Main St", postcode="12207", city="Albany", region="NY", country="US").line == (
        "1 Main St, 12207 Albany, NY, US"
    )
    assert Address(city="Nice", country="FR").line == "Nice, FR"
