"""Currencies that records name are ones that there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.fields import fields_of
from backoffice.core.record import Record
from backoffice.kinds import kinds

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD "
    "CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD "
    "KYD KZT LAK LBP LKR LRD LSL LTL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN "
    "NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS "
    "SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES "
    "VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL"
)
CODES = frozenset(_CODES.split(" "))
"""ISO 4217, list one, and what left it since 2014, so that books which have to be kept are right as they are."""

UNKNOWN = Fault(
    "unknown-currency",
    "A record names a currency that ISO 4217 does not have. Amounts in it get two decimals and stand apart from all "
    "others, and no bank takes a payment in it. Mistyped, it is repaired in the file; what is meant so can stay.",
    "warning",
)


def currencies(books: Books) -> Iterator[Diagnostic]:
    """Yield records, the settings among them, whose currency is none."""
    for kind in kinds():
        if any(field.name == "currency" for field in fields_of(kind.record)):
            found = {name: code for name, code in books.stated(kind.record, "currency") if code and code not in CODES}
            yield from (_unknown(record, str(found[record.id])) for record in books.some(kind.record, found))


def _unknown(record: Record, code: str) -> Diagnostic:
    swapped = [each for each in sorted(CODES) if sorted(each) == sorted(code)]
    near = swapped or difflib.get_close_matches(code, sorted(CODES), n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else ""
    return UNKNOWN.at(record.where, f"there is no currency {code}", hint=hint, about=("currency",))


CHECK = Check("currencies", "Currencies are ones that there are.", currencies, (UNKNOWN,))
