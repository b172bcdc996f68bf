"""A credit note, as a script sees it."""

import hashlib

import pytest

from tests.cli.desk import Desk

CREDIT = ("invoice", "credit", "1", "--reason", "Too much", "--no-pdf", "--format", "json")


@pytest.fixture(autouse=True)
def _issued(desk: Desk) -> None:
    """Let there be INV-2026-0001 of 1190.00 EUR: two days at 500."""
    assert desk.run("invoice", "issue", "website", "--no-pdf").code == 0


def state(desk: Desk) -> tuple[str, str]:
    (row,) = desk.run("invoice", "list", "--format", "json").json["data"]
    return row["state"], row["open"]["amount"]


def test_all_of_an_invoice_is_credited_once(desk: Desk) -> None:
    first = desk.run(*CREDIT, "--full").json["data"]
    assert {name: first[name] for name in ("number", "path", "invoice", "gross", "already")} == {
        "number": "CN-2026-0001",
        "path": "credit-notes/2026/CN-2026-0001.md",
        "invoice": "INV-2026-0001",
        "gross": {"amount": "1190.00", "currency": "EUR"},
        "already": False,
    }
    assert state(desk) == ("credited", "0.00")
    again = desk.run(*CREDIT, "--full").json["data"]
    assert (again["number"], again["already"], again["commit"]) == ("CN-2026-0001", True, None)
    assert desk.run("check").code == 0


def test_parts_are_credited_until_nothing_is_left(desk: Desk) -> None:
    assert desk.run(*CREDIT, "--line", "1=400").json["data"]["gross"]["amount"] == "476.00"
    assert state(desk) == ("partial", "714.00")
    assert desk.run(*CREDIT, "--line", "1=400").json["data"]["already"] is True
    assert desk.run(*CREDIT, "--line", "1=400", "--again", "2").json["data"]["number"] == "CN-2026-0002"
    said = desk.run("invoice", "credit", "1", "--line", "1=300", "--reason", "Even more")
    assert (said.code, said.err.splitlines()) == (
        1,
        [
            (
                "invoices/2026/INV-2026-0001.md:40:12: error: 238.00 EUR of INV-2026-0001 is left to credit, "
                "not 357.00 EUR [over-credited]"
            ),
            (
                "backoffice: hint: CN-2026-0001 (credit-notes/2026/CN-2026-0001.md:1), CN-2026-0002 "
                "(credit-notes/2026/CN-2026-0002.md:1) credited the rest; name less, --line N=AMOUNT"
            ),
        ],
    )
    notes = desk.run("credit-note", "list", "--format", "json").json["data"]
    assert [(row["number"], row["gross"]["amount"]) for row in notes] == [
        ("CN-2026-0001", "476.00"),
        ("CN-2026-0002", "476.00"),
    ]
    assert desk.run("check").code == 0


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    said = desk.run("invoice", "credit", "1", "--reason", "Too much", "--dry-run")
    assert said.out.startswith("Credit 1190.00 EUR of INV-2026-0001 to Acme GmbH by CN-2026-0001: Too much\n")
    assert desk.git("status", "--short") == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--full", "--line", "1"), "--full is all of the invoice"),
        (("--line", "1", "--line", "1=5"), "--line names a line twice"),
        (("--line", "0"), "'0' is not the number of a line"),
        (("--line", "1=1e3"), "'1=1e3' is not a number"),
    ],
)
def test_words_that_make_no_sense(desk: Desk, words: tuple[str, ...], message: str) -> None:
    said = desk.run(*CREDIT, *words)
    assert (said.code, message in said.err) == (2, True)


def test_nothing_is_credited_while_a_credit_note_cannot_be_read(desk: Desk) -> None:
    desk.write({"credit-notes/2026/CN-2026-0001.md": "---\ninvoice: [\n---\n"})
    said = desk.run(*CREDIT, "--full")
    assert (said.code, "credit-notes/2026/CN-2026-0001.md:" in said.err) == (1, True)


def test_the_paper_lies_beside_it(desk: Desk) -> None:
    said = desk.run("invoice", "credit", "1", "--reason", "Too much")
    assert said.out.splitlines()[1:] == [
        "  credit-notes/2026/CN-2026-0001.md",
        "  credit-notes/2026/CN-2026-0001.pdf",
    ]
    assert desk.run("credit-note", "pdf", "1").out == "credit-notes/2026/CN-2026-0001.pdf\n"
    archived = (desk.root / "credit-notes/2026/CN-2026-0001.pdf").read_bytes()
    assert hashlib.sha256(archived).hexdigest() in (desk.root / "credit-notes/2026/CN-2026-0001.md").read_text()
    assert desk.run("credit-note", "pdf", "1", "-o", "copy.pdf").code == 0
    assert (desk.root / "copy.pdf").read_bytes() == archived
