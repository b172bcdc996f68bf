"""Value added tax: categories, dated rates, and the breakdown of a document (EN 16931, BG-23 and BT-116 to BT-121).

Tax is computed once per group of category and rate, never per line: ten lines of 3.60 at 5.5 % bear 1.98, not 2.00.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from backoffice.core.hints import Annotated, Literal, TypeAlias
from backoffice.core.money import ZERO, Money
from backoffice.core.part import Part
from backoffice.core.scalar import Date, Percent, Positive

Category: TypeAlias = Literal["S", "Z", "E", "AE", "K", "G", "O"]

CATEGORIES: Mapping[str, str] = {
    "S": "standard or reduced rate",
    "Z": "zero rated",
    "E": "exempt",
    "AE": "reverse charge",
    "K": "intra-Community supply",
    "G": "export outside the EU",
    "O": "outside the scope of VAT",
}
NEEDS_REASON = frozenset({"E", "AE", "K", "G", "O"})
"""Categories whose breakdown must state why no tax is charged; the others must not (BR-E-10, BR-AE-10, BR-S-10 …)."""


class DatedRate(Part):
    """A percentage from a day on."""

    since: Annotated[Date, "First tax point at which the rate applies."]
    rate: Annotated[Percent, "The rate in percent."]


class TaxCode(Part):
    """One row of the workspace's tax table: what a line's ``tax`` may say."""

    category: Annotated[Category, "EN 16931 category: S, Z, E, AE, K, G or O."]
    rates: Annotated[tuple[DatedRate, ...], "Rates by day, for category S."] = ()
    reason: Annotated[str, "Why no tax is charged; printed on the invoice."] = ""

    def rate(self, on: dt.date) -> Decimal | None:
        """Return the percentage at tax point ``on``; None where the table has none yet. 0 for all but S."""
        if self.category != "S":
            return ZERO
        begun = [each for each in self.rates if each.since <= on]
        return max(begun, key=lambda each: each.since).rate if begun else None


class TaxGroup(Part):
    """One row of a document's tax breakdown, frozen into it when it is issued. Amounts are in its currency."""

    code: Annotated[str, "The code in the tax table."]
    category: Annotated[Category, "EN 16931 category."]
    rate: Annotated[Percent, "The rate in percent at the tax point."]
    taxable: Annotated[Positive, "Net amount taxed."]
    tax: Annotated[Positive, "The tax on it."]
    reason: Annotated[str, "Why no tax is charged."] = ""

    def whole(self, *, gross: bool) -> Decimal:
        """Return what was charged at this code, with its tax (``gross``) or without."""
        return self.taxable + self.tax if gross else self.taxable


def breakdown(
    amounts: Iterable[tuple[str, Money]], rates: Mapping[str, tuple[TaxCode, Decimal]], *, included: bool = False
) -> list[TaxGroup]:
    """Add up net ``amounts`` by tax code and tax each sum once, rounded half up; sorted by falling rate, then code.

    ``rates`` holds, for each code that occurs, its row of the table and the rate at the tax point. ``included``: the
    amounts hold their tax already, which is taken out of each sum once.
    """
    sums: dict[str, Money] = {}
    for code, amount in amounts:
        sums[code] = sums[code] + amount if code in sums else amount
    groups = [
        TaxGroup(
            code=code,
            category=rates[code][0].category,
            rate=rates[code][1],
            taxable=(whole - tax if included else whole).amount,
            tax=tax.amount,
            reason=rates[code][0].reason,
        )
        for code, whole in sums.items()
        for tax in (tax_within(whole, rates[code][1]) if included else whole * (rates[code][1] / 100),)
    ]
    return sorted(groups, key=lambda group: (-group.rate, group.code))


def tax_within(amount: Money, rate: Decimal) -> Money:
    """Return the tax in an ``amount`` that includes it, at ``rate`` percent, rounded."""
    return Money.of(amount.amount * rate / (100 + rate), amount.currency)


def without_tax(amounts: Iterable[tuple[str, Money]], rates: Mapping[str, tuple[TaxCode, Decimal]]) -> Iterator[Money]:
    """Yield each of ``amounts``, which include their tax, without it.

    Cumulative rounding: those of one code add up to what ``breakdown`` taxes of it, and each is within one minor unit
    of its own exact value.
    """
    sums: dict[str, tuple[Money, Money]] = {}
    for code, amount in amounts:
        stated, net = sums.get(code, (amount * 0, amount * 0))
        whole = stated + amount
        sums[code] = whole, whole - tax_within(whole, rates[code][1])
        yield sums[code][1] - net
