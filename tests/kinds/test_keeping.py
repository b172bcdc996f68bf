"""How long documents are kept, by their class and by the contracts they are about."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.books import MemoryBooks
from backoffice.core.record import Record
from backoffice.core.scope import Scope
from backoffice.kinds.keeping import keeping
from backoffice.reports.retention import REPORT
from tests.made import books, made, settings

TODAY = dt.date(2026, 11, 21)
RUNNING = {"name": "Lease", "type": "lease", "side": "customer", "parties": ["Landlord"], "signed": "2020-01-01"}
FIELDS = {"name": "Paper", "file": "paper.pdf", "sha256": "ab" * 32, "size": "1", "type": "application/pdf"}


def contract(identity: str, **more: Any) -> Record:  # noqa: ANN401
    record: Record = made("contract", identity, **RUNNING | more)
    return record


CONTRACTS = [
    contract("running", effective="2020-01-01"),
    contract("ended", ends="2019-06-30"),
    contract("later", ends="2024-06-30"),
    contract("stopped", effective="2020-01-01"),
    made("termination", "stopped", contract="stopped", date="2021-03-01", last_day="2021-03-31", reason="agreed"),
    contract("replaced", effective="2020-01-01"),
    contract("successor", effective="2022-01-01", signed="2022-01-01", supersedes="replaced"),
]


def paper(**more: Any) -> Record:  # noqa: ANN401
    record: Record = made("document", "paper", **FIELDS | {"received": "2015-03-04"} | more)
    return record


@pytest.mark.parametrize(
    ("more", "until", "state"),
    [
        ({}, None, "no class"),
        ({"retention": "no-such-class"}, None, "no class"),
        ({"retention": "voucher"}, "2023-12-31", "may go"),
        ({"retention": "voucher", "date": "2014-12-30"}, "2022-12-31", "may go"),
        ({"retention": "books", "received": "2020-01-02"}, "2030-12-31", "kept"),
        ({"retention": "voucher", "hold": "dispute"}, "2023-12-31", "on hold: dispute"),
        ({"retention": "contract"}, None, "kept: no contract"),
        ({"retention": "contract", "about": ["contract/unknown", "client/acme"]}, None, "kept: no contract"),
        ({"retention": "contract", "about": ["contract/ended"]}, "2025-12-31", "may go"),
        ({"retention": "contract", "about": ["contract/ended", "contract/later"]}, "2030-12-31", "kept"),
        ({"retention": "contract", "about": ["contract/stopped"]}, "2027-12-31", "kept"),
        ({"retention": "contract", "about": ["contract/replaced"]}, "2028-12-31", "kept"),
        (
            {"retention": "contract", "about": ["contract/ended", "contract/running"]},
            None,
            "kept while contract/running goes on",
        ),
    ],
)
def test_a_document_is_kept_as_its_class_says(more: dict[str, Any], until: str | None, state: str) -> None:
    house = books(*CONTRACTS, paper(**more))
    (kept,) = keeping(house, as_of=TODAY)
    assert (kept.until and str(kept.until)) == until
    assert kept.may_go(TODAY) is (state == "may go")
    (table,) = REPORT.build(house, Scope(TODAY, by="all")).tables
    ((_, _, _, _, shown, _),) = table.rows
    assert shown == state
    (due,) = REPORT.build(house, Scope(TODAY, by="due")).tables
    assert len(list(due.rows)) == (state == "may go" or "on hold" in state)


def test_what_is_gone_or_not_there_yet_is_not_kept() -> None:
    gone = paper(disposed={"date": "2026-01-01", "reason": "old"})
    assert list(keeping(books(gone), as_of=TODAY)) == []
    assert list(keeping(books(paper(received="2026-12-01")), as_of=TODAY)) == []


def test_the_classes_are_listed_with_their_source() -> None:
    report = REPORT.build(books(paper(retention="voucher")), Scope(TODAY, by="class"))
    rows = {row[0]: row for row in report.tables[0].rows}
    assert rows["voucher"][:4] == ("voucher", "8y", "year-end", 1)
    assert "§ 147" in str(rows["voucher"][4])
    assert "starting point" in report.notes[0]
    last = list(REPORT.build(books(paper()), Scope(TODAY, by="class")).tables[0].rows)[-1]
    assert (last[0], last[3], last[5]) == ("", 1, "no class")


def receipt(on: str, **more: Any) -> Record:  # noqa: ANN401
    facts = {"date": on, "supplier": "Adobe", "category": "software", "amount": "9", "currency": "EUR"}
    record: Record = made("expense", f"{on}-adobe", **facts | {"receipt": f"{on}-adobe.pdf"} | more)
    return record


@pytest.mark.parametrize(
    ("country", "until", "retention"),
    [("DE", "2025-12-31", "voucher"), ("AT", "2024-12-31", "books"), ("US", None, None)],
)
def test_the_receipt_of_an_expense_is_a_voucher_without_saying_so(
    country: str, until: str | None, retention: str | None
) -> None:
    business = {"name": "N", "address": {"city": "C", "country": country}}
    found = MemoryBooks(settings(business=business), [receipt("2017-03-04"), receipt("2026-12-24")])
    (one,) = keeping(found, as_of=TODAY)
    assert (one.name, one.title, one.retention) == ("expense/2017-03-04-adobe", "Adobe", retention)
    assert one.until == (until and dt.date.fromisoformat(until))
    assert one.may_go(TODAY) == (until is not None)


def test_what_may_go_of_receipts_goes_by_hand() -> None:
    early, late = receipt("2017-03-04"), receipt("2025-03-04")
    report = REPORT.build(books(early, late, receipt("2010-01-01", receipt=None)), Scope(TODAY))
    assert [row[0] for row in report.tables[0].rows] == [early.ref]
    assert report.notes[-1].startswith("a receipt goes by hand")
    counted = REPORT.build(books(early, late), Scope(TODAY, by="class")).tables[0]
    assert {row[0]: row[3] for row in counted.rows}["voucher"] == 2
