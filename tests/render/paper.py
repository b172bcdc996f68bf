"""Invoices to print: a design studio in Berlin, and whatever a test says is different."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document, Tree
from backoffice.core.record import Record
from backoffice.core.schema import read
from backoffice.core.settings import Settings
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued

R = TypeVar("R", bound=Record)

GERMANY: dict[str, Tree] = {
    "name": "Studio Nordlicht GmbH",
    "vat_id": "DE136695976",
    "tax_id": "30/123/45678",
    "registration": "HRB 12345 B, Amtsgericht Charlottenburg",
    "email": "hallo@studio-nordlicht.de",
    "address": {"street": "Linienstraße 44", "postcode": "10119", "city": "Berlin", "country": "DE"},
    "bank": {"iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFFXXX", "bank": "Commerzbank"},
}
FRANCE: dict[str, Tree] = {
    "name": "Atelier Brume SARL",
    "vat_id": "FR40303265045",
    "address": {"street": "12 rue Mercière", "postcode": "69002", "city": "Lyon", "country": "FR"},
    "bank": {"iban": "FR1420041010050500013M02606", "bic": "PSSTFRPPLYO"},
}
BRITAIN: dict[str, Tree] = {
    "name": "Harbour & Finch Ltd",
    "vat_id": "GB980780684",
    "address": {"street": "4 Old Street", "postcode": "EC1V 9AB", "city": "London", "country": "GB"},
    "bank": {"iban": "GB29NWBK60161331926819", "bic": "NWBKGB2L"},
}
AMERICA: dict[str, Tree] = {
    "name": "Kaleido Design LLC",
    "tax_id": "EIN 12-3456789",
    "address": {
        "street": "548 Market Street",
        "postcode": "94104",
        "city": "San Francisco",
        "region": "CA",
        "country": "US",
    },
    "bank": {"number": "Routing 021000021 · Account 000123456789", "bank": "Chase Bank"},
}
TAXES: dict[str, Tree] = {
    "standard": {"category": "S", "rates": [{"since": "2007-01-01", "rate": "19"}]},
    "reduced": {"category": "S", "rates": [{"since": "2007-01-01", "rate": "7"}]},
    "zero": {"category": "Z"},
    "reverse": {"category": "AE", "reason": "Reverse charge"},
    "union": {"category": "K", "reason": "Intra-Community supply"},
    "small": {"category": "E", "reason": "Kein Ausweis von Umsatzsteuer (§ 19 UStG)"},
}
CLIENT: dict[str, Tree] = {
    "name": "Müller & Söhne GmbH",
    "attention": "Frau Dr. Weiß",
    "address": {"street": "Hauptstraße 7", "postcode": "80331", "city": "München", "country": "DE"},
    "language": "de",
}


def line(text: str = "Beratung", quantity: str = "3", price: str = "120", **fields: Tree) -> Tree:
    return {"text": text, "quantity": quantity, "price": price, "unit": "hour"} | fields


def _read(record: type[R], name: str, path: str, fields: dict[str, Tree]) -> R:
    made, wrong = read(record, name, Document(Location(path), fields))
    assert made, [str(each) for each in wrong]
    return made


def settings(business: dict[str, Tree] | None = None, **look: Tree) -> Settings:
    fields: dict[str, Tree] = {
        "business": dict(business or GERMANY),
        "currency": "EUR",
        "tax": "standard",
        "taxes": dict(TAXES),
        "look": dict(look),
    }
    return _read(Settings, "settings", "backoffice.yaml", fields)


def invoice(
    house: Settings,
    *lines: Tree,
    client: dict[str, Tree] | None = None,
    **fields: Any,  # noqa: ANN401
) -> Invoice:
    """Return an invoice issued on 21 November 2026 as INV-2026-0042."""
    buyer = _read(Client, "c", "clients/c.md", CLIENT | (client or {}))
    tree: dict[str, Tree] = {"client": "c", "lines": list(lines or (line(),))} | fields
    draft = _read(Invoice, "x", "invoices/drafts/x.md", tree)
    return issued(draft, buyer, house, on=dt.date(2026, 11, 21), number="INV-2026-0042")


def nothing(path: str) -> bytes | None:
    """A workspace without files."""
