"""Money: exact decimals, rounded half away from zero to the minor unit of their currency.

Minor units follow ISO 4217 (list one). Amounts never become floats, and no ``-0.00`` ever leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Final

_AMOUNT = r"-?[0-9]{1,12}(\.[0-9]{1,6})?"
_CURRENCY = r"[A-Z]{3}"
_WITHOUT_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_MILLS = "BHD IQD JOD KWD LYD OMR TND"
_MINOR_UNITS = dict.fromkeys(_WITHOUT_CENTS.split(" "), 0) | dict.fromkeys(_WITH_MILLS.split(" "), 3)
_USUAL_MINOR_UNITS = 2
ZERO = Decimal(0)
_STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(29))
"""The smallest steps of numbers with so many decimals; more than 28 digits no amount has."""
_NOTHING = tuple(step * 0 for step in _STEPS[:4])
"""Zero with so many decimals."""
LIMIT = Decimal(10) ** 12
"""Amounts in files are below this: they have at most twelve digits before the point."""


def parse_decimal(text: str) -> Decimal:
    """Return the number written in ``text``: ASCII digits, at most twelve before and six after the point.

    Raises:
        ValueTextError: for anything else (``1e9``, ``NaN``, ``1_000``, ``1,5``, full-width digits).
    """
    import re

    if not re.fullmatch(_AMOUNT, text):
        raise ValueTextError("a number such as 1200 or 1200.50 (digits, and a point before the cents)")
    return Decimal(text) + 0


def parse_currency(text: str) -> str:
    """Return ``text`` if it looks like an ISO 4217 code.

    Raises:
        ValueTextError: when it is not three capital letters.
    """
    import re

    if not re.fullmatch(_CURRENCY, text):
        raise ValueTextError("a currency code of three capital letters, such as EUR")
    return text


def minor_units(currency: str) -> int:
    """Return how many decimals amounts of ``currency`` have (EUR 2, JPY 0, KWD 3)."""
    return _MINOR_UNITS.get(currency, _USUAL_MINOR_UNITS)


def round_to(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero to ``decimals`` places; never ``-0``."""
    rounded = value.quantize(_STEPS[decimals], ROUND_HALF_UP)
    return rounded or abs(rounded)


class Money:
    """An amount of one currency, always at its minor unit. Currencies are never added up."""

    __slots__ = ("amount", "currency")

    def __init__(self, amount: Decimal, currency: str) -> None:
        self.amount: Final = amount
        self.currency: Final = currency

    @classmethod
    def of(cls, value: Decimal | int | str, currency: str) -> Money:
        """Return ``value`` rounded to the minor unit of ``currency``; text is read by ``parse_decimal``."""
        if not isinstance(value, Decimal):
            value = parse_decimal(value) if isinstance(value, str) else Decimal(value)
        return cls(round_to(value, minor_units(currency)), currency)

    @classmethod
    def of_minor(cls, units: int, currency: str) -> Money:
        """Return ``units`` of the smallest unit (cents) as money."""
        return cls(Decimal(units).scaleb(-minor_units(currency)), currency)

    @property
    def minor(self) -> int:
        """The amount as a whole number of the smallest unit (cents)."""
        return int(self.amount.scaleb(_MINOR_UNITS.get(self.currency, _USUAL_MINOR_UNITS)))

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            message = f"cannot combine {self.currency} with {other.currency}"
            raise ValueError(message)
        return other.amount

    def __add__(self, other: Money) -> Money:
        """Add; both must be of one currency."""
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract; both must be of one currency."""
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        """Return the opposite amount."""
        return Money(-self.amount, self.currency)

    def __abs__(self) -> Money:
        """Return the amount without its sign."""
        return Money(abs(self.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        """Multiply and round once."""
        return Money.of(self.amount * factor, self.currency)

    def __eq__(self, other: object) -> bool:
        """Tell whether both are the same amount of one currency."""
        if type(other) is not Money:
            return NotImplemented
        return self.amount == other.amount and self.currency == other.currency

    def __hash__(self) -> int:
        """Return what equal amounts have in common."""
        return hash((self.amount, self.currency))

    def __repr__(self) -> str:
        """Return the call that makes it."""
        return f"Money({self.amount!r}, {self.currency!r})"

    def __bool__(self) -> bool:
        """Tell whether there is any money at all."""
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        """Compare; both must be of one currency."""
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        """Compare; both must be of one currency."""
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        """Compare; both must be of one currency."""
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        """Compare; both must be of one currency."""
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        """Return the exact text form, ``1200.00 EUR``."""
        return f"{self.amount} {self.currency}"


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add up ``amounts``, all of ``currency``; nothing adds up to zero."""
    found = Money(_NOTHING[minor_units(currency)], currency)
    amount = found.amount
    for each in amounts:
        amount += found._same(each)  # noqa: SLF001 - as + does
    return Money(amount, currency)


def share_out(amount: Money, weights: Sequence[Decimal]) -> list[Money]:
    """Split ``amount`` in proportion to ``weights`` so that the parts add up to it to the cent.

    Cumulative rounding: part *k* is the rounded running share less what is already given, so the last part closes.
    All weights zero: everything goes to the first part.

    Raises:
        ValueError: when there are no weights.
    """
    if not weights:
        message = "nothing to share out to"
        raise ValueError(message)
    whole = sum(weights, start=ZERO)
    shares = [weight / whole for weight in weights] if whole else [Decimal(1), *([ZERO] * (len(weights) - 1))]
    parts: list[Money] = []
    running, given = ZERO, Money.of(0, amount.currency)
    for position, share in enumerate(shares):
        running += share
        upto = amount if position == len(shares) - 1 else amount * running
        parts.append(upto - given)
        given = upto
    return parts
