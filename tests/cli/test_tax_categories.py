"""Sales without tax, from the draft to the books: exempt small businesses, reverse charge, intra-EU goods, exports."""

import pytest

from tests.cli.desk import SETTINGS, Desk

TAXES = """\
  small: {category: E, reason: Small business}
  reverse: {category: AE, reason: Reverse charge}
  goods: {category: K, reason: Intra-Community supply}
  export: {category: G, reason: Export}
  outside: {category: O, reason: Outside the scope}
"""
BUYERS = {
    "small": "address: {city: Bonn, country: DE}",
    "reverse": "address: {city: Wien, country: AT}\nvat_id: ATU13585627",
    "goods": "address: {city: Wien, country: AT}\nvat_id: ATU13585627",
    "export": "address: {city: Boston, country: US}",
    "outside": "address: {city: Bern, country: CH}",
}


@pytest.mark.parametrize("code", BUYERS)
def test_nothing_is_taxed_and_the_reason_is_frozen(desk: Desk, code: str) -> None:
    draft = f"---\nclient: buyer\ndelivered: 2026-10\nlines: [{{text: Work, price: 100, tax: {code}}}]\n---\n"
    buyer = f"---\nname: Buyer\ncash_discount: {{percent: 2}}\n{BUYERS[code]}\n---\n"
    desk.write({"backoffice.yaml": SETTINGS + TAXES, "clients/buyer.md": buyer, "invoices/drafts/job.md": draft})
    assert desk.run("invoice", "issue", "job", "--no-pdf").code == 0
    (row,) = desk.run("invoice", "list", "--unpaid", "--format", "json").json["data"]
    assert row["gross"] == {"amount": "100.00", "currency": "EUR"}
    group = desk.run("invoice", "show", "1", "--format", "json").json["data"]["fields"]["issued"]["totals"]["taxes"]
    assert [(each["code"], each["rate"], bool(each["reason"])) for each in group] == [(code, "0", True)]
    paid = desk.run("invoice", "pay", "1", "98.00", "--format", "json").json["data"]
    assert paid["open"]["amount"] == "0.00"
    assert desk.run("check").code == 0


@pytest.mark.parametrize(
    ("code", "without", "message"),
    [
        ("reverse", "vat_id: ATU13585627", "reverse charge needs a VAT number of Buyer"),
        ("goods", "vat_id: ATU13585627", "an intra-Community supply needs the VAT number of Buyer"),
    ],
)
def test_what_the_category_needs_is_asked_for(desk: Desk, code: str, without: str, message: str) -> None:
    draft = f"---\nclient: buyer\ndelivered: 2026-10\nlines: [{{text: Work, price: 100, tax: {code}}}]\n---\n"
    buyer = f"---\nname: Buyer\n{BUYERS[code].replace(without, '')}\n---\n"
    desk.write({"backoffice.yaml": SETTINGS + TAXES, "clients/buyer.md": buyer, "invoices/drafts/job.md": draft})
    said = desk.run("invoice", "issue", "job", "--no-pdf")
    assert (said.code, message in said.err, "add vat_id to clients/buyer.md" in said.err) == (1, True, True)
