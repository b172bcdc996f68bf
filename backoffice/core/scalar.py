"""Scalar types of fields: how the text of a field becomes a value, and what editors are told about it.

A type is ``Annotated[python type, Scalar(…)]``.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from backoffice.core.dates import parse_date
from backoffice.core.duration import Duration
from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Annotated, Any
from backoffice.core.money import parse_currency, parse_decimal
from backoffice.core.named import NamedTuple


class Scalar(NamedTuple):
    """One way of reading text: ``parse`` raises ``ValueTextError`` saying what was expected.

    ``name`` is what people call it. ``loose`` types may be written without quotes in YAML, where an editor takes them
    for numbers or booleans.
    """

    parse: Callable[[str], Any]
    pattern: str = ""
    loose: bool = False
    format: str = ""
    trust: Callable[[str], Any] | None = None
    name: str = "text"

    @property
    def restore(self) -> Callable[[str], Any]:
        """How text that ``parse`` has accepted becomes the same value again, more cheaply where ``trust`` says."""
        return self.trust or self.parse


def as_written(text: str) -> str:
    """Return ``text``: what types that are text are restored by."""
    return text


def _number(text: str) -> Decimal:
    return Decimal(text) + 0


def _matching(name: str, pattern: str, expected: str) -> Scalar:
    def parse(text: str) -> str:
        import re

        if not re.fullmatch(pattern, text):
            raise ValueTextError(expected)
        return text

    return Scalar(parse, pattern=pattern, trust=as_written, name=name)


def _positive(text: str) -> Decimal:
    value = parse_decimal(text)
    if value < 0:
        raise ValueTextError("a number that is not negative")
    return value


def _billed(text: str) -> Decimal:
    try:
        return _positive(text)
    except ValueTextError as expected:
        if not text.startswith("-"):
            raise
        say = f"{expected}; a discount is one of the allowances, money back a credit note"
        raise ValueTextError(say) from None


_HUNDRED = Decimal(100)


def _percent(text: str) -> Decimal:
    value = _positive(text)
    if value > _HUNDRED:
        raise ValueTextError("a percentage from 0 to 100")
    return value


def _integer(text: str) -> int:
    value = parse_decimal(text)
    if value != int(value):
        raise ValueTextError("a whole number")
    return int(value)


def _yes_no(text: str) -> bool:
    try:
        return {"yes": True, "true": True, "no": False, "false": False}[text.lower()]
    except KeyError:
        raise ValueTextError("yes or no") from None


_VAULT_ENTRY = r"[a-z0-9][a-z0-9-]{0,62}(?!.*/\.{0,2}(?:/|$))/(?![_\s]).{1,200}(?<!\s)"


def _vault_entry(text: str) -> str:
    """Return the name of a secret in composed form, as the vault keeps it."""
    import re

    name = unicodedata.normalize("NFC", text)
    if not re.fullmatch(_VAULT_ENTRY, name) or not name.isprintable():
        raise ValueTextError("a secret by vault and name, such as default/hosting/cloudflare")
    return name


Date = Annotated[dt.date, Scalar(parse_date, format="date", trust=dt.date.fromisoformat, name="date")]
Amount = Annotated[Decimal, Scalar(parse_decimal, loose=True, trust=_number, name="signed number")]
Positive = Annotated[Decimal, Scalar(_positive, loose=True, trust=_number, name="number")]
Billed = Annotated[Decimal, Scalar(_billed, loose=True, trust=_number, name="number")]
Percent = Annotated[Decimal, Scalar(_percent, loose=True, trust=_number, name="percentage")]
Integer = Annotated[int, Scalar(_integer, loose=True, name="whole number")]
YesNo = Annotated[bool, Scalar(_yes_no, loose=True, name="yes or no")]
Length = Annotated[Duration, Scalar(Duration.parse, pattern="[0-9]{1,4}[dwmy]", name="duration")]
Currency = Annotated[str, Scalar(parse_currency, pattern="[A-Z]{3}", trust=as_written, name="currency")]
Country = Annotated[
    str,
    _matching("country", "(?!UK|EL)[A-Z]{2}", "a country code of ISO 3166, such as DE (GB, not UK; GR, not EL)"),
]
Id = Annotated[str, _matching("id", "[a-z0-9][a-z0-9-]{0,62}", "an id: small letters, digits and dashes")]
AnyRef = Annotated[
    str,
    _matching("record", r"[a-z][a-z-]*/[A-Za-z0-9][A-Za-z0-9-]{0,126}", "a record by kind and id: client/acme"),
]
VaultEntry = Annotated[str, Scalar(_vault_entry, pattern=_VAULT_ENTRY, name="secret")]
Email = Annotated[str, _matching("e-mail address", r"[^@\s<>\",;:=?]+@[^@\s<>\",;:=?]+", "one e-mail address")]
Digest = Annotated[str, _matching("digest", "[0-9a-f]{64}", "a SHA-256 digest of 64 hexadecimal digits")]
RelativePath = Annotated[
    str, _matching("path", r"(?!/)(?!.*(^|/)\.\.?(/|$))[^\\\x00-\x1f]+", "a path inside the workspace, without ..")
]
