"""Reminding from the command line: one line each, refused on stale bank data, once however often it is repeated."""

import email
import email.policy
import hashlib

import pytest

from tests.cli.desk import ACME, SETTINGS, Desk

CHARGING = """\
dunning:
  levels:
    - {after: 7d}
    - {after: 14d, gap: 1d, fee: 5.00, interest: yes, compensation: yes}
  interest: {reference: [{since: 2026-07-01, rate: 2.00}]}
"""
MAIL = SETTINGS.replace("  vat_id", "  email: ada@studio.example\n  vat_id")


@pytest.fixture(autouse=True)
def _overdue(desk: Desk) -> None:
    """Let INV-2026-0001 of 1190.00 EUR be overdue since 15 November."""
    buyer = ACME.replace("name: Acme GmbH", "name: Acme GmbH\nemail: pay@acme.example")
    desk.write({"backoffice.yaml": MAIL + CHARGING, "clients/acme.md": buyer})
    assert desk.run("invoice", "issue", "website", "--no-pdf", "--on", "2026-10-25").code == 0


REMIND = ("invoice", "remind", "--bank-as-of", "2026-11-20", "--no-pdf")


def test_a_dry_run_says_who_would_get_what_and_why(desk: Desk) -> None:
    before = desk.git("status", "--short")
    said = desk.run("invoice", "remind", "--dry-run", "--format", "json")
    assert (said.code, said.json["dry_run"], said.json["data"]) == (
        0,
        True,
        [
            {
                "number": "INV-2026-0001",
                "client": "acme",
                "days_late": 13,
                "open": {"amount": "1190.00", "currency": "EUR"},
                "action": "remind 1",
                "charges": None,
                "pay_by": "2026-11-28",
                "why": "13 days late",
            }
        ],
    )
    assert said.json["stale"].startswith("no payment is recorded")
    assert desk.git("status", "--short") == before
    plain = desk.run("invoice", "remind", "--dry-run")
    assert "13 days late" in plain.out
    assert plain.err.splitlines()[0] == "backoffice: nothing was written (--dry-run)"


def test_nobody_is_reminded_while_the_bank_is_not_known(desk: Desk) -> None:
    said = desk.run("invoice", "remind")
    assert (said.code, said.err.splitlines()) == (
        1,
        [
            "backoffice: error: no payment is recorded; what arrived since could have settled these invoices",
            "backoffice: hint: record what has arrived, then name the day: --bank-as-of DATE",
        ],
    )
    assert desk.run("invoice", "remind", "--bank-as-of", "2026-11-13").code == 1
    assert desk.run("invoice", "remind", "--bank-as-of", "2026-11-22").code == 1
    assert desk.run("invoice", "pay", "1", "1.00", "--on", "2026-11-19").code == 0
    assert desk.run("invoice", "remind", "--no-pdf").code == 0


def test_reminding_twice_writes_once_and_the_next_day_the_next_level(desk: Desk) -> None:
    first = desk.run(*REMIND, "--format", "json").json["data"]
    assert [each["path"] for each in first["reminders"]] == ["invoices/2026/INV-2026-0001--1.reminder.yaml"]
    again = desk.run(*REMIND, "--format", "json").json["data"]
    assert (again["reminders"], again["commit"]) == ([], None)
    assert again["left_alone"][0]["why"] == "reminder 2 from 2026-11-22, the last was on 2026-11-21"
    late = desk.run(*REMIND, "--today", "2026-11-23", "1")
    assert late.out == (
        "Reminded of 1 invoice\n"
        "  INV-2026-0001 acme: reminder 2, 1190.00 EUR and 49.89 EUR of charges, "
        "15 days late, reminder 1 was on 2026-11-21\n"
    )
    named = desk.run(*REMIND, "--today", "2026-11-23", "1")
    assert named.out == "INV-2026-0001 is left alone: decide, all 2 reminders are out, the last since 2026-11-23\n"
    assert (
        desk.run("invoice", "pay", "1", "--charges", "49.89")
        .out.splitlines()[0]
        .startswith("Recorded payment of 1239.89 EUR")
    )
    assert desk.run("invoice", "pay", "1").out == "INV-2026-0001 is paid already\n"
    assert desk.run("check").code == 0


def test_disputed_and_promised_invoices_are_left_alone(desk: Desk) -> None:
    said = desk.run("invoice", "dispute", "1", "--reason", "too dear")
    assert said.out.splitlines() == [
        "Recorded that INV-2026-0001 is disputed: too dear",
        "  invoices/2026/INV-2026-0001--2026-11-21.dispute.yaml",
    ]
    assert desk.run("invoice", "dispute", "1", "--reason", "too dear", "--format", "json").json["data"]["already"]
    assert desk.run(*REMIND).out == "nobody is to be reminded\n"
    assert desk.run("invoice", "dispute", "1", "--settled", "agreed").code == 0
    assert desk.run("invoice", "promise", "1", "2026-11-30", "--note", "Ada").code == 0
    assert desk.run(*REMIND, "1").out == "INV-2026-0001 is left alone: promised, by 2026-11-30, on 2026-11-21\n"
    assert desk.run("check").code == 0


def test_words_that_make_no_sense(desk: Desk) -> None:
    assert desk.run("invoice", "dispute", "1").code == 2
    assert desk.run("invoice", "dispute", "1", "--reason", "x", "--settled", "y").code == 2
    desk.write({"invoices/drafts/next.md": "---\nclient: acme\nlines: [{text: x, price: 1}]\n---\n"})
    assert desk.run("invoice", "remind", "next").code == 0
    assert "next is left alone: it is not overdue" in desk.run("invoice", "remind", "next").out


def test_nobody_is_reminded_while_a_payment_cannot_be_read(desk: Desk) -> None:
    desk.write({"payments/2026/x.yaml": "date: [\n"})
    said = desk.run(*REMIND)
    assert (said.code, "payments/2026/x.yaml" in said.err) == (1, True)
    assert desk.run("invoice", "remind", "--dry-run").code == 1


def test_a_missing_rate_is_said_with_both_records_and_the_others_are_reminded(desk: Desk) -> None:
    desk.write(
        {
            "backoffice.yaml": (MAIL + CHARGING)
            .replace("after: 7d", "after: 7d, interest: yes")
            .replace("07-01", "12-01")
        }
    )
    said = desk.run(*REMIND)
    assert said.code == 1
    assert "there is no reference rate on 2026-11-09, from which INV-2026-0001" in said.err
    shown = desk.run(*REMIND, "--dry-run", "--format", "json")
    assert [each["code"] for each in shown.json["diagnostics"]] == ["no-reference-rate"]


def test_a_letter_lies_beside_the_record_and_a_draft_of_a_message_in_the_outbox(desk: Desk) -> None:
    assert desk.run("invoice", "remind", "--bank-as-of", "2026-11-20").code == 0
    folder = desk.root / "invoices/2026"
    pdf = (folder / "INV-2026-0001--1.reminder.pdf").read_bytes()
    assert hashlib.sha256(pdf).hexdigest() in (folder / "INV-2026-0001--1.reminder.yaml").read_text()
    message = email.message_from_bytes(
        (desk.root / "outbox/INV-2026-0001--1.eml").read_bytes(), policy=email.policy.default
    )
    assert (message["From"], message["To"]) == ("Studio Ada <ada@studio.example>", "pay@acme.example")
    assert message["Subject"] == "Payment reminder – Invoice INV-2026-0001 of 25 October 2026"
    (attached,) = message.iter_attachments()
    assert attached.get_content() == pdf


def test_without_an_address_there_is_a_letter_and_no_message(desk: Desk) -> None:
    desk.write({"clients/beta.md": "---\nname: Beta Ltd\naddress: {city: Bonn, country: DE}\n---\n"})
    desk.write({"invoices/drafts/b.md": "---\nclient: beta\nlines: [{text: x, price: 9}]\n---\n"})
    assert desk.run("invoice", "issue", "b", "--no-pdf", "--on", "2026-10-25").code == 0
    said = desk.run("invoice", "remind", "2", "--bank-as-of", "2026-11-20")
    assert (said.code, said.err) == (
        0,
        "backoffice: warning: no message was drafted for INV-2026-0002: the client beta has no email\n",
    )
    made = {path.name for path in (desk.root / "invoices/2026").glob("INV-2026-0002--*")}
    assert made == {"INV-2026-0002--1.reminder.yaml", "INV-2026-0002--1.reminder.pdf"}


def test_a_statement_as_a_letter(desk: Desk) -> None:
    said = desk.run("report", "client-statement", "--client", "acme", "--pdf", "acme.pdf", "--format", "json")
    assert (said.code, said.json["data"]) == (0, {"client": "acme", "pdf": "acme.pdf"})
    assert (desk.root / "acme.pdf").read_bytes().startswith(b"%PDF-1.7")
    said = desk.run("report", "client-statement", "--client", "acme", "--pdf", "missing/acme.pdf")
    assert (said.code, "missing/acme.pdf cannot be written" in said.err) == (1, True)
    assert desk.run("report", "client-statement").code == 2
