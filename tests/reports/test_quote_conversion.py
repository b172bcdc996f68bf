"""What becomes of quotes, as tables."""

import datetime as dt

from backoffice.core.period import Period
from backoffice.core.report import Report
from backoffice.reports.quote_conversion import REPORT, quote_conversion
from tests.made import books
from tests.quoted import DESIGN, no, quote, yes

ONE = quote(number="Q-2026-0001", on="2026-03-01")
TWO = quote(DESIGN, number="Q-2026-0002", on="2026-03-20")
THREE = quote(number="Q-2026-0003", on="2026-04-02")
FOUR = quote(number="Q-2026-0004", on="2026-11-20")
RECORDS = (ONE, TWO, THREE, FOUR, yes(ONE, on="2026-03-05"), no(TWO, on="2026-03-30"))
DAY = dt.date(2026, 11, 21)


def rows(report: Report) -> list[str]:
    (table,) = report.tables
    return [" ".join("-" if cell is None else str(cell) for cell in row) for row in (*table.rows, *table.totals)]


def test_by_month_of_sending() -> None:
    assert rows(quote_conversion(books(*RECORDS), as_of=DAY)) == [
        "2026-03 2 1 1 0 0 50 7 1800.00 EUR 1000.00 EUR",
        "2026-04 1 0 0 1 0 0 - 1000.00 EUR 0.00 EUR",
        "2026-11 1 0 0 0 1 - - 1000.00 EUR 0.00 EUR",
        "Total 4 1 1 1 1 33 7 3800.00 EUR 1000.00 EUR",
    ]


def test_as_things_stood_by_client() -> None:
    found = quote_conversion(books(*RECORDS), as_of=dt.date(2026, 3, 4), by="client")
    assert rows(found) == ["acme 1 0 0 0 1 - - 1000.00 EUR 0.00 EUR"]
    assert found.scope == "as of 2026-03-04"


def test_of_a_period() -> None:
    found = quote_conversion(books(*RECORDS), as_of=DAY, period=Period.parse("2026-04"))
    assert rows(found) == ["2026-04 1 0 0 1 0 0 - 1000.00 EUR 0.00 EUR"]
    assert found.scope == "sent in 2026-04, as of 2026-11-21"


def test_without_quotes() -> None:
    from backoffice.core.scope import Scope

    assert rows(REPORT.build(books(), Scope(DAY))) == []
