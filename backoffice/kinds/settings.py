"""The settings of the business as a kind: the one file ``backoffice.yaml``."""

from __future__ import annotations

from backoffice.core.kind import Kind, ListColumn
from backoffice.core.settings import PATH, SETTING, UNNAMED, Settings

EXAMPLE = """\
business:
  name: Nordlicht Studio
  address: {street: Hafenstrasse 7, postcode: "20457", city: Hamburg, country: DE}
  vat_id: DE136695976
  email: hello@nordlicht.example
  bank: {iban: DE89 3704 0044 0532 0130 00, bic: COBADEFFXXX}
currency: EUR
timezone: Europe/Berlin
terms: 14d
tax: standard
taxes:                       # put in the rates of your own country, with the day from which each applies
  standard: {category: S, rates: [{since: 2020-01-01, rate: 20}]}
  reverse-charge: {category: AE, reason: Reverse charge}
series:
  invoice: INV-{year}-{n:04}
look:
  accent: "#1f4e5f"
"""

KIND = Kind(
    record=Settings,
    plural="settings",
    help="The business itself: name, bank details, currency, tax table, numbering, look of documents.",
    paths=(PATH,),
    columns=(
        ListColumn("business", lambda seen: seen.record.business.name),
        ListColumn("currency", lambda seen: seen.record.currency),
        ListColumn("timezone", lambda seen: seen.record.timezone),
    ),
    faults=(SETTING, UNNAMED),
    example=EXAMPLE,
)
