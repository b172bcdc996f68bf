"""A period of a schedule that is billed twice."""

import datetime as dt

import pytest

from backoffice import checks
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.void import void
from tests.made import books, client, draft, made, moved, settings, shown

SCHEDULE = made(
    "schedule", "care", client="acme", every="month", start="2026-01-01", lines=[{"text": "Care", "price": "9"}]
)
DRAFT = draft("care-2026-01")


def numbered(n: int, of: Invoice = DRAFT, previous: str | None = None) -> Invoice:
    number = f"INV-2026-{n:04}"
    ready = issued(of, client(), settings(), on=dt.date(2026, 1, 1), number=number, previous=previous)
    return moved(ready, f"invoices/2026/{number}.md")


FIRST = numbered(1)
SECOND = numbered(2, replaced(DRAFT, subject="edited"), FIRST.issued.digest if FIRST.issued else None)
STANDING = {("invoice",): (FIRST.gross,)} if FIRST.gross else {}
VOID = made("void", FIRST.id, **void(FIRST, STANDING, on=dt.date(2026, 1, 2), reason="x").steps[0].fields)  # type: ignore[union-attr,arg-type]


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ((SCHEDULE, FIRST), []),
        ((SCHEDULE, DRAFT, draft("care-2026-02"), draft("care-2026-q1"), draft("care-2026-02-more")), []),
        ((FIRST, DRAFT), []),
        ((SCHEDULE, VOID, FIRST, DRAFT), []),
        (
            (SCHEDULE, FIRST, DRAFT),
            [
                (
                    "invoices/drafts/care-2026-01.md:1: error: care-2026-01 is billed by INV-2026-0001 "
                    "(invoices/2026/INV-2026-0001.md:1) already [period-billed-twice]"
                )
            ],
        ),
        (
            (SCHEDULE, FIRST, SECOND),
            [
                (
                    "invoices/2026/INV-2026-0002.md:1: error: care-2026-01 is billed by INV-2026-0001 "
                    "(invoices/2026/INV-2026-0001.md:1) already [period-billed-twice]"
                )
            ],
        ),
    ],
)
def test_a_period_is_billed_once(records: tuple[Record, ...], found: list[str]) -> None:
    assert shown(checks.run(books(*records))) == found
