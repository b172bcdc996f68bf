"""Amounts that are stated exactly: a receipt or a bank knows no part of a cent, so neither does a record of it.

Prices of units may be finer than their currency; what is paid never is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.document import FieldPath
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money, minor_units

TOO_FINE = Fault(
    "part-of-a-cent",
    "An amount that was paid has more decimals than its currency. As a rule its point was meant to part thousands: "
    "1.250 is one and a quarter, and 1250 is written without a point. Nothing is rounded in silence.",
)
_THOUSANDS = 3
"""So many decimals are as many digits as a point between thousands has behind it."""


def inexact(where: Location, currency: str, amounts: Mapping[FieldPath, Decimal]) -> Iterator[Diagnostic]:
    """Yield the amounts, by field, that ``currency`` cannot express."""
    for about, amount in amounts.items():
        if _too_fine(amount, currency):
            yield TOO_FINE.at(where, _said(amount, currency), hint=_hint(amount), about=about)


def exactly(amount: Decimal, currency: str) -> Money:
    """Return an amount that somebody named as money.

    Raises:
        RefusedError: it has more decimals than the currency.
    """
    if _too_fine(amount, currency):
        raise RefusedError(_said(amount, currency), hint=_hint(amount))
    return Money.of(amount, currency)


def _too_fine(amount: Decimal, currency: str) -> bool:
    """Tell whether decimals are lost, or look like thousands: ``10.000``; ``120000.00`` yen lose nothing."""
    decimals, units = _decimals(amount), minor_units(currency)
    return decimals > units and (decimals == _THOUSANDS or Money.of(amount, currency).amount != amount)


def _decimals(amount: Decimal) -> int:
    return len(str(amount).partition(".")[2])


def _said(amount: Decimal, currency: str) -> str:
    units = minor_units(currency)
    least = f"{units} decimals" if units else "no decimals"
    return f"{currency} has {least}, and {amount} has {_decimals(amount)}"


def _hint(amount: Decimal) -> str:
    whole = str(amount).replace(".", "")
    return f"thousands have no point: {whole}" if _decimals(amount) == _THOUSANDS else ""
