"""Reports on one small business, in tables as they would be written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.record import Record
from backoffice.core.report import Cell, Report
from backoffice.core.scope import Scope
from backoffice.reports import REPORTS, report_of, reports
from backoffice.reports.aged_receivables import aged_receivables
from backoffice.reports.balances import account_balances
from backoffice.reports.due import due
from backoffice.reports.profit_and_loss import profit_and_loss
from backoffice.reports.status import status
from tests.made import client, draft, invoice, made, moved, payment, settings

TODAY = dt.date(2026, 6, 30)


def expense(identity: str, on: str, amount: str, category: str, **more: str) -> Record:
    fields = {"date": on, "supplier": identity, "category": category, "amount": amount, "currency": "EUR"}
    record: Record = made("expense", identity, **fields | more)
    return record


def business() -> MemoryBooks:
    """Acme owes an old and a new invoice, Beta has paid too much, a bill is due tomorrow, a draft waits."""
    records = [
        client("acme"),
        client("beta"),
        invoice(1, "2026-01-10", "acme"),
        invoice(2, "2026-04-20", "beta", "200.00"),
        invoice(3, "2026-06-16", "acme", "50.00"),
        payment("2026-02-01", "19.00", "acme", INV_2026_0001="19.00"),
        payment("2026-05-02", "300.00", "beta", INV_2026_0002="238.00"),
        draft("homepage", "beta", subject="Homepage"),
        expense("hoster", "2026-02-01", "11.90", "hosting", vat="1.90", nature="delivery"),
        expense("landlord", "2026-04-01", "40.00", "rent"),
        expense("printer", "2026-06-20", "25.00", "print", due="2026-07-01"),
        expense("courier", "2026-06-20", "5.00", "travel", due="2026-06-25", paid="2026-06-24"),
        made("expense", "usa", date="2026-03-03", supplier="usa", category="software", amount="7", currency="USD"),
    ]
    return MemoryBooks(settings(), [settings(), *records])


def lines(rows: Iterable[tuple[Cell, ...]]) -> list[str]:
    return [" | ".join("" if cell is None else str(cell) for cell in row) for row in rows]


def table(report: Report, position: int = 0) -> list[str]:
    found = report.tables[position]
    heads = " | ".join(column.heading for column in found.columns)
    return [heads, *lines(found.rows), *(f"= {line}" for line in lines(found.totals))]


def test_aged_receivables_sort_what_is_open_by_days_past_due() -> None:
    assert table(aged_receivables(business(), as_of=TODAY)) == [
        "Client | Name | Current | 1–30 | 31–60 | 61–90 | 90+ | Total | Credit",
        "acme | Acme | 59.50 EUR |  |  |  | 100.00 EUR | 159.50 EUR | ",
        "beta | Beta |  |  |  |  |  | 0.00 EUR | 62.00 EUR",
        "= Total | EUR | 59.50 EUR |  |  |  | 100.00 EUR | 159.50 EUR | 62.00 EUR",
    ]


@pytest.mark.parametrize(
    ("as_of", "buckets"),
    [
        ("2026-01-24", "119.00 EUR |  |  |  | "),  # due today is not overdue
        ("2026-01-25", " | 119.00 EUR |  |  | "),
        ("2026-02-23", " | 100.00 EUR |  |  | "),
        ("2026-02-24", " |  | 100.00 EUR |  | "),
        ("2026-03-26", " |  |  | 100.00 EUR | "),
        ("2026-04-25", " |  |  |  | 100.00 EUR"),
    ],
)
def test_looking_back_shows_the_ageing_of_that_day(as_of: str, buckets: str) -> None:
    shown = table(aged_receivables(business(), as_of=dt.date.fromisoformat(as_of), client="acme"))

    assert shown[1].startswith(f"acme | Acme | {buckets} | ")


def test_aged_receivables_by_invoice_name_each_open_one() -> None:
    assert table(aged_receivables(business(), as_of=TODAY, by="invoice")) == [
        "Client | Number | Due | Current | 1–30 | 31–60 | 61–90 | 90+ | Total",
        "acme | INV-2026-0001 | 2026-01-24 |  |  |  |  | 100.00 EUR | 100.00 EUR",
        "acme | INV-2026-0003 | 2026-06-30 | 59.50 EUR |  |  |  |  | 59.50 EUR",
        "= Total | EUR |  | 59.50 EUR |  |  |  | 100.00 EUR | 159.50 EUR",
    ]


def test_what_was_paid_of_an_invoice_that_is_not_there_makes_no_other_look_paid() -> None:
    records = [client("acme"), invoice(1, "2026-01-10"), payment("2026-02-01", "19.00", "acme", INV_2026_0009="19.00")]
    stray = MemoryBooks(settings(), records)
    report = aged_receivables(stray, as_of=TODAY)

    assert table(report) == [
        "Client | Name | Current | 1–30 | 31–60 | 61–90 | 90+ | Total | Credit",
        "acme | Acme |  |  |  |  | 119.00 EUR | 119.00 EUR | ",
        "acme | INV-2026-0009, unreadable |  |  |  |  |  | -19.00 EUR | ",
        "= Total | EUR |  |  |  |  | 119.00 EUR | 100.00 EUR | ",  # what the ledger has
    ]
    assert report.notes[0].startswith(
        "INV-2026-0009: cannot be read, or not there: what was paid of it is in the total"
    )
    assert table(aged_receivables(stray, as_of=TODAY, by="invoice"))[-2:] == [
        "acme | INV-2026-0009 |  |  |  |  |  |  | -19.00 EUR",
        "= Total | EUR |  |  |  |  |  | 119.00 EUR | 100.00 EUR",
    ]
    morning = status(stray, as_of=TODAY)
    assert list(morning.tables[0].rows) == [("EUR", *(Money.of(each, "EUR") for each in ("119.00", "0", "0", "0")))]
    assert "INV-2026-0009: cannot be read, or not there; what was paid of it is in no sum" in morning.notes


def test_profit_is_income_less_delivery_less_overhead() -> None:
    assert table(profit_and_loss(business(), period=Period.parse("2026"))) == [
        "Section | Account | Total",
        "Income | services | 350.00 EUR",
        "Delivery | hosting | 10.00 EUR",
        "Overhead | print | 25.00 EUR",
        "Overhead | rent | 40.00 EUR",
        "Overhead | travel | 5.00 EUR",
        "Overhead | software | 7.00 USD",
        "= Income | EUR | 350.00 EUR",
        "= Delivery | EUR | 10.00 EUR",
        "= Gross profit | EUR | 340.00 EUR",
        "= Overhead | EUR | 70.00 EUR",
        "= Profit | EUR | 270.00 EUR",
        "= Income | USD | 0.00 USD",
        "= Delivery | USD | 0.00 USD",
        "= Gross profit | USD | 0.00 USD",
        "= Overhead | USD | 7.00 USD",
        "= Profit | USD | -7.00 USD",
    ]


def test_profit_by_quarter_has_a_column_for_each_and_one_for_all() -> None:
    shown = table(profit_and_loss(business(), period=Period.parse("2026-Q1..2026-Q2"), by="quarter"))

    assert shown[0] == "Section | Account | 2026-Q1 | 2026-Q2 | Total"
    assert shown[1] == "Income | services | 100.00 EUR | 250.00 EUR | 350.00 EUR"
    assert shown[2] == "Delivery | hosting | 10.00 EUR |  | 10.00 EUR"


def test_account_balances_are_even() -> None:
    shown = table(account_balances(business(), as_of=TODAY))

    assert shown[-2:] == ["= Total EUR | 503.50 EUR | 503.50 EUR", "= Total USD | 7.00 USD | 7.00 USD"]
    assert "assets:receivable | 159.50 EUR | " in shown


def test_due_names_what_is_still_open_the_earliest_first() -> None:
    assert table(due(business(), as_of=TODAY)) == [
        "Day | In days | Kind | What | Open | Person | Record",
        "2026-01-24 | -157 | payment | INV-2026-0001 is due from Acme | 100.00 EUR |  | invoice/INV-2026-0001",
        "2026-06-30 | 0 | payment | INV-2026-0003 is due from Acme | 59.50 EUR |  | invoice/INV-2026-0003",
        "2026-07-01 | 1 | bill | Pay printer | 25.00 EUR |  | expense/printer",
    ]


def test_the_morning_page_says_who_owes_and_what_waits() -> None:
    page = status(business(), as_of=TODAY)

    assert [table(page, position) for position in range(4)] == [
        [
            "Currency | Overdue | Not yet due | Bills to pay | Client credit",
            "EUR | 100.00 EUR | 59.50 EUR | 25.00 EUR | 62.00 EUR",
        ],
        ["Late | Number | Client | Open", "157 | INV-2026-0001 | Acme | 100.00 EUR"],
        ["Draft | Client | Subject", "homepage | Beta | Homepage"],
        ["Day | In days | What | Open", "2026-07-01 | 1 | Pay printer | 25.00 EUR"],
    ]
    assert page.notes == ()


def test_the_morning_page_shows_the_ten_latest_and_counts_the_rest() -> None:
    bills = (expense(f"bill-{n}", "2026-06-20", "25.00", "print", due="2026-07-01") for n in range(13))
    late, drafts = (invoice(n, "2026-01-10") for n in range(1, 13)), (draft(f"d{n}") for n in range(14))
    page = status(MemoryBooks(settings(), [client(), *late, *drafts, *bills]), as_of=TODAY)

    assert [(len(table(page, at)), table(page, at)[-1]) for at in (1, 2, 3)] == [
        (12, "=  |  | and 2 more: backoffice invoice list --overdue | "),
        (12, "=  | and 4 more: backoffice invoice list --state draft | "),
        (12, "=  |  | and 3 more: backoffice expense list --unpaid | "),
    ]


def test_the_morning_page_speaks_up_when_files_are_broken() -> None:
    (wrong,) = made(
        "payment", "x", date="2026-01-01", client="a", amount="1", currency="EUR", allocate={"I": "2"}
    ).check()
    broken = MemoryBooks(settings(), [draft(of="gone")], problems=[wrong], unreadable=1)

    page = status(broken, as_of=TODAY)

    assert page.notes == ("1 problem in the files: backoffice check",)
    assert table(page, 2)[1] == "work | gone | "


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("inbox/README.md", "inbox/.hidden", "documents/2026/x.pdf"), ()),
        (("inbox/a.pdf",), ("1 paper in inbox/ to file: backoffice document inbox",)),
        (("inbox/a.pdf", "inbox/from-mail/b.pdf"), ("2 papers in inbox/ to file: backoffice document inbox",)),
    ],
)
def test_the_morning_page_counts_the_papers_to_file(files: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert status(MemoryBooks(settings(), [client()], files=files), as_of=TODAY).notes == said


def test_what_was_paid_too_much_does_not_make_less_of_what_others_owe() -> None:
    twice = payment("2026-02-01", "238.00", INV_2026_0002="238.00")
    records = [client(), invoice(1, "2026-01-10"), invoice(2, "2026-01-10"), twice]
    page = status(MemoryBooks(settings(), records), as_of=TODAY)
    assert table(page, 0)[1] == "EUR | 119.00 EUR | 0.00 EUR | 0.00 EUR | 119.00 EUR"


def test_an_issued_invoice_that_lies_among_the_drafts_does_not_wait_to_be_issued() -> None:
    books = MemoryBooks(settings(), [client(), moved(invoice(1, "2026-11-01"), "invoices/drafts/a.md"), draft("b")])
    drafts = next(each for each in status(books, as_of=TODAY).tables if each.name == "drafts")
    assert [row[0] for row in drafts.rows] == ["b"]


def test_the_morning_page_of_new_books_says_how_to_begin() -> None:
    page = status(MemoryBooks(settings(), []), as_of=TODAY)
    assert (page.notes, table(page, 0)) == (("No clients yet: backoffice client new ID",), table(page, 0)[:1])


@pytest.mark.parametrize("name", [name.replace("_", "-") for name in REPORTS])
def test_every_report_can_be_built_from_its_declaration(name: str) -> None:
    assert name in [each.name for each in reports()]

    report = report_of(name).build(business(), Scope(TODAY, period=Period.parse("2026-06") if name != "due" else None))

    assert report.name == name
    assert all(len(row) == len(each.columns) for each in report.tables for row in (*each.rows, *each.totals))


def test_a_report_nobody_wrote_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        report_of("nonsense")
