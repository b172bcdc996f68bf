"""An offer of 1000.00 EUR, what is said to it, and the invoices that bill it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from backoffice.automation.quoting import Part, drafted
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.kinds.answer import Answer
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.quote.answering import accepted
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.quote.sending import sent
from backoffice.kinds.quote.situation import Situation, situation_of
from tests import made
from tests.prepaid import issue

DESIGN = {"text": "Design", "quantity": "8", "unit": "hour", "price": "100"}
PRINT = {"text": "Print", "price": "200", "tax": "reduced", "income": "print"}
EXTRA = {"text": "Photographs", "price": "90", "optional": "yes"}
day = dt.date.fromisoformat


def draft(*lines: dict[str, Any], **fields: Any) -> Quote:  # noqa: ANN401
    """Return the draft of a quote; design and print unless other lines are named."""
    record: Quote = made.made(
        "quote", "job", client="acme", subject="Flyer", lines=list(lines or (DESIGN, PRINT)), **fields
    )
    return made.moved(record, "quotes/drafts/job.md")


def quote(*lines: dict[str, Any], on: str = "2026-03-01", number: str = "Q-2026-0001", **fields: Any) -> Quote:  # noqa: ANN401
    """Return a quote that was sent on a day."""
    ready = sent(draft(*lines, **fields), made.client(), made.settings(), on=day(on), number=number)
    return made.moved(ready, f"quotes/2026/{number}.md")


def yes(of: Quote, on: str = "2026-03-10", **choices: Any) -> Answer:  # noqa: ANN401
    """Return that a quote was accepted."""
    return made.moved(accepted(Situation(of), on=day(on), **choices), f"quotes/2026/{of.id}.answer.yaml")


def no(of: Quote, on: str = "2026-03-10", outcome: str = "declined") -> Answer:
    """Return that a quote was not accepted."""
    answer: Answer = made.made("answer", of.id, quote=of.id, date=on, outcome=outcome)
    return made.moved(answer, f"quotes/2026/{of.id}.answer.yaml")


OFFER = quote()
"""800.00 of design at 19 % and 200.00 of print at 7 %."""
TAKEN = yes(OFFER)


def stands(*records: Record, of: Quote = OFFER) -> Situation:
    """Return where a quote stands in books of these records."""
    return situation_of(made.books(of, *records), of)


def bill(how: str, number: int | str = 0, *records: Record, of: Quote = OFFER) -> Invoice:
    """Return the draft of a part: ``bill("progress", "40", …)``, ``bill("milestone", 2, …)``."""
    part = Part(how, number=number) if isinstance(number, int) else Part(how, Decimal(number))  # type: ignore[arg-type]
    books = made.books(of, *records)
    return drafted(books, situation_of(books, of), part)


def billed(n: int, on: str, draft: Invoice, *records: Record) -> Invoice:
    """Return the draft of a part issued as invoice ``n``, in books of ``records``."""
    return issue(n, on, replaced(draft), *records)
