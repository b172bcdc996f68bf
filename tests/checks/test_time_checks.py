"""Working time that cannot be, and hours and expenses that are billed wrongly."""

import datetime as dt
from typing import Any

import pytest

from backoffice import checks
from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.void import void
from tests.made import books, client, credit, draft, made, moved, settings, shown, worked

SITE = made("project", "site", name="Site", client="acme")
OTHER = client("other")


def entry(time: str = "09:00-12:15", on: str = "2026-11-20", **more: Any) -> Record:  # noqa: ANN401
    return worked("ada", on, time, **{"project": "site"} | more)


def at(record: Record, line: int) -> Record:
    return replaced(record, where=Location(record.where.path, line))


def found(*records: Record) -> list[str]:
    return shown(checks.run(books(SITE, *records)))


WHERE = "time/ada/2026-11.yaml"
ENTRY = f"{WHERE}:1 (ada-2026-11-20-0900)"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((entry(), entry("12:15-13:00"), entry("3h", text="x"), entry("3h", text="y")), []),
        ((entry(), worked("bob", "2026-11-20", "09:00-10:00")), []),
        (
            (at(entry(), 1), at(entry("12:00-13:00"), 2)),
            [f"{WHERE}:2: error: 12:00-13:00 overlaps 09:00-12:15, which is {WHERE}:1 [overlapping-time]"],
        ),
        (
            (at(entry("09:00-"), 1), at(entry("09:00-", on="2026-11-19"), 2)),
            [f"{WHERE}:1: error: ada has a timer since 2026-11-19 09:00 already ({WHERE}:2) [two-timers]"],
        ),
        (
            (at(entry("20h", text="x"), 1), at(entry("5h", text="y"), 2)),
            [f"{WHERE}:2: error: ada worked 25h on 2026-11-20 [day-too-long]"],
        ),
    ],
)
def test_time_is_possible(records: tuple[Record, ...], expected: list[str]) -> None:
    assert found(*records) == expected


# ── Billing ─────────────────────────────────────────────────────────────────────────────────────


def billing(name: str = "work", of: str = "acme", time: str = "3h15m", **line: Any) -> Invoice:  # noqa: ANN401
    links = line or {"time": {"ada-2026-11-20-0900": time}}
    return draft(name, of, lines=[{"text": "Work", "price": "90", **links}])


def numbered(of: Invoice, n: int = 1, previous: str | None = None) -> Invoice:
    number = f"INV-2026-{n:04}"
    ready = issued(of, client(), settings(), on=dt.date(2026, 11, 30), number=number, previous=previous)
    return moved(ready, f"invoices/2026/{number}.md")


OUT = numbered(billing())
LATER = numbered(billing("more"), 2, OUT.issued.digest if OUT.issued else None)
STANDING = {("invoice",): (OUT.gross,)} if OUT.gross else {}
PLAIN = numbered(draft(), 2, OUT.issued.digest if OUT.issued else None)
VOID = made("void", OUT.id, **void(OUT, STANDING, on=dt.date(2026, 12, 2), reason="x").steps[0].fields)  # type: ignore[union-attr,arg-type]
PROP = made(
    "expense", "prop", date="2026-11-02", supplier="Shop", category="props", amount="10", currency="EUR", client="acme"
)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((entry(), billing()), []),
        ((entry(), OUT), []),
        ((entry(), billing("one", time="2h"), billing("two", time="1h15m")), []),
        ((entry(), OUT, VOID, billing()), []),
        ((entry(), OUT, credit(OUT, on="2026-12-01"), billing()), []),
        ((entry(), OUT, PLAIN, credit(PLAIN, on="2026-12-01")), []),
        ((PROP, billing(expenses=["prop"])), []),
        (
            (entry(), OUT, billing()),
            [
                (
                    f"invoices/drafts/work.md:1: error: 6h30m of {ENTRY} is billed, but only 3h15m was worked; "
                    "INV-2026-0001 (invoices/2026/INV-2026-0001.md:1) bills it already [billed-twice]"
                )
            ],
        ),
        (
            (entry(), OUT, LATER),
            [
                (
                    f"invoices/2026/INV-2026-0002.md:1: error: 6h30m of {ENTRY} is billed, but only 3h15m was worked; "
                    "INV-2026-0001 (invoices/2026/INV-2026-0001.md:1) bills it already [billed-twice]"
                )
            ],
        ),
        (
            (entry("09:00-12:00"), billing()),
            [f"invoices/drafts/work.md:1: error: 3h15m of {ENTRY} is billed, but only 3h was worked [billed-twice]"],
        ),
        (
            (billing(),),
            [
                (
                    "invoices/drafts/work.md:1: error: work bills ada-2026-11-20-0900, but there is no such entry of "
                    "time [billed-nothing]"
                )
            ],
        ),
        (
            (OTHER, entry(project=None, client="other"), billing()),
            [f"invoices/drafts/work.md:1: error: work to acme bills {WHERE}:1, which is of other [billed-to-another]"],
        ),
        (
            (entry(project=None), billing()),
            [
                (
                    f"invoices/drafts/work.md:1: error: work to acme bills {WHERE}:1, which is of no client "
                    "[billed-to-another]"
                )
            ],
        ),
        (
            (billing(expenses=["prop"]),),
            ["invoices/drafts/work.md:1: error: work bills prop, but there is no such expense [billed-nothing]"],
        ),
        (
            (PROP, billing("one", expenses=["prop"]), billing("two", expenses=["prop"])),
            [
                (
                    "invoices/drafts/two.md:1: error: expenses/2026/prop.md:1 is billed on 2 times; "
                    "one (invoices/drafts/one.md:1) bills it already [billed-twice]"
                )
            ],
        ),
    ],
)
def test_time_and_expenses_are_billed_once(records: tuple[Record, ...], expected: list[str]) -> None:
    assert [each for each in found(*records) if "[no-" not in each] == expected


def test_what_cannot_be_read_may_well_be_there() -> None:
    records = [settings(), client(), billing(), billing("two", expenses=["prop"])]
    paths = (WHERE, "expenses/2026/prop.md")
    broken = [Diagnostic(Location(path, 1), "bad-value", "x") for path in paths]
    assert list(checks.run(MemoryBooks(settings(), records, problems=broken))) == []
