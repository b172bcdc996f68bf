"""Early-payment discount (skonto): agreed as terms, frozen with its last day, and the tax that it takes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from backoffice.core.duration import Duration
from backoffice.core.hints import Annotated
from backoffice.core.money import Money, share_out
from backoffice.core.part import Part
from backoffice.core.scalar import Date, Length, Percent
from backoffice.core.tax import TaxGroup

TEN_DAYS = Duration(days=10)


class CashDiscount(Part):
    """What a client may deduct who pays early."""

    percent: Annotated[Percent, "How much of the invoice, with tax; 0: none."]
    within: Annotated[Length, "How long after the issue date."] = TEN_DAYS

    def granted(self, on: dt.date) -> GrantedDiscount | None:
        """Return what an invoice issued ``on`` a day grants."""
        return GrantedDiscount(percent=self.percent, until=self.within.after(on)) if self.percent else None


class GrantedDiscount(Part):
    """What an invoice grants, frozen into it."""

    percent: Annotated[Percent, "How much of the invoice, with tax."]
    until: Annotated[Date, "The last day on which the payment must have arrived."]

    def of(self, amount: Money) -> Money:
        """Return the discount on an amount with tax, rounded."""
        return amount * (self.percent / 100)


def tax_in(discount: Money, groups: Sequence[TaxGroup]) -> dict[str, Decimal]:
    """Return the tax in a discount, by tax code: it lowers each rate's taxable amount alike (2006/112/EC, article 90).

    ``discount`` is shared out over the groups by what each charged with tax; codes without tax are left out.
    """
    if not groups:
        return {}
    parts = share_out(discount, [each.taxable + each.tax for each in groups])
    taxes = {
        each.code: (part * (each.rate / (100 + each.rate))).amount for each, part in zip(groups, parts, strict=True)
    }
    return {code: tax for code, tax in taxes.items() if tax}
