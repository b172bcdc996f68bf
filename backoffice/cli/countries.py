"""What `init` proposes for a country: currency, time zone, language, paper, and a first tax table.

The rates are a *starting point to check*, never truth: nothing else in the tool reads them, and what a workspace says
in its own backoffice.yaml is all that counts. Each row is (code, ((first day, percent), …)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Rates = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Country:
    """The usual settings of a business there."""

    currency: str = "EUR"
    timezone: str = "UTC"
    language: str = "en"
    rates: Rates = ()
    paper: str = "A4"


def _two(standard: str, since: str, reduced: str, reduced_since: str) -> Rates:
    return ("standard", ((since, standard),)), ("reduced", ((reduced_since, reduced),))


_GERMAN: Rates = (
    ("standard", (("2007-01-01", "19"), ("2020-07-01", "16"), ("2021-01-01", "19"))),
    ("reduced", (("2007-01-01", "7"), ("2020-07-01", "5"), ("2021-01-01", "7"))),
)
_SWISS: Rates = (
    ("standard", (("2018-01-01", "7.7"), ("2024-01-01", "8.1"))),
    ("reduced", (("2018-01-01", "2.5"), ("2024-01-01", "2.6"))),
)
_FRENCH: Rates = (
    ("standard", (("2014-01-01", "20"),)),
    ("intermediate", (("2014-01-01", "10"),)),
    ("reduced", (("2014-01-01", "5.5"),)),
)
_FINNISH: Rates = (("standard", (("2013-01-01", "24"), ("2024-09-01", "25.5"))), ("reduced", (("2013-01-01", "14"),)))

COUNTRIES: Mapping[str, Country] = {
    "AT": Country("EUR", "Europe/Vienna", "de", _two("20", "1984-01-01", "10", "1984-01-01")),
    "BE": Country("EUR", "Europe/Brussels", "fr", _two("21", "1996-01-01", "6", "2000-01-01")),
    "CH": Country("CHF", "Europe/Zurich", "de", _SWISS),
    "DE": Country("EUR", "Europe/Berlin", "de", _GERMAN),
    "DK": Country("DKK", "Europe/Copenhagen", "en", (("standard", (("1992-01-01", "25"),)),)),
    "ES": Country("EUR", "Europe/Madrid", "en", _two("21", "2012-09-01", "10", "2012-09-01")),
    "FI": Country("EUR", "Europe/Helsinki", "en", _FINNISH),
    "FR": Country("EUR", "Europe/Paris", "fr", _FRENCH),
    "GB": Country("GBP", "Europe/London", "en", _two("20", "2011-01-04", "5", "1997-09-01")),
    "IE": Country("EUR", "Europe/Dublin", "en", _two("23", "2021-03-01", "13.5", "2003-01-01")),
    "IT": Country("EUR", "Europe/Rome", "en", _two("22", "2013-10-01", "10", "1995-02-24")),
    "LU": Country("EUR", "Europe/Luxembourg", "fr", _two("17", "2024-01-01", "8", "2024-01-01")),
    "NL": Country("EUR", "Europe/Amsterdam", "en", _two("21", "2012-10-01", "9", "2019-01-01")),
    "NO": Country("NOK", "Europe/Oslo", "en", (("standard", (("2005-01-01", "25"),)),)),
    "PL": Country("PLN", "Europe/Warsaw", "en", _two("23", "2011-01-01", "8", "2011-01-01")),
    "PT": Country("EUR", "Europe/Lisbon", "en", _two("23", "2011-01-01", "13", "2012-01-01")),
    "SE": Country("SEK", "Europe/Stockholm", "en", _two("25", "1990-07-01", "12", "1996-01-01")),
    "US": Country("USD", "America/New_York", "en", (), "Letter"),
    "CA": Country("CAD", "America/Toronto", "en", (), "Letter"),
}

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - a list to read
)
NO_IBAN = frozenset("AR AU CA CL CN HK ID IN JP KR MX MY NZ PH SG TH TW US ZA".split())  # noqa: SIM905 - a list to read
"""Countries whose banks have no IBAN; elsewhere one is asked for."""


def country(code: str) -> Country:
    """Return what is usual in a country; neutral settings for one that is not listed."""
    return COUNTRIES.get(code, Country(currency="EUR" if code in EU else "USD"))
