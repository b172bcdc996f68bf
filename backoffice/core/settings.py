"""The settings of a business: ``backoffice.yaml`` at the root of its workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.dunning import Dunning
from backoffice.core.duration import Duration
from backoffice.core.exchange import ExchangeRate
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.ledger import Chart
from backoffice.core.numbering import Series
from backoffice.core.part import Part, field
from backoffice.core.party import Party
from backoffice.core.rates import HourlyRate, Rounding
from backoffice.core.record import Record, Ref
from backoffice.core.retention import RetentionClass, classes
from backoffice.core.scalar import Currency, Date, Id, Length, Positive, RelativePath
from backoffice.core.tax import NEEDS_REASON, TaxCode

PATH = "backoffice.yaml"

NAME, CITY = "Your Business", "Your City"
"""What stands in for the name and the city of a business until somebody writes them."""
UNNAMED = Fault(
    "unnamed-business",
    "The settings still have the name or the city that `backoffice init` puts there when nobody says. An issued paper "
    "keeps them for ever: write your own under `business` in backoffice.yaml first.",
)
SETTING = Fault("bad-setting", "A setting contradicts another, or names something that does not exist.")

FORTNIGHT = Duration(days=14)
Language = Literal["en", "de", "fr"]
Paper = Literal["A4", "Letter"]


class Look(Part):
    """How printed documents look."""

    accent: Annotated[str, "One colour for headings and rules, such as #1f4e5f."] = "#1f4e5f"
    logo: Annotated[RelativePath | None, "An SVG or PNG file in the workspace."] = None
    paper: Annotated[Paper, "A4 or Letter."] = "A4"
    language: Annotated[Language, "Language of documents, unless the client has its own: en, de or fr."] = "en"
    footer: Annotated[str, "A line printed at the foot of every document."] = ""


class Filing(Part):
    """How documents are filed."""

    largest: Annotated[Positive, "Largest file in the repository, in megabytes; larger ones stay outside it."] = (
        Decimal(10)
    )
    retention: Annotated[
        Mapping[str, RetentionClass], "Classes of papers and how long they are kept, beside those for the country."
    ] = field(default_factory=dict)


class Settings(Record):
    """The business, its currency, tax table, accounts and numbering."""

    noun: ClassVar[str] = "settings"

    business: Annotated[Party, "The business itself, as it is printed on documents."]
    currency: Annotated[Currency, "The currency the books are kept in."]
    timezone: Annotated[str, "The IANA zone that decides which day it is, such as Europe/Berlin."] = "UTC"
    calendar: Annotated[Id | None, Ref("holidays"), "The days on which nobody works: a file in holidays/."] = None
    terms: Annotated[Length, "How long clients have to pay, unless agreed otherwise."] = FORTNIGHT
    tax: Annotated[str, "The tax code of lines that name none."] = ""
    taxes: Annotated[Mapping[str, TaxCode], "The tax table: codes, their category and dated rates."] = field(
        default_factory=dict
    )
    series: Annotated[Mapping[str, str], "Numbering: document to pattern, such as invoice: INV-{year}-{n:04}."] = field(
        default_factory=dict
    )
    branch: Annotated[str, "The branch on which numbers are given out."] = "main"
    accounts: Annotated[Mapping[str, str], "Own names for ledger accounts, such as bank: assets:bank:giro."] = field(
        default_factory=dict
    )
    exchange: Annotated[
        tuple[ExchangeRate, ...], "What other currencies are worth; frozen into invoices in them, for gains and losses."
    ] = ()
    dunning: Annotated[Dunning, "How those who pay late are reminded."] = Dunning()
    rates: Annotated[tuple[HourlyRate, ...], "What an hour costs where project and client say nothing."] = ()
    rounding: Annotated[Rounding | None, "How time is rounded when it is billed; a client may have another."] = None
    settled: Annotated[
        Date | None, "Time and expenses up to this day are settled, by invoices that do not name them."
    ] = None
    person: Annotated[Id | None, "Whose time is recorded unless --person says; empty: that of git's user."] = None
    look: Annotated[Look, "Logo, colour, paper and language of printed documents."] = Look()

    documents: Annotated[Filing, "How documents are filed and how long they are kept."] = Filing()

    @property
    def title(self) -> str:
        """The name of the business."""
        return self.business.name

    @cached_property
    def chart(self) -> Chart:
        """The chart of accounts with this workspace's own names."""
        return Chart(**{role: name for role, name in self.accounts.items() if role in Chart._fields})

    @property
    def retention(self) -> dict[str, RetentionClass]:
        """How long papers are kept, by class."""
        return classes(self.documents.retention, self.business.address.country)

    def pattern(self, document: str) -> str:
        """Return the numbering pattern of a kind of document."""
        return self.series.get(document, DEFAULT_SERIES[document])

    def unnamed(self) -> Iterator[Diagnostic]:
        """Yield what still stands in for the name and the city of the business, which no paper may go out with."""
        hint = f"write your own under business in {self.where.path}"
        if (name := self.business.name.strip()) in {NAME, ""}:
            say = f"the business is still called {NAME!r}" if name else "the business has no name"
            yield UNNAMED.at(self.where, say, hint=hint, about=("business", "name"))
        if self.business.address.city == CITY:
            say = f"the city of the business is still {CITY!r}"
            yield UNNAMED.at(self.where, say, hint=hint, about=("business", "address", "city"))

    def check(self) -> Iterator[Diagnostic]:
        """Yield settings that contradict each other."""
        yield from self._check_accounts()
        if self.tax and self.tax not in self.taxes:
            yield SETTING.at(self.where, f"tax names {self.tax}, which is not in taxes", about=("tax",))
        for code, row in self.taxes.items():
            yield from self._check_code(code, row)
        for at, each in enumerate(self.exchange):
            if each.currency == self.currency:
                say = f"exchange has a rate for {self.currency}, the currency of the books itself"
                yield SETTING.at(self.where, say, about=("exchange", at, "currency"))
        if not self.dunning.levels:
            hint = "leave levels out for the usual three"
            yield SETTING.at(self.where, "dunning has no levels", hint=hint, about=("dunning", "levels"))
        yield from self._check_series()

    def _check_series(self) -> Iterator[Diagnostic]:
        for document, pattern in self.series.items():
            about = ("series", document)
            if document not in DEFAULT_SERIES:
                hint = f"series are {', '.join(DEFAULT_SERIES)}"
                yield SETTING.at(self.where, f"series has no {document}", hint=hint, about=about)
            elif not Series(pattern).makes_numbers():
                hint = "it needs {n} or {n:04}, may have {year}, and beside them letters, digits and dashes"
                yield SETTING.at(self.where, f"the series pattern {pattern} makes no numbers", hint=hint, about=about)

    def _check_accounts(self) -> Iterator[Diagnostic]:
        known = sorted(Chart._fields)
        for role, name in self.accounts.items():
            about = ("accounts", role)
            if role not in known:
                hint = f"accounts are {', '.join(known)}"
                yield SETTING.at(self.where, f"accounts has no {role}", hint=hint, about=about)
            elif not name:
                yield SETTING.at(self.where, f"the account {role} has no name", about=about)

    def _check_code(self, code: str, row: TaxCode) -> Iterator[Diagnostic]:
        about = ("taxes", code)
        if row.category == "S" and not row.rates:
            yield SETTING.at(self.where, f"tax {code} has category S but no rates", about=about)
        if row.category != "S" and row.rates:
            say = f"tax {code} has rates, but its category {row.category} is always 0 %"
            yield SETTING.at(self.where, say, about=(*about, "rates"))
        if (row.category in NEEDS_REASON) != bool(row.reason):
            need = "needs a reason" if row.category in NEEDS_REASON else "must not have a reason"
            yield SETTING.at(self.where, f"tax {code} has category {row.category} and {need}", about=about)


DEFAULT_SERIES: Mapping[str, str] = {
    "invoice": "INV-{year}-{n:04}",
    "credit-note": "CN-{year}-{n:04}",
    "quote": "Q-{year}-{n:04}",
}
