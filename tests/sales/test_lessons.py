"""What invoicing programs get wrong again and again, each lesson as a story told by commands; and where the rules of
money are tested, one by one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import desk as desk  # noqa: PLC0414 - the fixture
from tests.cli.conftest import small_business as small_business  # noqa: PLC0414 - what it copies
from tests.cli.desk import SETTINGS, Desk

TESTS = Path(__file__).parent.parent
LESSONS: dict[str, dict[str, str]] = {
    "sales/test_lessons.py": {
        "1 cron runs twice, on one machine and on two": "test_1_cron_twice",
        "2 a month is missed": "test_2_missed_month",
        "3 the 31st": "test_3_the_31st",
        "4 a number is burnt by a draft": "test_4_number_burnt_by_a_draft",
        "5 master data change": "test_5_master_data_changed",
        "6 part payment, then write-off": "test_6_part_payment_then_write_off",
        "7 paying after a rate change": "test_7_paying_after_a_rate_change",
    },
    "core/test_money.py": {
        "amounts are exact, rounded half away from zero": "test_amounts_are_rounded_half_away_from_zero",
        "amounts are digits and a point": "test_anything_else_is_no_number",
        "currencies are never added up": "test_currencies_are_never_added_up",
    },
    "core/test_lines.py": {
        "ten times 3.60 at 5.5 % is 1.98": "test_documents_add_up",
        "rates are those of the tax point": "test_rates_are_those_of_the_tax_point",
    },
    "kinds/test_issuing.py": {
        "categories have conditions": "test_a_draft_is_refused_with_every_reason",
        "an issued invoice is frozen": "test_any_fact_that_is_changed_breaks_the_seal",
        "numbers are chained": "test_invoices_are_chained_each_to_the_one_before",
    },
    "kinds/test_invoice_states.py": {
        "states follow from postings": "test_the_state_of_an_invoice_on_a_day",
        "due today is not overdue": "test_a_list_can_be_of_the_unpaid_or_the_overdue",
    },
    "workspace/test_numbers.py": {
        "of several clones one gets a number": "test_of_three_clones_exactly_one_gets_each_number",
        "a crash burns no number": "test_a_command_that_died_after_its_claim_gets_the_same_number_again",
    },
    "kinds/test_crediting.py": {
        "a full credit copies stored amounts": "test_a_full_credit_note_copies_what_the_invoice_says",
        "credits never exceed the original": "test_all_credit_notes_together_take_back_at_most_what_was_charged",
    },
    "kinds/test_prepaying.py": {
        "a deposit is income once": "test_income_and_tax_are_in_the_books_once",
    },
    "kinds/test_paying.py": {
        "early discounts take their tax back": "test_the_discount_is_booked_without_the_tax_it_takes_back",
        "tax withheld settles": "test_tax_that_was_withheld_settles_too",
    },
    "kinds/test_exchange.py": {
        "gain and loss are realised": "test_what_the_rate_brought_since_is_booked_when_it_is_paid",
    },
    "core/test_dunning.py": {
        "interest is split where rates change": "test_it_is_cut_where_something_is_paid_and_where_the_rate_changes",
    },
    "formats/test_sales_agree.py": {
        "late charges are claims of their own": "test_what_late_charges_and_withheld_tax_come_to",
    },
    "sales/test_year.py": {
        "ageing is the ledger's receivable": "test_what_is_owed_is_the_same_everywhere",
        "a year reconciles everywhere": "test_the_ledger_is_the_one_kept_by_hand",
    },
    "reports/test_sales_reports.py": {
        "the cash basis closes to the cent": "test_the_last_payment_closes_to_the_cent",
    },
    "sales/test_two_branches.py": {
        "two branches never break the books": "test_every_pair",
    },
    "cli/test_scheduling.py": {
        "drafts are the same on every machine": "test_two_clones_that_run_merge_to_one",
    },
    "checks/test_time_checks.py": {
        "an hour is billed once": "test_time_and_expenses_are_billed_once",
    },
}
"""By file: lesson or rule → the test of it."""
MONTHLY = "---\nclient: acme\nevery: month\nstart: 2026-01-31\nlines:\n  - {text: Care, price: 50}\n---\n"


@pytest.mark.parametrize("path", LESSONS)
def test_every_lesson_has_its_test(path: str) -> None:
    there = set(re.findall(r"(?m)^def (test_\w+)\(", (TESTS / path).read_text()))
    assert {lesson for lesson, name in LESSONS[path].items() if name not in there} == set()


def drafts(desk: Desk) -> list[str]:
    return sorted(path.stem for path in (desk.root / "invoices/drafts").iterdir() if path.stem != "website")


def row(desk: Desk, number: str, *words: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = desk.run("invoice", "list", *words, "--format", "json").json["data"]
    (found,) = (each for each in rows if each["number"] == number)
    return found


def issue(desk: Desk, *words: str) -> str:
    return str(desk.run("invoice", "issue", *words, "--no-pdf", "--format", "json").json["data"]["number"])


def test_1_cron_twice(desk: Desk) -> None:
    """Running it again drafts nothing new, whether the first draft is still one, issued or deleted with a reason."""
    desk.write({"schedules/care.md": MONTHLY})
    until = ("schedule", "run", "--until", "2026-02-28")
    assert desk.run(*until).code == 0
    texts = {name: (desk.root / f"invoices/drafts/{name}.md").read_bytes() for name in drafts(desk)}
    assert desk.run(*until).out == "no schedule has anything to bill by 2026-02-28\n"
    assert {name: (desk.root / f"invoices/drafts/{name}.md").read_bytes() for name in drafts(desk)} == texts
    assert issue(desk, "care-2026-01") == "INV-2026-0001"
    assert issue(desk, "care-2026-01") == "INV-2026-0001"
    assert desk.run(*until).out == "no schedule has anything to bill by 2026-02-28\n"
    assert desk.run("check").code == 0


def test_2_missed_month(desk: Desk) -> None:
    """What nobody ran in February comes in March, with the dates it should have had, and nothing is sent by itself."""
    desk.write({"schedules/care.md": MONTHLY})
    desk.run("schedule", "run", "--until", "2026-01-31")
    desk.run("schedule", "run", "--until", "2026-03-31")
    assert drafts(desk) == ["care-2026-01", "care-2026-02", "care-2026-03"]
    numbers = [issue(desk, name) for name in drafts(desk)]
    assert [row(desk, number)["date"] for number in numbers] == ["2026-01-31", "2026-02-28", "2026-03-31"]


def test_3_the_31st(desk: Desk) -> None:
    """A day that a month does not have is its last; the next month has the 31st again."""
    desk.write({"schedules/care.md": MONTHLY})
    rows = desk.run("schedule", "preview", "care", "--months", "6", "--format", "json", "--today", "2026-01-01")
    days = [row["date"] for row in rows.json["data"]]
    assert days == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]


def test_4_number_burnt_by_a_draft(desk: Desk) -> None:
    """A draft has no number: previewing, refusing and deleting it leave no gap."""
    desk.write({"invoices/drafts/b.md": "---\nclient: acme\nlines:\n  - {text: x, price: 1, tax: nowhere}\n---\n"})
    assert desk.run("invoice", "preview", "website", "--no-pdf").code == 0
    assert desk.run("invoice", "issue", "website", "--dry-run").code == 0
    assert desk.run("invoice", "issue", "b", "--no-pdf").code == 1
    (desk.root / "invoices/drafts/b.md").unlink()
    desk.write({"invoices/drafts/c.md": "---\nclient: acme\nlines:\n  - {text: x, price: 1}\n---\n"})
    assert [issue(desk, name) for name in ("website", "c")] == ["INV-2026-0001", "INV-2026-0002"]
    assert desk.run("check").code == 0


def test_5_master_data_changed(desk: Desk) -> None:
    """What was issued stays as it was, whatever client, settings and tax table say today; so does its credit note."""
    issue(desk, "website", "--on", "2026-10-25")
    before = desk.run("invoice", "show", "1", "--format", "json").json["data"]
    desk.write(
        {
            "clients/acme.md": "---\nname: Acme SE\naddress: {city: Bremen, country: DE}\nterms: 60d\n---\n",
            "backoffice.yaml": SETTINGS.replace("Studio Ada", "Ada & Co").replace("rate: 19", "rate: 25"),
        }
    )
    assert desk.run("check").code == 0
    assert desk.run("invoice", "show", "1", "--format", "json").json["data"] == before
    assert row(desk, "INV-2026-0001")["due"] == "2026-11-08"
    desk.run("invoice", "credit", "1", "--reason", "undone", "--no-pdf")
    note = desk.run("credit-note", "show", "CN-2026-0001", "--format", "json").json["data"]["fields"]
    assert (note["buyer"]["name"], note["totals"]["tax"]) == ("Acme GmbH", "190.00")
    assert row(desk, "INV-2026-0001")["state"] == "credited"
    assert desk.run("check").code == 0


def test_6_part_payment_then_write_off(desk: Desk) -> None:
    """Only the rest is lost; what was paid stays paid, and looking back shows the part."""
    issue(desk, "website", "--on", "2026-10-25")
    assert desk.run("invoice", "pay", "1", "500", "--on", "2026-11-02").code == 0
    assert desk.run("invoice", "write-off", "1", "--reason", "insolvent", "--on", "2026-11-10").code == 0
    loss = (desk.root / "invoices/2026/INV-2026-0001.written-off.yaml").read_text()
    assert "amount: 690.00\n" in loss
    now, then = row(desk, "INV-2026-0001"), row(desk, "INV-2026-0001", "--as-of", "2026-11-05")
    assert (now["state"], now["open"]["amount"]) == ("written off", "0.00")
    assert (then["state"], then["open"]["amount"]) == ("partial", "690.00")
    sums = {each["account"]: each for each in desk.run("report", "balances", "--format", "json").json["data"]}
    assert sums["assets:bank"]["debit"]["amount"] == "500.00"
    assert sums["expenses:bad-debt"]["debit"]["amount"] == "690.00"
    assert "assets:receivable" not in sums
    assert desk.run("check").code == 0


def test_7_paying_after_a_rate_change(desk: Desk) -> None:
    """Neither a new tax rate nor a new exchange rate touches what was issued: the difference is a gain of its own."""
    rates = SETTINGS + "exchange:\n  - {currency: USD, since: 2026-01-01, rate: 0.90}\n"
    dollars = "---\nclient: acme\ncurrency: USD\nlines:\n  - {text: Design, price: 1000}\n---\n"
    desk.write({"backoffice.yaml": rates, "invoices/drafts/website.md": dollars})
    issue(desk, "website", "--on", "2026-10-25")
    later = rates.replace("rate: 19", "rate: 19}, {since: 2026-11-01, rate: 21")
    desk.write({"backoffice.yaml": later + "  - {currency: USD, since: 2026-11-01, rate: 0.95}\n"})
    assert desk.run("invoice", "pay", "1", "--converted", "1120.00", "--on", "2026-11-10").code == 0
    assert row(desk, "INV-2026-0001")["state"] == "paid"
    sums = {
        (each["account"], side["currency"]): side["amount"]
        for each in desk.run("report", "balances", "--format", "json").json["data"]
        for side in (each["debit"], each["credit"])
        if side
    }
    assert sums["liabilities:vat:output", "USD"] == "190.00"
    assert sums["income:exchange", "EUR"] == "49.00", "1190.00 USD were 1071.00 EUR when they were invoiced"
    assert desk.run("check").code == 0
