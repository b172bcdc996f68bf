"""Quotes, as a script sees them."""

import hashlib

import pytest

from tests.cli.desk import Desk

QUOTE = """\
---
client: acme
subject: Website
lines:
  - {text: Design, quantity: 10, unit: day, price: 500}
  - {text: Photographs, price: 300, optional: yes}
deposit: 30
---
"""


@pytest.fixture(autouse=True)
def _sent(desk: Desk) -> None:
    """Let there be Q-2026-0001 of 5000.00 EUR without tax."""
    desk.write({"quotes/drafts/site.md": QUOTE})
    first = desk.run("quote", "send", "site", "--on", "2026-11-02", "--no-pdf", "--format", "json").json["data"]
    assert (first["number"], first["until"], first["already"]) == ("Q-2026-0001", "2026-12-02", False)


def row(desk: Desk) -> tuple[str, str, str]:
    (only,) = desk.run("quote", "list", "--format", "json").json["data"]
    return only["state"], only["billed"]["amount"], only["left"]["amount"]


def test_a_draft_is_sent_once(desk: Desk) -> None:
    again = desk.run("quote", "send", "site", "--format", "json").json["data"]
    assert (again["number"], again["already"], again["commit"]) == ("Q-2026-0001", True, None)
    desk.write({"quotes/drafts/next.md": QUOTE})
    dry = desk.run("quote", "send", "next", "--dry-run")
    assert dry.out.startswith("Send Q-2026-0002 to Acme GmbH (5000.00 EUR without tax)\n")
    desk.write({"quotes/drafts/lost.md": QUOTE.replace("acme", "nobody")})
    assert "there is no client nobody" in desk.run("quote", "send", "lost").err


def test_from_yes_to_the_final_invoice(desk: Desk) -> None:
    words = ("quote", "accept", "1", "--project", "site", "--contract", "site-sow", "--deposit", "30%")
    said = desk.run(*words, "--format", "json").json["data"]
    assert (said["outcome"], said["left"]["amount"], said["already"]) == ("accepted", "5000.00", False)
    assert sorted(said["paths"]) == [
        "contracts/site-sow.md",
        "invoices/drafts/Q-2026-0001-deposit-30.md",
        "projects/site.md",
        "quotes/2026/Q-2026-0001.answer.yaml",
    ]
    again = desk.run(*words, "--format", "json").json["data"]
    assert (again["already"], again["commit"]) == (True, None)
    assert "bills that already" in desk.run("quote", "bill", "1").out
    assert desk.run("invoice", "issue", "Q-2026-0001-deposit-30", "--no-pdf").code == 0
    assert row(desk) == ("accepted", "1500.00", "3500.00")
    assert desk.run("invoice", "pay", "1").code == 0
    billed = desk.run("quote", "bill", "1", "--final", "--format", "json").json["data"]
    assert billed["left"]["amount"] == "0.00"
    assert desk.run("invoice", "issue", "Q-2026-0001-final", "--no-pdf").code == 0
    assert row(desk) == ("billed", "5000.00", "0.00")
    open_ = [
        each["open"]["amount"] for each in desk.run("invoice", "list", "--unpaid", "--format", "json").json["data"]
    ]
    assert open_ == ["4165.00"]
    assert desk.run("check").code == 0
    assert "0.00 EUR of Q-2026-0001 is left" in desk.run("quote", "bill", "1", "--deposit", "10").err


def test_more_than_was_agreed_is_not_issued(desk: Desk) -> None:
    assert desk.run("quote", "accept", "1", "--with", "2").code == 0
    much = "---\nclient: acme\nquote: Q-2026-0001\nlines:\n  - {text: All, price: 5300.01}\n---\n"
    desk.write({"invoices/drafts/much.md": much})
    said = desk.run("invoice", "issue", "much", "--no-pdf")
    assert said.code == 1
    assert "invoices/drafts/much.md:3:8: error: 0.01 EUR more of Q-2026-0001 is billed than was agreed" in said.err
    assert "the quote is quotes/2026/Q-2026-0001.md:1" in said.err


def test_no_is_no(desk: Desk) -> None:
    assert desk.run("quote", "decline", "1", "--reason", "Too dear").out.startswith("Declined Q-2026-0001: Too dear\n")
    assert (
        desk.run("quote", "decline", "1", "--reason", "Too dear").out
        == "Q-2026-0001 was declined already on 2026-11-21\n"
    )
    assert "Q-2026-0001 was declined on 2026-11-21" in desk.run("quote", "expire", "1").err
    said = desk.run("quote", "bill", "1", "--final")
    assert "was declined on 2026-11-21, see quotes/2026/Q-2026-0001.answer.yaml" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--progress", "0"), "'0' is not a percentage above 0, up to 100"),
        (("--progress", "40", "--final"), "name one part to bill"),
    ],
)
def test_what_is_to_be_billed_is_one_part(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert desk.run("quote", "accept", "1").code == 0
    refused = desk.run("quote", "bill", "1", *words)
    assert (refused.code, said in refused.err) == (2, True)


def test_two_branches_that_bill_the_same_merge_to_one(desk: Desk) -> None:
    assert desk.run("quote", "accept", "1").code == 0
    main = desk.git("branch", "--show-current").strip()
    for branch in ("left", "right"):
        desk.git("switch", "--quiet", "--create", branch, main)
        assert desk.run("quote", "bill", "1", "--progress", "40").code == 0
    desk.git("merge", "--quiet", "left")
    assert desk.run("check").code == 0
    drafts = desk.run("invoice", "list", "--client", "acme", "--format", "json").json["data"]
    assert [each["number"] for each in drafts] == ["Q-2026-0001-progress-40", "website"]


def test_two_branches_that_bill_other_parts_are_found(desk: Desk) -> None:
    assert desk.run("quote", "accept", "1").code == 0
    main = desk.git("branch", "--show-current").strip()
    for branch, part in (("left", ("--progress", "60")), ("right", ("--deposit", "50"))):
        desk.git("switch", "--quiet", "--create", branch, main)
        assert desk.run("quote", "bill", "1", *part).code == 0
    desk.git("merge", "--quiet", "--message=m", "left")
    said = desk.run("check")
    assert said.code == 1
    assert (
        "500.00 EUR more of Q-2026-0001 is billed than was agreed, together with Q-2026-0001-deposit-50"
        in said.out + said.err
    )


def test_the_paper_of_a_draft_and_of_what_was_sent(desk: Desk) -> None:
    assert "Q-2026-0001 has no PDF" in desk.run("quote", "pdf", "1").err
    desk.write({"quotes/drafts/next.md": QUOTE})
    for name in ("Q-2026-0001", "next"):
        file = desk.root / f"{name}.pdf"
        assert desk.run("quote", "pdf", name, "-o", str(file)).code == 0
        assert file.read_bytes().startswith(b"%PDF")
    assert desk.run("quote", "send", "next").code == 0
    archived = (desk.root / "quotes/2026/Q-2026-0002.pdf").read_bytes()
    assert hashlib.sha256(archived).hexdigest() in (desk.root / "quotes/2026/Q-2026-0002.md").read_text()
    assert desk.run("check").err == "backoffice: all is well\n"
