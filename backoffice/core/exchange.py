"""What other currencies are worth in that of the books: dated rates, and what a bank made of a payment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from backoffice.core.hints import Annotated
from backoffice.core.money import Money
from backoffice.core.part import Part
from backoffice.core.scalar import Currency, Date, Positive


class ExchangeRate(Part):
    """What one unit of a currency is worth from a day on."""

    currency: Annotated[Currency, "The other currency."]
    since: Annotated[Date, "First day on which the rate holds."]
    rate: Annotated[Positive, "What one unit of it is worth in the currency of the books."]


def rate_on(table: Iterable[ExchangeRate], currency: str, on: dt.date) -> Decimal | None:
    """Return what one unit of ``currency`` is worth on a day; None where the table has no rate yet."""
    begun = [each for each in table if each.currency == currency and each.since <= on]
    return max(begun, key=lambda each: each.since).rate if begun else None


class Conversion(Part):
    """What a bank made of a payment in another currency."""

    amount: Annotated[Positive, "What arrived, after conversion."]
    currency: Annotated[Currency, "Its currency, that of the books."]
    rate: Annotated[Positive, "What one unit was worth when the invoice was issued, as frozen into it."]

    @property
    def arrived(self) -> Money:
        """What arrived."""
        return Money.of(self.amount, self.currency)

    def worth(self, paid: Money) -> Money:
        """Return what ``paid`` was worth when the invoice was issued."""
        return Money.of(paid.amount * self.rate, self.currency)

    def gain(self, paid: Money) -> Money:
        """Return what was won by the change of the rate since then; negative: lost."""
        return self.arrived - self.worth(paid)
