"""Issuing: a draft becomes an invoice once everything about it is right, and is refused with all reasons before."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from backoffice.core.canonical import canonical
from backoffice.core.change import MoveFile, SetField
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.errors import RefusedError
from backoffice.core.part import replaced
from backoffice.core.plain import fields_tree
from backoffice.core.schema import read
from backoffice.kinds.invoice import CHANGED, MISPLACED, NO_LINES, TOTALS, Invoice, Issued
from backoffice.kinds.issuing import draft_identity, issue, issued
from tests import made

DAY = dt.date(2026, 11, 21)
SELLER = {"name": "Nordlicht", "address": made.BERLIN, "vat_id": "DE136695976"}
TAXES: Mapping[str, Any] = {
    **made.TAXES,
    "changing": {
        "category": "S",
        "rates": [{"since": "2026-01-01", "rate": "20"}, {"since": "2026-07-01", "rate": "21.5"}],
    },
    "supply": {"category": "K", "reason": "Intra-Community supply"},
    "export": {"category": "G", "reason": "Export outside the EU"},
    "exempt": {"category": "E", "reason": "Small business"},
    "outside": {"category": "O", "reason": "Not subject to VAT"},
    "zero": {"category": "Z"},
}
LINE: Mapping[str, Any] = {"text": "Work", "price": "100"}


def make(
    draft: Mapping[str, Any], client: Mapping[str, Any] | None = None, business: Mapping[str, Any] | None = None
) -> Invoice:
    return issued(
        made.draft(**draft),
        made.client(**(client or {})),
        made.settings(business=business or SELLER, taxes=TAXES),
        on=DAY,
        number="INV-2026-0042",
    )


def facts(invoice: Invoice) -> Issued:
    assert invoice.issued is not None
    return invoice.issued


def test_what_the_draft_leaves_open_comes_from_the_client_and_then_from_the_settings() -> None:
    plain = facts(make({}))
    assert (plain.currency, plain.language, str(plain.due), plain.tax) == ("EUR", "en", "2026-12-05", "standard")
    own = {"currency": "JPY", "language": "de", "terms": "30d", "tax": "reduced"}
    theirs = facts(make({}, own))
    assert (theirs.currency, theirs.language, str(theirs.due), theirs.tax) == ("JPY", "de", "2026-12-21", "reduced")
    asked = facts(make({"currency": "KWD", "terms": "1m"}, own))
    assert (asked.currency, str(asked.due)) == ("KWD", "2026-12-21")


def test_seller_buyer_and_totals_are_frozen_into_it() -> None:
    made_out = make({}, {"attention": "Zoë"})
    frozen = facts(made_out)
    assert (frozen.number, made_out.id, frozen.date) == ("INV-2026-0042", "INV-2026-0042", DAY)
    assert (frozen.seller.name, frozen.buyer.name, frozen.buyer.attention) == ("Nordlicht", "Acme", "Zoë")
    assert str(made_out.gross) == "119.00 EUR"


@pytest.mark.parametrize(
    ("tax_point", "rate"),
    [("2026-01-01", "20"), ("2026-06-30", "20"), ("2026-07-01", "21.5"), ("2026-11-21", "21.5"), (None, "21.5")],
)
def test_the_rate_is_that_of_the_tax_point_which_is_the_issue_date_unless_stated(
    tax_point: str | None, rate: str
) -> None:
    more = {"tax_point": tax_point} if tax_point else {}
    (group,) = facts(make({"lines": [{**LINE, "tax": "changing"}], **more})).totals.taxes
    assert group.rate == Decimal(rate)


@pytest.mark.parametrize(
    ("code", "client", "more"),
    [
        ("reverse-charge", {"vat_id": "ATU13585627"}, {}),
        ("reverse-charge", {"registration": "CHE-100.155.212"}, {}),
        ("supply", {"vat_id": "ATU13585627"}, {"delivered": "2026-11"}),
        ("export", {}, {}),
        ("exempt", {}, {}),
        ("outside", {}, {}),
        ("zero", {}, {}),
    ],
)
def test_no_tax_is_charged_where_the_category_says_so_and_its_conditions_hold(
    code: str, client: Mapping[str, Any], more: Mapping[str, Any]
) -> None:
    frozen = facts(make({"lines": [{**LINE, "tax": code}], **more}, client))
    assert [str(each) for each in (frozen.totals.tax, frozen.totals.gross)] == ["0.00", "100.00"]
    assert frozen.totals.taxes[0].reason == TAXES[code].get("reason", "")


def off(**more: str) -> list[dict[str, str]]:
    return [{"reason": "Loyal", **more}]


REFUSALS: dict[str, tuple[Mapping[str, Any], list[str]]] = {
    "no lines": ({"lines": []}, ["the invoice has no lines"]),
    "an unknown code": ({"lines": [{**LINE, "tax": "19"}]}, ["there is no tax code '19'"]),
    "no rate yet": (
        {"lines": [{**LINE, "tax": "changing"}], "tax_point": "2025-12-31"},
        ["tax code changing has no rate on 2025-12-31"],
    ),
    "reverse charge without their number": (
        {"lines": [{**LINE, "tax": "reverse-charge"}]},
        ["reverse charge needs a VAT number of Acme"],
    ),
    "a supply without their number and the delivery": (
        {"lines": [{**LINE, "tax": "supply"}]},
        [
            "an intra-Community supply needs the VAT number of Acme",
            "an intra-Community supply needs the day or period of delivery",
        ],
    ),
    "what is outside of VAT beside what is not": (
        {"lines": [{**LINE, "tax": "outside"}, LINE]},
        ["lines outside the scope of VAT cannot stand on one invoice with others"],
    ),
    "neither amount nor percent": ({"allowances": off()}, ["'Loyal' needs either an amount or a percent"]),
    "both amount and percent": (
        {"charges": off(amount="1", percent="1")},
        ["'Loyal' needs either an amount or a percent"],
    ),
    "a discount finer than a cent": ({"allowances": off(amount="1.005")}, ["EUR has 2 decimals, and 1.005 has 3"]),
    "more off a line than there is": (
        {"lines": [{**LINE, "allowances": off(amount="100.01")}]},
        ["the allowances of line 1 are more than the line"],
    ),
    "more off a line than there is, in the third decimal": (
        {"currency": "KWD", "lines": [{**LINE, "price": "0.003", "allowances": off(amount="0.004")}]},
        ["the allowances of line 1 are more than the line"],
    ),
    "off a document of several codes": (
        {"lines": [LINE, {**LINE, "tax": "reduced"}], "allowances": off(percent="10")},
        ["'Loyal' needs a tax code: the lines have several"],
    ),
    "more off than there is": (
        {"allowances": off(amount="100.01")},
        ["the allowances are more than what standard is charged on"],
    ),
    "more off a code than there is under it": (
        {"lines": [LINE, {**LINE, "price": "5", "tax": "reduced"}], "allowances": off(amount="6", tax="reduced")},
        ["the allowances are more than what reduced is charged on"],
    ),
    "more money than can be written": (
        {"lines": [{**LINE, "quantity": "900000", "price": "1000000"}]},
        ["1071000000000.00 EUR is more than an amount can be"],
    ),
    "far more money than can be written": (
        {"lines": [{**LINE, "quantity": "999999999999", "price": "999999999999"}] * 99},
        ["line 1 comes to more than an amount can be"],
    ),
    "several reasons at once": (
        {"lines": [{**LINE, "tax": "x"}, {**LINE, "tax": "y"}], "charges": off()},
        [
            "there is no tax code 'x'",
            "there is no tax code 'y'",
            "'Loyal' needs either an amount or a percent",
            "'Loyal' needs a tax code: the lines have several",
        ],
    ),
}


@pytest.mark.parametrize(("draft", "reasons"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_draft_is_refused_with_every_reason(draft: Mapping[str, Any], reasons: list[str]) -> None:
    with pytest.raises(RefusedError, match="work cannot be issued as it is") as refused:
        make(draft)
    assert [each.message for each in refused.value.diagnostics][: len(reasons)] == reasons
    assert {each.where.path for each in refused.value.diagnostics} == {"invoices/drafts/work.md"}


@pytest.mark.parametrize(
    ("discount", "hint"),
    [
        (off(percent="10", tax="reduced"), "a percentage is one of all lines, whatever their tax code: say an amount"),
        (off(amount="6", tax="reduced"), ""),
    ],
    ids=["percent", "amount"],
)
def test_a_percentage_that_eats_up_one_tax_code_says_what_it_is_of(discount: object, hint: str) -> None:
    with pytest.raises(RefusedError) as refused:
        make({"lines": [LINE, {**LINE, "price": "5", "tax": "reduced"}], "allowances": discount})
    (found,) = refused.value.diagnostics
    assert (found.about, found.hint) == (("allowances",), hint)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"lines": [LINE, {**LINE, "tax": "outside"}]}, ("lines", 1, "tax")),
        ({"lines": [{**LINE, "tax": "outside"}, LINE]}, ("lines", 0, "tax")),
        ({"lines": [LINE, {**LINE, "tax": "reduced"}], "charges": off(percent="9")}, ("charges", 0)),
        ({"lines": [LINE, {**LINE, "allowances": off()}]}, ("lines", 1, "allowances", 0)),
        ({"lines": [LINE, {**LINE, "allowances": off(amount="100.01")}]}, ("lines", 1, "allowances")),
        ({"lines": [{**LINE, "quantity": "999999999999", "price": "999999"}]}, ("lines", 0)),
        ({"charges": off(amount="1.005")}, ("charges", 0, "amount")),
    ],
)
def test_a_reason_knows_the_field_it_is_about(draft: Mapping[str, Any], field: tuple[str | int, ...]) -> None:
    with pytest.raises(RefusedError) as refused:
        make(draft)
    assert refused.value.diagnostics[0].about == field


def test_a_code_that_is_named_and_the_usual_one_that_is_not_are_one() -> None:
    draft = {"lines": [LINE, {**LINE, "tax": "standard"}], "allowances": off(percent="10")}
    assert str(make(draft).gross) == "214.20 EUR"


@pytest.mark.parametrize("code", ["reverse-charge", "supply", "export"])
def test_some_categories_need_our_own_number(code: str) -> None:
    nameless = {"name": "Nordlicht", "address": made.BERLIN}
    draft = {"lines": [{**LINE, "tax": code}], "delivered": "2026-11"}
    with pytest.raises(RefusedError) as refused:
        make(draft, {"vat_id": "ATU13585627"}, nameless)
    (finding,) = refused.value.diagnostics
    assert finding.message == "this tax category needs your own VAT number"
    assert finding.hint == "add backoffice.yaml: business.vat_id"


def test_issuing_moves_the_draft_and_adds_what_is_frozen() -> None:
    invoice = make({})
    plan = issue(made.draft(), invoice)
    assert plan.summary == "Issue INV-2026-0042 to Acme (119.00 EUR)"
    move, change = plan.steps
    assert move == MoveFile("invoices/drafts/work.md", "invoices/2026/INV-2026-0042.md")
    assert isinstance(change, SetField)
    assert (change.path, change.field, change.value) == (
        "invoices/2026/INV-2026-0042.md",
        ("issued",),
        fields_tree(facts(invoice)),
    )


def test_only_an_issued_invoice_is_written_as_one() -> None:
    with pytest.raises(ValueError, match="only an issued invoice"):
        issue(made.draft(), made.draft())


def test_one_draft_has_one_identity_whatever_the_day_and_notes_and_another_draft_another() -> None:
    draft = made.draft()
    assert draft_identity(draft) == draft_identity(replaced(draft, notes="call them")) == facts(make({})).draft
    assert draft_identity(draft).startswith("work:")
    assert draft_identity(made.draft("work2")) != draft_identity(draft)
    assert draft_identity(made.draft(net="100.01")) != draft_identity(draft)


# ── The seal ────────────────────────────────────────────────────────────────────────────────────


def reread(invoice: Invoice, path: str = "invoices/2026/INV-2026-0042.md", **changed: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of what is wrong with the file of ``invoice`` when these fields are changed in it."""
    fields = dict(reversed(fields_tree(invoice).items())) | changed
    identity = path.rpartition("/")[2].removesuffix(".md")
    record, wrong = read(Invoice, identity, Document(Location(path, 1), fields, "private notes"))
    assert record is not None
    return [each.code for each in wrong]


def test_the_digest_does_not_depend_on_the_order_of_fields_or_on_private_notes() -> None:
    assert reread(make({})) == []


def test_the_digest_is_of_canonical_text() -> None:
    invoice = make({})
    assert facts(invoice).digest == invoice.digest()
    assert canonical({"b": ["ü", None], "a": "1"}) == '{"a":"1","b":["ü",null]}'


@pytest.mark.parametrize(
    "changed",
    [
        {"client": "zeta"},
        {"subject": "Something else"},
        {"reference": "PO-1"},
        {"terms": "15d"},
        {"closing": "Thank you"},
        {"lines": [{"text": "Works", "price": "100.00"}]},
        {"lines": [{"text": "Work", "price": "100.00", "unit": "hour"}]},
    ],
)
def test_any_fact_that_is_changed_breaks_the_seal(changed: Mapping[str, Any]) -> None:
    assert reread(make({}), **changed) == [CHANGED.code]


def test_so_does_anything_frozen() -> None:
    tree = fields_tree(make({}))["issued"]
    assert isinstance(tree, dict)
    for name in ("date", "due", "draft"):
        other = "2026-11-22" if name != "draft" else "x"
        assert reread(make({}), issued=tree | {name: other}) == [CHANGED.code]
    assert reread(make({}), issued={name: each for name, each in tree.items() if name != "digest"}) == [CHANGED.code]


def test_changed_lines_no_longer_add_up_to_the_totals_or_have_a_code_that_is_not_in_them() -> None:
    assert reread(make({}), lines=[{"text": "Work", "price": "99"}]) == [CHANGED.code, TOTALS.code]
    assert reread(make({}), lines=[{**LINE, "tax": "reduced"}]) == [CHANGED.code, TOTALS.code]


def test_invoices_are_chained_each_to_the_one_before() -> None:
    first = made.invoice(1, "2026-03-01")
    second = made.invoice(2, "2026-03-02", previous=facts(first).digest)
    assert facts(second).previous == facts(first).digest
    assert facts(second).digest != facts(made.invoice(2, "2026-03-02")).digest


@pytest.mark.parametrize(
    "path", ["invoices/2026/INV-2026-0043.md", "invoices/drafts/INV-2026-0042.md", "invoices/drafts/x.md"]
)
def test_an_issued_invoice_lies_in_the_file_of_its_number(path: str) -> None:
    assert reread(make({}), path) == [MISPLACED.code]


def test_whoever_copies_one_is_told_how_to_make_a_draft_of_it() -> None:
    copied = made.moved(make({}), "invoices/drafts/INV-2026-0042.md")
    assert [each.hint for each in copied.check()] == ["to make a draft of a copy, delete `issued` and all below it"]


def test_a_draft_lies_among_the_drafts_and_has_lines() -> None:
    fields: dict[str, Any] = {"client": "acme", "lines": []}
    _, wrong = read(Invoice, "x", Document(Location("invoices/2026/x.md", 1), fields))
    assert [each.code for each in wrong] == [NO_LINES.code, MISPLACED.code]
