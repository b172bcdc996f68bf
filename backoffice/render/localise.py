"""Words, numbers and dates of printed documents in the reader's language.

The words are data (``pages/words/<language>.toml``); numbers, dates and countries are CLDR's, by babel.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_currency, format_decimal

from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Any
from backoffice.core.money import Money, minor_units
from backoffice.core.period import Period
from backoffice.core.settings import Language

_MOST_DECIMALS = 6
_MINUS = "\N{MINUS SIGN}"
_SYNONYMS = {
    word: unit
    for unit, words in {
        "hour": "h hr hrs hours std std. stunde stunden heure heures",
        "day": "d days tag tage jour jours pt personentag personentage",
        "week": "weeks woche wochen semaine semaines",
        "month": "months monat monate mois",
        "year": "years jahr jahre an ans année années",
        "minute": "min minutes minuten",
        "piece": "pieces pc pcs item items unit units stück stk st. pièce pièces unité unités",
        "page": "pages seite seiten",
        "word": "words wort wörter mot mots",
        "person": "people persons personen personne personnes",
        "licence": "license licenses licences lizenz lizenzen",
        "night": "nights nacht nächte nuit nuits",
        "trip": "trips fahrt fahrten trajet trajets",
        "flat": "fixed lump flatrate pauschal pauschale forfait forfaits",
    }.items()
    for word in words.split()
}


@lru_cache(maxsize=8)
def _table(language: str) -> Mapping[str, Any]:
    text = (files("backoffice.render") / "pages" / "words" / f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True)
class Wording:
    """How things are said in ``language`` by somebody in ``country`` (ISO 3166, of the sender)."""

    language: Language
    country: str

    @cached_property
    def locale(self) -> Locale:
        """The CLDR locale: the sender's where the language is at home there, else its usual one."""
        places = _table(self.language)["places"]
        place = self.country if self.country in places else places[0]
        return Locale(self.language, place)

    def say(self, word: str, *values: str, **named: str) -> str:
        """Return a label or sentence with its blanks filled in."""
        table = _table(self.language)
        text: str = table.get("at", {}).get(self.country, {}).get(word) or table["words"][word]
        return text.format(*values, **named)

    @property
    def tax(self) -> str:
        """What the tax on sales is called."""
        names: Mapping[str, str] = _table(self.language)["tax"]
        return names.get(self.country, names["usual"])

    def exempt(self, category: str) -> str:
        """Return the phrase the law expects of an EN 16931 category without tax, if any."""
        phrases: Mapping[str, str] = _table(self.language)["exempt"]
        return phrases.get(category, "")

    def date(self, day: dt.date) -> str:
        """Return a day in full: 21 November 2026."""
        return format_date(day, "long", locale=self.locale)

    def period(self, text: str) -> tuple[bool, str]:
        """Return whether ``text`` names more than one day, and how it is printed."""
        try:
            period = Period.parse(text)
        except ValueTextError:
            return True, text
        return period.start != period.end, self._span(period)

    def _span(self, period: Period) -> str:
        start, end = period.start, period.end
        if start == end:
            return self.date(start)
        after = end + dt.timedelta(days=1)
        if start.day != 1 or after.day != 1:
            return str(format_interval(start, end, "yMMMd", locale=self.locale))
        if str(period).isdigit():
            return str(period)
        if start.month == end.month and start.year == end.year:
            return str(format_skeleton("yMMMM", start, locale=self.locale))
        return str(format_interval(start, end, "yMMMM", locale=self.locale))

    def number(self, value: Decimal, *, decimals: int = 0) -> str:
        """Return a number with at least ``decimals`` places, and as many more as it has."""
        pattern = "#,##0" + ("." if decimals else "") + "0" * decimals
        rest = "#" * (_MOST_DECIMALS - decimals)
        shape = pattern + rest if decimals else f"{pattern}.{rest}"
        return str(format_decimal(value, shape, locale=self.locale)).replace("-", _MINUS)

    def amount(self, money: Money) -> str:
        """Return an amount without its currency, at its minor unit."""
        return self.number(money.amount, decimals=minor_units(money.currency))

    def money(self, money: Money) -> str:
        """Return an amount with its currency."""
        shown = format_currency(money.amount, money.currency, locale=self.locale)
        return str(shown).replace("-", _MINUS)

    def percent(self, value: Decimal) -> str:
        """Return a percentage; ``value`` 19 is 19 %."""
        pattern = str(self.locale.percent_formats[None].pattern)
        return self.number(value) + pattern[pattern.rindex("0") + 1 :]

    def quantity(self, quantity: Decimal, unit: str) -> str:
        """Return a quantity with its unit in this language and number; unknown units stay as written."""
        known: Mapping[str, Mapping[str, str]] = _table(self.language)["units"]
        name = _SYNONYMS.get(unit.lower(), unit.lower())
        forms = known.get(name, {"other": unit})
        shown = forms.get(self.locale.plural_form(quantity), forms["other"])
        return shown if name == "flat" and quantity == 1 else f"{self.number(quantity)} {shown}".strip()

    def territory(self, code: str) -> str:
        """Return the name of a country."""
        return str(self.locale.territories.get(code, code))
