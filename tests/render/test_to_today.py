"""The page for the morning."""

from __future__ import annotations

from backoffice.render.to_today import today_page
from backoffice.reports.due import unsettled
from tests.agreed import day
from tests.reports.test_due import BOOKS, TODAY


def page(on: str) -> str:
    return today_page("Nordlicht", unsettled(BOOKS, as_of=day(on)), as_of=day(on))


def test_the_page_for_the_morning_begins_with_what_is_late() -> None:
    assert page("2026-05-10").splitlines() == [
        "# Sunday, 10 May 2026",
        "",
        "Nordlicht: what is due, the first to act on first.",
        "",
        "## Late",
        "",
        "- **Mon 4 May**, 6 days late: INV-2026-0002 is due from Acme **119.00 EUR** (invoice/INV-2026-0002)",
        "",
        "## Today",
        "",
        "- **Sun 10 May**: Care: Report (contract/care · Jonas)",
        "",
        "## Within a week",
        "",
        (
            "- **Tue 12 May**, in 2 days: Lease. If nobody does anything: renews 2026-06-12 to 2027-06-11. "
            "Last day to stop it: Tue 12 May 2026. (contract/lease · Linh)"
        ),
    ]


def test_what_is_further_away_comes_last() -> None:
    assert "## Later\n\n- **Sun 10 May**, in 13 days" in page("2026-04-27")


def test_a_day_without_anything_to_do_has_a_page_too() -> None:
    assert today_page("Nordlicht", [], as_of=TODAY, whose="Linh").splitlines()[2:] == [
        "Nordlicht: Linh, the first to act on first.",
        "",
        "Nothing is due.",
    ]
