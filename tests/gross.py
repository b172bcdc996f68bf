"""A sale to somebody who pays no attention to tax: prices that include it."""

from __future__ import annotations

from typing import Any

from backoffice.kinds.invoice import Invoice
from tests import made
from tests.prepaid import issue

COURSE = {"text": "Course", "quantity": "3", "price": "39.90"}
BOOK = {"text": "Book", "price": "24.95", "tax": "reduced", "income": "goods"}


def draft(identity: str = "sale", *lines: dict[str, Any], **fields: Any) -> Invoice:  # noqa: ANN401
    """Return the draft of an invoice whose prices are gross; a course and a book unless lines are named."""
    return made.draft(identity, lines=list(lines or (COURSE, BOOK)), prices="gross", **fields)


SOLD = issue(1, "2026-01-10", draft(allowances=[{"reason": "Voucher", "amount": "10.00", "tax": "standard"}]))
"""119.70 less 10.00 at 19 % and 24.95 at 7 %: 134.65 with tax."""
