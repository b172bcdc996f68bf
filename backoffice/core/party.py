"""Businesses and people as an invoice names them: address, tax numbers, bank details (EN 16931, BG-4, BG-7, BG-17)."""

from __future__ import annotations

from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Annotated
from backoffice.core.part import Part
from backoffice.core.scalar import Country, Email, Scalar

_VAT_NUMBER = r"[A-Z]{2}[0-9A-Z+*.-]{2,14}|CHE-?\d{3}\.?\d{3}\.?\d{3}(?:MWST|TVA|IVA)?"
"""EN 16931 has no form for them; the Swiss one, with its points and its ending, is the longest."""


def _spaceless(text: str) -> str:
    return text.replace(" ", "")


def _vat_number(text: str) -> str:
    import re

    from stdnum.eu import vat

    number = _spaceless(text)
    if not re.fullmatch(_VAT_NUMBER, number):
        raise ValueTextError("a VAT number beginning with the country, such as DE136695976")
    if number[:2].lower() in vat.MEMBER_STATES | {"el"} and not vat.is_valid(number):
        raise ValueTextError("a VAT number whose check digits are right")
    return number


def _iban(text: str) -> str:
    from stdnum import iban

    if not iban.is_valid(_spaceless(text)):
        raise ValueTextError("an IBAN whose check digits are right")
    return _spaceless(text)


VatNumber = Annotated[str, Scalar(_vat_number, trust=_spaceless, name="VAT number")]
Iban = Annotated[str, Scalar(_iban, trust=_spaceless, name="IBAN")]


class Address(Part):
    """A postal address."""

    street: Annotated[str, "Street and number, or post box."] = ""
    extra: Annotated[str, "A further line: building, floor, c/o."] = ""
    postcode: Annotated[str, "Postal code."] = ""
    city: Annotated[str, "City."]
    region: Annotated[str, "State or region, where it is part of the address."] = ""
    country: Annotated[Country, "ISO 3166 code of the country, such as DE."]

    @property
    def line(self) -> str:
        """The address in one line, for a terminal: street, further line, postcode and city, region, country."""
        parts = (self.street, self.extra, f"{self.postcode} {self.city}".strip(), self.region, self.country)
        return ", ".join(part for part in parts if part)


class BankAccount(Part):
    """Where money is paid to."""

    iban: Annotated[Iban | None, "IBAN."] = None
    bic: Annotated[str, "BIC of the bank."] = ""
    bank: Annotated[str, "Name of the bank."] = ""
    holder: Annotated[str, "Account holder, when it is not the business itself."] = ""
    number: Annotated[str, "Account and routing numbers as one line, where there is no IBAN."] = ""


class Party(Part):
    """A seller or buyer, as it is frozen into an invoice."""

    name: Annotated[str, "Legal name."]
    attention: Annotated[str, "Person or department the document is addressed to."] = ""
    address: Annotated[Address, "Postal address."]
    vat_id: Annotated[VatNumber | None, "VAT identification number."] = None
    tax_id: Annotated[str, "Local tax number."] = ""
    registration: Annotated[str, "Register and number, such as HRB 12345 B, Amtsgericht Charlottenburg."] = ""
    email: Annotated[Email | None, "E-mail address for documents."] = None
    phone: Annotated[str, "Telephone number."] = ""
    website: Annotated[str, "Web site."] = ""
    bank: Annotated[BankAccount | None, "Where money is paid to."] = None
