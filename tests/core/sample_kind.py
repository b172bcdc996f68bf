"""A kind made up for tests: one field of every sort that a record can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.duration import Duration
from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.part import Part, field
from backoffice.core.party import Iban
from backoffice.core.period import Period
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import (
    Amount,
    Billed,
    Country,
    Currency,
    Date,
    Digest,
    Email,
    Id,
    Integer,
    Length,
    Percent,
    Positive,
    RelativePath,
    Scalar,
    YesNo,
)

LATE = Fault("late-tea", "The tea comes after the cake.")
DAY = Duration(days=1)
Span = Annotated[Period, Scalar(Period.parse, name="period")]


def _code(text: str) -> str:
    if not text.isupper():
        raise ValueTextError("a code in capitals")
    return text


class Price(Part):
    """A part of a part."""

    amount: Annotated[Amount, "How much."]
    currency: Annotated[Currency, "Of what."] = "EUR"


class Line(Part):
    """A part of a record."""

    text: Annotated[str, "What for."]
    price: Annotated[Price | None, "What it costs."] = None
    days: Annotated[tuple[Date, ...], "When."] = ()


class Sample(Record):
    """One field of every sort."""

    noun: ClassVar[str] = "sample"

    name: Annotated[str, "What it is called."]
    day: Annotated[Date, "The day."] = dt.date(2026, 1, 1)
    cake: Annotated[Date | None, "The day of the cake."] = None
    amount: Annotated[Amount, "An amount."] = Decimal(0)
    positive: Annotated[Positive, "An amount that is not negative."] = Decimal(0)
    billed: Annotated[Billed, "A price."] = Decimal(0)
    percent: Annotated[Percent, "A share."] = Decimal(0)
    count: Annotated[Integer, "How many."] = 0
    sure: Annotated[YesNo, "Whether."] = False
    length: Annotated[Length, "How long."] = DAY
    span: Annotated[Span | None, "From when to when."] = None
    currency: Annotated[Currency | None, "A currency."] = None
    country: Annotated[Country | None, "A country."] = None
    mail: Annotated[Email | None, "An address."] = None
    digest: Annotated[Digest | None, "A digest."] = None
    file: Annotated[RelativePath | None, "A file."] = None
    account: Annotated[Iban | None, "A bank account."] = None
    mood: Annotated[Literal["good", "bad"], "How it went."] = "good"
    client: Annotated[Id | None, Ref("client"), "Who for."] = None
    friends: Annotated[tuple[Id, ...], Ref("person"), "Who with."] = ()
    shares: Annotated[Mapping[Id, Amount], Ref("invoice"), "How much of which."] = field(default_factory=dict)
    codes: Annotated[Mapping[Annotated[str, Scalar(_code)], Price], "Prices by code."] = field(default_factory=dict)
    tags: Annotated[tuple[str, ...], "Words."] = ()
    lines: Annotated[tuple[Line, ...], "Lines."] = ()

    def check(self) -> Iterator[Diagnostic]:
        if self.cake and self.cake < self.day:
            yield LATE.at(self.where, "tea after cake")
