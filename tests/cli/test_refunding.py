"""Money paid back, credit and recovered losses, as a script sees them."""

import pytest

from tests.cli.desk import Desk

JSON = ("--format", "json")
NEXT = "---\nclient: acme\nlines:\n  - {text: More, price: 100}\n---\n"


@pytest.fixture(autouse=True)
def _paid(desk: Desk) -> None:
    """Let there be INV-2026-0001 of 1190.00 EUR."""
    assert desk.run("invoice", "issue", "website", "--no-pdf").code == 0


def state(desk: Desk, at: int = 0) -> tuple[str, str]:
    row = desk.run("invoice", "list", *JSON).json["data"][at]
    return row["state"], row["open"]["amount"]


def test_what_was_credited_after_payment_is_paid_back_once(desk: Desk) -> None:
    assert desk.run("invoice", "pay", "1").code == 0
    assert desk.run("invoice", "credit", "1", "--line", "1=100", "--reason", "Late", "--no-pdf").code == 0
    assert state(desk) == ("credited", "-119.00")
    said = desk.run("invoice", "refund", "1", *JSON).json["data"]
    assert (said["already"], said["client"], len(said["paths"])) == (False, "acme", 1)
    assert state(desk) == ("refunded", "0.00")
    again = desk.run("invoice", "refund", "1")
    assert again.out.startswith("this refund is recorded already, in refunds/2026/2026-11-21-")
    assert "INV-2026-0001 was not paid too much: 0.00 EUR is open" in desk.run("invoice", "refund", "1", "5").err
    assert desk.run("check").code == 0


def test_credit_of_one_invoice_settles_the_next(desk: Desk) -> None:
    assert desk.run("invoice", "pay", "1", "1200").code == 0
    assert desk.run("invoice", "credit", "1", "--line", "1=100", "--reason", "Late", "--no-pdf").code == 0
    moved = desk.run("invoice", "refund", "1", "--to-credit", "--reason", "Agreed", *JSON).json["data"]
    assert moved["credit"]["amount"] == "129.00"
    desk.write({"invoices/drafts/next.md": NEXT})
    assert desk.run("invoice", "issue", "next", "--no-pdf").code == 0
    used = desk.run("invoice", "pay", "2", "--from-credit", *JSON).json["data"]
    assert (used["open"]["amount"], used["already"]) == ("0.00", False)
    assert desk.run("invoice", "pay", "2", "--from-credit").out == "INV-2026-0002 is paid already\n"
    back = desk.run("client", "refund", "acme")
    assert back.out.startswith("Paid credit of 10.00 EUR back to acme\n")
    assert desk.run("client", "refund", "acme").out.startswith("this refund is recorded already")
    assert "acme has no credit in EUR" in desk.run("client", "refund", "acme", "3").err
    assert desk.run("check").code == 0


def test_a_loss_comes_after_all(desk: Desk) -> None:
    assert desk.run("invoice", "write-off", "1", "--reason", "Gone").code == 0
    part = desk.run("invoice", "pay", "1", "190")
    assert part.out.startswith("Recorded payment of 190.00 EUR for INV-2026-0001, which was written off\n")
    assert part.out.endswith("  1000.00 EUR of the loss has not come\n")
    rest = desk.run("invoice", "pay", "1", "--on", "2026-11-21", *JSON).json["data"]
    assert (rest["open"]["amount"], rest["already"]) == ("0.00", False)
    said = desk.run("invoice", "pay", "1", "5")
    assert (said.code, "0.00 EUR of what was written off of INV-2026-0001 has not come" in said.err) == (1, True)
    assert state(desk) == ("written off", "0.00")
    assert desk.run("check").code == 0


def test_two_branches_that_use_the_same_credit_are_found(desk: Desk) -> None:
    assert desk.run("invoice", "pay", "1", "1250").code == 0
    for name in ("a", "b"):
        desk.write({f"invoices/drafts/{name}.md": NEXT})
        assert desk.run("invoice", "issue", name, "--no-pdf").code == 0
    main = desk.git("branch", "--show-current").strip()
    for branch, number in (("left", "2"), ("right", "3")):
        desk.git("switch", "--quiet", "--create", branch, main)
        assert desk.run("invoice", "pay", number, "--from-credit").code == 0
    desk.git("merge", "--quiet", "--message=m", "left")
    said = desk.run("check")
    assert "60.00 EUR more credit of acme is used than there was, together with payments/2026/" in said.out + said.err


def test_using_credit_again_uses_it_once_though_it_did_not_suffice(desk: Desk) -> None:
    rich = "date: 2026-11-01\nclient: acme\namount: 100.00\ncurrency: EUR\n"
    desk.write({"payments/2026/rich.yaml": rich})
    assert desk.run("invoice", "issue", "website", "--no-pdf").code == 0
    assert "1090.00 EUR of INV-2026-0001 is still open" in desk.run("invoice", "pay", "1", "--from-credit").out
    again = desk.run("invoice", "pay", "1", "--from-credit")
    assert (again.code, again.out.partition(",")[0]) == (0, "this payment is recorded already")


CREDIT = "date: 2026-11-01\nclient: acme\namount: 100.00\ncurrency: {}\n"


def test_the_credit_of_a_client_is_paid_back_in_the_currency_in_which_it_is(desk: Desk) -> None:
    assert desk.run("client", "refund", "acme").err == "backoffice: error: acme has no credit in EUR\n"
    desk.write({"payments/2026/francs.yaml": CREDIT.format("CHF")})
    assert desk.run("client", "refund", "acme").out.startswith("Paid credit of 100.00 CHF back to acme\n")
    assert desk.run("client", "refund", "acme").out.startswith("this refund is recorded already")


def test_credit_in_several_currencies_is_paid_back_in_the_one_that_is_said(desk: Desk) -> None:
    desk.write({f"payments/2026/in-{code.lower()}.yaml": CREDIT.format(code) for code in ("CHF", "EUR")})
    asked = desk.run("client", "refund", "acme")
    assert (asked.code, asked.err.splitlines()) == (
        1,
        [
            "backoffice: error: acme has a credit of 100.00 CHF and 100.00 EUR",
            "backoffice: hint: say which: --currency CODE",
        ],
    )
    for code in ("EUR", "CHF"):
        said = desk.run("client", "refund", "acme", "100", "--currency", code)
        assert said.out.startswith(f"Paid credit of 100.00 {code} back to acme\n")
