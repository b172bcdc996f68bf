"""Billing quotes: deposits, progress, milestones and the rest, to the cent and never beyond."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice import checks
from backoffice.automation.accepting import adding, contract_of, project_of
from backoffice.automation.quoting import Part, billed_already, worth
from backoffice.automation.quoting import bill as planned
from backoffice.core.change import AddRecord
from backoffice.core.errors import RefusedError
from backoffice.core.part import replaced
from backoffice.core.plain import tree_of
from backoffice.core.record import Record
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.quote.offer import Quote
from tests import made
from tests.quoted import DESIGN, EXTRA, OFFER, PRINT, TAKEN, bill, billed, draft, no, quote, stands, yes

PARTS = [
    {"name": "Concept", "percent": "33.3"},
    {"name": "Proof", "percent": "33.3"},
    {"name": "Done", "percent": "33.4"},
]
STEPS = quote(milestones=PARTS, allowances=[{"reason": "Regular", "percent": "3", "tax": "standard"}])
AGREED = yes(STEPS)


def lines(of: Invoice) -> list[tuple[str, str, str]]:
    return [(each.text.replace("\n", " / "), str(each.amount("EUR")), each.tax) for each in of.lines]


def test_a_deposit_is_a_share_of_each_tax() -> None:
    asked = bill("deposit", "30", TAKEN)
    assert (asked.id, asked.type, asked.quote, asked.where.path) == (
        "Q-2026-0001-deposit-30",
        "deposit",
        "Q-2026-0001",
        "invoices/drafts/Q-2026-0001-deposit-30.md",
    )
    assert lines(asked) == [
        ("Flyer / Design / Q-2026-0001 · 30 %", "240.00 EUR", ""),
        ("Flyer / Print / Q-2026-0001 · 30 %", "60.00 EUR", "reduced"),
    ]
    (step,) = planned(asked).steps
    assert isinstance(step, AddRecord)
    assert step.path == asked.where.path


def test_progress_is_billed_up_to_a_share() -> None:
    first = bill("progress", "40", TAKEN)
    assert [net for _, net, _ in lines(first)] == ["320.00 EUR", "80.00 EUR"]
    then = bill("progress", "62.5", TAKEN, first)
    assert lines(then)[0] == ("Flyer / Design / Q-2026-0001 · 40–62.5 %", "180.00 EUR", "")
    assert then.id == "Q-2026-0001-progress-62-5"
    with pytest.raises(RefusedError, match="nothing of Q-2026-0001 is left to bill that way") as refused:
        bill("progress", "40", TAKEN, first)
    assert "Q-2026-0001-progress-40 (invoices/drafts/Q-2026-0001-progress-40.md" in refused.value.hint


def test_milestones_add_up_to_the_cent_with_discounts_shared_out() -> None:
    made_ = [bill("milestone", n, AGREED, of=STEPS) for n in (1, 2, 3)]
    assert [lines(each)[0] for each in made_] == [
        ("Concept / Design / Q-2026-0001 · 33.3 %", "256.41 EUR", ""),
        ("Proof / Design / Q-2026-0001 · 33.3 %", "256.41 EUR", ""),
        ("Done / Design / Q-2026-0001 · 33.4 %", "257.18 EUR", ""),
    ]
    assert stands(AGREED, *made_, of=STEPS).left().amount == 0
    with pytest.raises(RefusedError, match="Q-2026-0001 has no milestone 4") as refused:
        bill("milestone", 4, AGREED, of=STEPS)
    assert refused.value.hint == "1: Concept; 2: Proof; 3: Done"
    with pytest.raises(RefusedError) as refused:
        bill("milestone", 1, TAKEN)
    assert refused.value.hint == "it has none at all"


def test_all_at_once_is_the_quote_itself() -> None:
    whole = bill("final", 0, AGREED, of=STEPS)
    assert [each.text for each in whole.lines] == ["Design", "Print"]
    assert whole.allowances == STEPS.allowances
    assert stands(AGREED, whole, of=STEPS).left().amount == 0


ASKED = billed(1, "2026-03-12", bill("deposit", "30", TAKEN), OFFER, TAKEN)
PAID = made.payment("2026-03-13", "349.80", INV_2026_0001="349.80")
HALF = billed(2, "2026-03-15", bill("progress", "50", TAKEN, ASKED, PAID), OFFER, TAKEN, ASKED, PAID)
ALL: tuple[Record, ...] = (TAKEN, ASKED, PAID, HALF)


def test_the_final_invoice_bills_the_rest_and_deducts_the_deposit() -> None:
    rest = bill("final", 0, *ALL)
    assert (rest.deposits, lines(rest)) == (
        ("INV-2026-0001",),
        [
            ("Flyer / Design / Q-2026-0001", "400.00 EUR", ""),
            ("Flyer / Print / Q-2026-0001", "100.00 EUR", "reduced"),
        ],
    )
    before = stands(*ALL)
    assert (str(before.left()), str(worth(made.books(OFFER, *ALL), before, rest))) == ("200.00 EUR", "200.00 EUR")
    last = billed(3, "2026-04-01", rest, OFFER, *ALL)
    done = stands(*ALL, last)
    assert (str(done.billed()), str(done.left())) == ("1000.00 EUR", "0.00 EUR")
    found = [str(each) for each in checks.run(made.books(OFFER, *ALL, last))]
    assert found == []
    credited = made.credit(last, on="2026-05-01")
    assert str(stands(*ALL, last, credited).left()) == "200.00 EUR"
    assert str(stands(*ALL, rest).left()) == "0.00 EUR"


def test_progress_beyond_what_is_left_deducts_the_deposit() -> None:
    more = bill("progress", "90", *ALL)
    assert more.deposits == ("INV-2026-0001",)
    assert str(stands(*ALL, more).left()) == "100.00 EUR"
    with pytest.raises(RefusedError, match=r"200.00 EUR of Q-2026-0001 is left to bill, not 300.00 EUR"):
        bill("deposit", "30", *ALL)
    once = bill("final", 0, *ALL, more)
    assert once.deposits == ()


def test_a_deposit_larger_than_the_rest_has_to_be_credited() -> None:
    deposit = billed(1, "2026-03-12", bill("deposit", "60", TAKEN), OFFER, TAKEN)
    with pytest.raises(RefusedError, match=r"400.00 EUR of Q-2026-0001 is left to bill, not 500.00 EUR"):
        bill("progress", "50", TAKEN, deposit)


def test_a_deposit_that_is_a_draft_is_settled_first() -> None:
    asked = bill("deposit", "30", TAKEN)
    with pytest.raises(RefusedError, match="the deposit Q-2026-0001-deposit-30 is still a draft"):
        bill("final", 0, TAKEN, asked)


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ((), "Q-2026-0001 has not been accepted"),
        ((no(OFFER),), r"Q-2026-0001 was declined on 2026-03-10, see quotes/2026/Q-2026-0001.answer.yaml:1"),
    ],
)
def test_only_what_was_accepted_is_billed(records: tuple[Record, ...], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        bill("final", 0, *records)


def test_a_part_is_billed_once_unless_it_is_void() -> None:
    part = Part("progress", Decimal(50))
    assert billed_already(stands(*ALL), part) == HALF
    assert billed_already(stands(TAKEN), part) is None
    assert HALF.issued is not None
    fields = {"date": "2026-05-01", "reason": "x", "client": "acme", "currency": "EUR"}
    void = made.made("void", HALF.id, **fields, totals=tree_of(HALF.issued.totals))
    assert billed_already(stands(*ALL, void), part) is None
    assert str(stands(*ALL, void).left()) == "700.00 EUR"


def test_an_invoice_in_another_currency_bills_nothing() -> None:
    other = billed(1, "2026-03-12", made.draft("x", quote=OFFER.id, currency="USD"), OFFER, TAKEN)
    assert stands(TAKEN, other).bills == ()
    lonely = replaced(made.draft("x"), quote="job")
    assert stands(lonely, of=draft()).bills == ()
    assert worth(made.books(), stands(of=draft()), lonely).amount == 0


def test_deposits_of_other_jobs_are_not_of_this_quote() -> None:
    mine = replaced(made.draft("x", lines=[DESIGN]), quote=OFFER.id, deposits=("INV-2025-0001", "gone"))
    drafted = made.draft("gone", quote=OFFER.id, type="deposit")
    assert str(stands(TAKEN, mine, drafted).left()) == "100.00 EUR"


def test_income_without_worth_has_no_share() -> None:
    free = quote(DESIGN, PRINT | {"price": "0"})
    only = bill("progress", "50", yes(free), of=free)
    assert [net for _, net, _ in lines(only)] == ["400.00 EUR"]
    charged = quote(DESIGN, charges=[{"reason": "Express", "amount": "10", "tax": "reduced"}], number="Q-2026-0001")
    assert str(charged.net()) == "810.00 EUR"
    asked = bill("deposit", "50", yes(charged), of=charged)
    assert lines(asked)[1] == ("Flyer / Q-2026-0001 · 50 %", "5.00 EUR", "reduced")


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_progress_in_any_steps_and_the_rest_come_to_what_was_agreed(shares: list[int], one: int, two: int) -> None:
    prices = [f"{Decimal(each) / 100:.2f}" for each in (one, two)]
    offer: Quote = quote(DESIGN | {"price": prices[0]}, PRINT | {"price": prices[1]})
    records: list[Record] = [yes(offer)]
    for share in sorted(set(shares)):
        try:
            records.append(bill("progress", str(share), *records, of=offer))
        except RefusedError:
            continue
    if stands(*records, of=offer).left().amount:
        records.append(bill("final", 0, *records, of=offer))
    assert stands(*records, of=offer).left().amount == 0


def test_an_accepted_quote_becomes_a_project_and_a_contract() -> None:
    answer = replaced(yes(quote(DESIGN, EXTRA), extras=(2,)), project="flyer")
    offer = quote(DESIGN, EXTRA)
    project, contract = project_of(offer, answer, "flyer"), contract_of(offer, answer, "flyer-sow")
    assert (project.name, project.client, str(project.budget), str(project.start)) == (
        "Flyer",
        "acme",
        "890.00",
        "2026-03-10",
    )
    assert (contract.reference, contract.project, contract.price and str(contract.price.amount)) == (
        "Q-2026-0001",
        "flyer",
        "890.00",
    )
    assert [(each.name, each.side) for each in contract.signatories] == [("Acme", "them"), ("Nordlicht", "us")]
    assert list(contract.check()) == []
    assert adding(project).path == "projects/flyer.md"
    with pytest.raises(RefusedError, match="'Flyer!' is no id"):
        project_of(offer, answer, "Flyer!")
    with pytest.raises(RefusedError, match="job is a draft"):
        contract_of(draft(), answer, "x")
