"""Clients as relationships: who needs somebody, and everything about one of them on a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from backoffice.core.money import Money
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.core.report import Report
from backoffice.kinds.client import NO_DAY, Client
from backoffice.kinds.issuing import issued
from backoffice.reports.relationships import relationships
from backoffice.reports.relationships.page import client_page
from tests.agreed import contract, day
from tests.made import books, client, credit, draft, invoice, made, moved, payment, settings, shown

TODAY = day("2026-11-21")


def spoken(*lines: str, **fields: Any) -> Client:  # noqa: ANN401 - fields as in a file
    return replaced(client("acme", **fields), notes="\n".join(lines))


@pytest.mark.parametrize(
    ("fields", "lines", "expected"),
    [
        ({}, [], None),
        ({"touch": "6w"}, [], None),
        ({"touch": "6w", "since": "2026-11-01"}, [], "2026-12-13"),
        ({"touch": "1m"}, ["- 2026-10-31: called"], "2026-11-30"),
        ({"touch": "1m", "next_touch": "2026-12-24"}, ["- 2026-10-31: called"], "2026-12-24"),
        ({"touch": "1m", "next_touch": "2026-10-31"}, ["- 2026-10-31: called"], "2026-11-30"),
        ({"next_touch": "2026-10-30"}, ["- 2026-10-31: called"], None),
    ],
)
def test_when_to_get_in_touch_follows_from_the_last_time(
    fields: dict[str, str], lines: list[str], expected: str | None
) -> None:
    due = spoken(*lines, **fields).touch_due
    assert (str(due) if due else None) == expected


def test_getting_in_touch_is_a_deadline_of_whoever_looks_after_them() -> None:
    one = spoken("- 2026-10-31: called", touch="1m", owner="Linh")
    (deadline,) = one.deadlines()
    assert (str(deadline.day), deadline.kind, deadline.who) == ("2026-11-30", "touch", "Linh")
    assert deadline.what == "Get in touch with Acme; last 2026-10-31: called"
    (first,) = spoken(next_touch="2026-12-01").deadlines()
    assert first.what == "Get in touch with Acme"
    assert list(client().deadlines()) == []


def test_a_day_that_is_none_is_a_warning() -> None:
    (found,) = spoken("- 2026-02-30: called").check()
    assert (found.code, shown([found])[0].endswith("a dated note is of 2026-02-30, which is no day [no-such-day]")) == (
        NO_DAY.code,
        True,
    )


def health(one: Client, *records: Record) -> str:
    rows = relationships(books(one, *records), as_of=TODAY).tables[0].rows
    return {str(row[0]): str(row[2]) for row in rows}["acme"]


QUIET = ["- 2026-01-05: called"]


@pytest.mark.parametrize(
    ("one", "records", "expected"),
    [
        (spoken(), [], "dormant"),
        (spoken(), [made("project", "site", name="Site", client="acme")], "good"),
        (spoken(), [made("project", "site", name="Site", client="acme", end="2026-01-01")], "dormant"),
        (spoken(), [contract(effective="2026-01-01")], "good"),
        (spoken(), [contract(effective="2020-01-01", ends="2021-01-01")], "dormant"),
        (spoken(), [invoice(1, "2026-11-20")], "good"),
        (spoken(), [payment("2026-03-02", "9.00", INV_2026_0099="9.00")], "dormant"),
        (spoken(), [invoice(1, "2026-11-01")], "owes"),
        (spoken(*QUIET, touch="1m"), [invoice(1, "2026-11-20")], "quiet"),
        (spoken(*QUIET, touch="1m"), [invoice(1, "2026-11-01")], "owes"),
        (spoken(*QUIET, touch="1m"), [invoice(1, "2026-09-01")], "at risk"),
        (spoken(), [invoice(1, "2026-03-01"), payment("2026-03-02", "119.00", INV_2026_0001="119.00")], "good"),
    ],
)
def test_how_a_client_is_doing(one: Client, records: list[Record], expected: str) -> None:
    assert health(one, *records) == expected


def test_those_who_need_somebody_come_first() -> None:
    kept = books(client("zeta"), spoken(*QUIET, touch="1m"), invoice(1, "2026-09-01", "zeta"), client("beta"))
    rows = [tuple(row)[:3] for row in relationships(kept, as_of=TODAY).tables[0].rows]
    assert [(row[0], row[2]) for row in rows] == [("zeta", "owes"), ("acme", "quiet"), ("beta", "dormant")]


def page(*records: Record, files: list[str] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    one = next(each for each in records if isinstance(each, Client))
    report: Report = client_page(books(*records, files=files or []), one, as_of=TODAY)
    return {table.name: list(table.rows) for table in report.tables}


def test_everything_about_a_client_is_on_one_page() -> None:
    one = spoken(
        "Likes tea.",
        "- 2026-11-02 (Linh): called",
        owner="Linh",
        touch="6w",
        contacts=[{"name": "Ada", "role": "Head"}],
    )
    tables = page(
        one,
        invoice(1, "2026-10-01"),
        invoice(2, "2026-11-20", net="50.00"),
        payment("2026-11-01", "130.00", INV_2026_0001="100.00"),
        contract(effective="2026-01-01"),
        contract("other", client="beta"),
        made("project", "site", name="Site", client="acme"),
        made("project", "shop", name="Shop", client="beta"),
        draft("later", intro="as for acme"),
        draft("theirs", "beta", intro="as for acme"),
    )
    assert ("health", "owes") in tables["about"]
    assert ("next touch", day("2026-12-14")) in tables["about"]
    assert tables["contacts"] == [("Ada", "Head", None, "")]
    euros = dict(tables["money"])
    assert euros["open"] == (Money.of("78.50", "EUR"),)
    assert euros["overdue"] == (Money.of("19.00", "EUR"),)
    assert euros["their credit"] == (Money.of("30.00", "EUR"),)
    assert euros["billed ever"] == (Money.of("150.00", "EUR"),)
    assert [(row[0], row[2]) for row in tables["open"]] == [("INV-2026-0001", 37), ("INV-2026-0002", None)]
    assert [row[:3] for row in tables["contracts"]] == [("deal", "Deal", "active")]
    assert [row[0] for row in tables["projects"]] == ["site"]
    assert tables["interactions"] == [(day("2026-11-02"), "Linh", "called")]
    found = [str(row[0]) for row in tables["records"]]
    assert "invoice/later" in found
    assert "invoice/theirs" not in found
    assert tables["notes"] == [("Likes tea.",)]


def test_of_many_invoices_only_the_drafts_are_named_and_the_rest_is_counted() -> None:
    many = [invoice(n, "2026-11-20") for n in range(1, 15)]
    paid = [payment(f"2026-11-{n:02}", "1.00", **{f"INV_2026_{n:04}": "1.00"}) for n in range(1, 15)]
    tables = page(client(), *many, *paid, draft("later"), files=["invoices/drafts/later.md"])
    assert [row[0] for row in tables["records"]] == ["invoice/later", "14 payments"]


def test_a_client_of_whom_nothing_is_known_has_a_short_page() -> None:
    assert set(page(client())) == {"about"}


@pytest.mark.parametrize(
    ("paid", "name", "said"),
    [
        ("2026-11-10", "usually late", "26 days; 26 by amount"),
        ("2026-10-15", "usually late", "0 days; 0 by amount"),
        ("2026-10-08", "usually early", "7 days; 7 by amount"),
    ],
)
def test_the_page_says_when_a_client_usually_pays(paid: str, name: str, said: str) -> None:
    tables = page(spoken(""), invoice(1, "2026-10-01"), payment(paid, "119.00", INV_2026_0001="119.00"))
    assert dict(tables["money"])[name] == said


def test_billed_is_what_was_charged_without_discounts_and_credits() -> None:
    plain = draft("cut", allowances=[{"reason": "Loyal", "amount": "10"}])
    ready = issued(plain, client(), settings(), on=day("2026-10-02"), number="INV-2026-0002")
    early = replaced(payment("2026-10-03", "105.00", INV_2026_0002="107.10"), discount=Decimal("2.10"))
    cut, whole = moved(ready, "invoices/2026/INV-2026-0002.md"), invoice(1, "2026-10-01")
    for records, billed in (
        ([cut], "90.00"),
        ([cut, early], "90.00"),
        ([cut, whole], "190.00"),
        ([cut, whole, credit(whole, on="2026-11-01")], "90.00"),
    ):
        money = dict(page(client(), *records)["money"])
        assert money["billed in a year"] == money["billed ever"] == (Money.of(billed, "EUR"),)
    assert "money" not in page(client(), whole, credit(whole, on="2026-11-01"))
