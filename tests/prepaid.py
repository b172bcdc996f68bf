"""A job that is paid in parts: a deposit, its payment, and the final invoice that deducts it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from backoffice.core.record import Record
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.prepaying import prepaid
from tests import made

HALF = {"text": "Half in advance", "price": "500.00"}
BOOK = {"text": "Book", "price": "50.00", "tax": "reduced", "income": "goods"}
WORK = {"text": "Design", "price": "1000.00"}


def issue(n: int, on: str, draft: Invoice, *others: Record) -> Invoice:
    """Return ``draft`` issued as number ``n`` of 2026, in books of ``others``."""
    number = f"INV-2026-{n:04}"
    client = made.client(draft.client, vat_id="DE136695976")
    less = prepaid(made.books(*others), draft, draft.currency or "EUR")
    latest = max((each for each in others if isinstance(each, Invoice)), key=lambda each: each.id, default=None)
    previous = latest.issued.digest if latest and latest.issued else None
    day = dt.date.fromisoformat(on)
    ready = issued(draft, client, made.settings(), on=day, number=number, previous=previous, prepaid=less)
    return made.moved(ready, f"invoices/2026/{number}.md")


def deposit(n: int, on: str, *lines: dict[str, Any], others: tuple[Record, ...] = ()) -> Invoice:
    """Return an issued deposit invoice of these lines."""
    return issue(n, on, made.draft(f"deposit-{n}", lines=list(lines), type="deposit"), *others)


DEPOSIT = deposit(1, "2026-01-10", HALF, BOOK)
"""500.00 at 19 % and 50.00 at 7 %: 648.50."""
ARRIVED = made.payment("2026-01-20", "648.50", INV_2026_0001="648.50")
PAID: tuple[Record, ...] = (DEPOSIT, ARRIVED)
FINAL = issue(2, "2026-03-01", made.draft("final", lines=[WORK, BOOK], deposits=["INV-2026-0001"]), *PAID)
"""1243.50, less what was prepaid: 595.00."""
