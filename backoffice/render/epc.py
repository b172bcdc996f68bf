"""The QR code that a banking app reads to fill in a SEPA transfer (EPC069-12, version 002; "GiroCode")."""

from __future__ import annotations

import io
import re
from decimal import Decimal

from backoffice.core.money import Money
from backoffice.core.party import BankAccount

_LONGEST_NAME = 70
_LONGEST_TEXT = 140
_LARGEST = Decimal("999999999.99")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


def transfer_code(holder: str, bank: BankAccount, amount: Money, text: str) -> str:
    """Return the code as an SVG element, or nothing where such a transfer is not possible.

    It is possible for a positive amount of EUR to an IBAN. ``text`` is the remittance information.
    """
    if amount.currency != "EUR" or not bank.iban or not 0 < amount.amount <= _LARGEST:
        return ""
    from segno import helpers

    code = helpers.make_epc_qr(
        name=" ".join(holder.split())[:_LONGEST_NAME],
        iban=bank.iban,
        amount=amount.amount,
        text=" ".join(text.split())[:_LONGEST_TEXT],
        bic=bank.bic if _BIC.fullmatch(bank.bic) else None,
        encoding="utf-8",
    )
    out = io.BytesIO()
    code.save(out, kind="svg", border=0, omitsize=True, xmldecl=False, nl=False, svgclass="qr", lineclass=None)
    return out.getvalue().decode()
