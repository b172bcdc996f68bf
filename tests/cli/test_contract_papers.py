"""Contracts on paper: from standard terms to the mail of the next who is to sign."""

from __future__ import annotations

import email
import hashlib
import io
from email import policy
from email.message import EmailMessage

import pytest
from pypdf import PdfReader

from tests.cli.desk import SETTINGS, Desk

TEMPLATE = """\
---
name: Framework agreement
version: "1"
variables:
  - {name: start, type: date}
  - {name: fee, type: amount, default: "900"}
fields: {type: msa, side: provider, effective: "{{ start }}", term: 12m}
clauses: [{clause: liability}]
---
Between {{ client.name }} and {{ business.name }} from {{ start }}, {{ fee }} a day.

{{ clauses }}
"""
CLAUSE = "---\nheading: Liability\n---\nUp to the fee.\n"
SIGNERS = (
    *("--set", "signatories[1].name=Ada Studio", "--set", "signatories[1].side=us"),
    *("--set", "signatories[1].email=ada@studio.example"),
    *("--set", "signatories[2].name=Bo Beispiel", "--set", "signatories[2].email=bo@acme.example"),
)


@pytest.fixture
def terms(desk: Desk) -> Desk:
    desk.write(
        {
            "backoffice.yaml": SETTINGS.replace("  vat_id", "  email: hello@studio.example\n  vat_id"),
            "contract-templates/framework.md": TEMPLATE,
            "contract-templates/clauses/liability.md": CLAUSE,
        }
    )
    return desk


def make(desk: Desk, *words: str) -> None:
    said = desk.run(
        "contract", "new", "--template", "framework", "--client", "acme", "--var", "start=2027-01-01", *words
    )
    assert said.code == 0, said.err


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def mail(desk: Desk, name: str) -> EmailMessage:
    return email.message_from_bytes((desk.root / "outbox" / name).read_bytes(), policy=policy.default)


def test_a_contract_keeps_the_terms_it_was_made_from(terms: Desk) -> None:
    make(terms)
    text = (terms.root / "contracts/acme-framework.md").read_text()
    assert "Between Acme GmbH and Studio Ada from 1 January 2027, €900.00 a day." in text
    assert "## 1. Liability\n\nUp to the fee." in text
    blob = text.split("contract-templates/framework.md: ")[1].split("\n")[0]
    assert terms.git("cat-file", "-p", blob) == TEMPLATE
    assert "0 of 1 are not" in terms.run("contract", "terms").out
    terms.write({"contract-templates/clauses/liability.md": CLAUSE.replace("fee", "double fee")})
    assert terms.run("contract", "terms", "--format", "json").json["data"][0]["terms"] == "old"
    assert terms.run("contract", "show", "acme-framework").code == 0


def test_a_second_contract_from_the_same_terms_has_a_name_of_its_own(terms: Desk) -> None:
    make(terms)
    make(terms)
    assert (terms.root / "contracts/acme-framework-2.md").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--template", "framework"), "framework cannot be filled in: start not said"),
        (("--template", "framework", "--var", "start=2027-01-01"), "'client' is undefined"),
        (("--template", "framework", "--var", "nonsense"), "--var nonsense is not NAME=VALUE"),
        (("--client", "acme"), "a contract needs an ID, or the terms to make it from"),
    ],
)
def test_what_cannot_be_filled_in_writes_nothing(terms: Desk, words: tuple[str, ...], message: str) -> None:
    said = terms.run("contract", "new", *words)
    assert said.code in {1, 2}
    assert message in said.err
    assert not (terms.root / "contracts").exists()


def test_a_clause_that_is_not_there_is_named(terms: Desk) -> None:
    (terms.root / "contract-templates/clauses/liability.md").unlink()
    said = terms.run("contract", "new", "--template", "framework", "--client", "acme", "--var", "start=2027-01-01")
    assert "framework uses the clause liability, which is not there" in said.err


def test_a_dry_run_writes_nothing_and_shows_the_contract(terms: Desk) -> None:
    said = terms.run(
        "contract", "new", "--template", "framework", "--client", "acme", "--var", "start=2027-01-01", "--dry-run"
    )
    assert "+Between Acme GmbH and Studio Ada" in said.out
    assert not (terms.root / "contracts").exists()


def test_a_draft_on_paper_says_so_and_what_went_out_does_not(terms: Desk) -> None:
    make(terms, *SIGNERS)
    assert terms.run("contract", "pdf", "acme-framework").out == "acme-framework.pdf\n"
    draft = words_of((terms.root / "acme-framework.pdf").read_bytes())
    assert "Draft – not to be signed" in draft
    assert all(word in draft for word in ("Acme GmbH", "1. Liability", "Bo Beispiel", "Place and date"))
    first = (terms.root / "acme-framework.pdf").read_bytes()
    terms.run("contract", "pdf", "acme-framework")
    assert (terms.root / "acme-framework.pdf").read_bytes() == first

    said = terms.run("contract", "send", "acme-framework", "--until", "2026-12-20")
    assert said.code == 0, said.err
    sent = (terms.root / "contracts/acme-framework.sent.pdf").read_bytes()
    assert "Draft" not in words_of(sent)
    assert hashlib.sha256(sent).hexdigest() in (terms.root / "contracts/acme-framework.sent.yaml").read_text()
    assert terms.run("contract", "pdf", "acme-framework").out == "contracts/acme-framework.sent.pdf\n"
    terms.run("contract", "pdf", "acme-framework", "-o", "copy.pdf")
    assert (terms.root / "copy.pdf").read_bytes() == sent
    assert terms.run("check").code == 0


def test_one_after_the_other_gets_mail(terms: Desk) -> None:
    make(terms, *SIGNERS)
    terms.run("contract", "send", "acme-framework", "--until", "2026-12-20")
    assert [each.name for each in (terms.root / "outbox").iterdir()] == ["acme-framework--ada-studio.eml"]
    first = mail(terms, "acme-framework--ada-studio.eml")
    assert (first["To"], first["Subject"]) == ("ada@studio.example", "To be signed: Framework agreement – Acme GmbH")
    assert "by 20 December 2026" in first.get_body().get_content()  # type: ignore[union-attr]
    (attached,) = first.iter_attachments()
    assert attached.get_content() == (terms.root / "contracts/acme-framework.sent.pdf").read_bytes()

    said = terms.run("contract", "sign", "acme-framework", "--by", "ada")
    assert "outbox/acme-framework--bo-beispiel.eml" in said.out
    said = terms.run("contract", "chase", "acme-framework", "--on", "2026-11-27")
    assert "outbox/acme-framework--bo-beispiel--reminder-1.eml" in said.out
    reminder = mail(terms, "acme-framework--bo-beispiel--reminder-1.eml")
    assert "which we sent you on 21 November 2026" in reminder.get_body().get_content()  # type: ignore[union-attr]
    said = terms.run("contract", "chase", "acme-framework", "--on", "2026-11-29", "--method", "telephone")
    assert said.out.count("\n") == 2
    said = terms.run("contract", "void", "acme-framework", "--reason", "too slow")
    assert said.out.startswith("Void acme-framework: too slow")


def test_all_at_once_get_mail(terms: Desk) -> None:
    make(terms, *SIGNERS)
    terms.run("contract", "send", "acme-framework", "--parallel")
    assert len(list((terms.root / "outbox").iterdir())) == 2
    assert "outbox" not in terms.run("contract", "sign", "acme-framework", "--by", "ada").out


def test_who_has_no_address_is_named(terms: Desk) -> None:
    make(terms, "--set", "signatories[1].name=Ada Studio")
    assert "Ada Studio has no email: hand it over yourself" in terms.run("contract", "send", "acme-framework").out


def test_without_a_text_or_an_address_of_ours_nothing_is_drafted(desk: Desk) -> None:
    new = (
        "contract",
        "new",
        "nda",
        "--set",
        "name=NDA",
        "--set",
        "type=nda",
        "--set",
        "side=mutual",
        "--client",
        "acme",
    )
    desk.run(*new, *SIGNERS)
    said = desk.run("contract", "pdf", "nda")
    assert (said.code, said.err.splitlines()[0]) == (1, "backoffice: error: nda has no text to print")
    assert "there is no text to attach: hand it to Ada Studio yourself" in desk.run("contract", "send", "nda").out
    desk.run("contract", "new", "care", *new[3:], *SIGNERS, "--notes", "Keep it to yourselves.")
    assert "the business has no email" in desk.run("contract", "send", "care").out


def test_an_amendment_has_the_same_parties_and_a_name_that_says_what_it_is(terms: Desk) -> None:
    make(terms, *SIGNERS)
    said = terms.run("contract", "amend", "acme-framework", "--notes", "A day costs 990 EUR.")
    assert said.out.splitlines()[1] == "  contracts/acme-framework-amendment-1.md"
    text = (terms.root / "contracts/acme-framework-amendment-1.md").read_text()
    assert "amends: acme-framework" in text
    assert "Bo Beispiel" in text
    terms.run("contract", "amend", "acme-framework", "--set", "effective=2027-06-01")
    assert "Amendment 2 to" in (terms.root / "contracts/acme-framework-amendment-2.md").read_text()
