"""What a sales document adds up to: the vectors of EN 16931's arithmetic, and what holds for every document."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.ledger import Chart, entries_of
from backoffice.core.lines import Adjustment, Income, Line, Rates, Sale, totals_of
from backoffice.core.money import Money, minor_units
from backoffice.core.tax import DatedRate, TaxCode, breakdown

DAY = dt.date(2026, 11, 21)


def standard(rate: str) -> tuple[TaxCode, Decimal]:
    return TaxCode(category="S", rates=(DatedRate(since=dt.date(2000, 1, 1), rate=Decimal(rate)),)), Decimal(rate)


CODES = {
    "19": standard("19"),
    "7": standard("7"),
    "5.5": standard("5.5"),
    "AE": (TaxCode(category="AE", reason="Reverse charge"), Decimal(0)),
}


def line(text: str, tax: str = "19", **more: object) -> Line:
    """Return a line from ``quantity × price / per − allowance + charge``, such as ``10 × 3.60 / 1 − 5% + 2``."""
    quantity, _, price, *rest = text.split()
    pairs = dict(zip(rest[::2], rest[1::2], strict=True))
    return Line(
        text="Work",
        quantity=Decimal(quantity),
        price=Decimal(price),
        per=Decimal(pairs.get("/", "1")),
        tax=tax,
        allowances=adjusted(pairs.get("−")),
        charges=adjusted(pairs.get("+")),
        **more,  # type: ignore[arg-type]
    )


def adjusted(text: str | None, tax: str = "") -> tuple[Adjustment, ...]:
    if text is None:
        return ()
    number = Decimal(text.rstrip("%"))
    by_percent = text.endswith("%")
    return (
        Adjustment(
            reason="Agreed", percent=number if by_percent else None, amount=None if by_percent else number, tax=tax
        ),
    )


@pytest.mark.parametrize(
    ("sum_", "currency", "net"),
    [
        ("1 × 100", "EUR", "100.00"),
        ("3 × 33.333333", "EUR", "100.00"),
        ("0.5 × 0.01", "EUR", "0.01"),
        ("0.333333 × 100", "EUR", "33.33"),
        ("1000 × 12.99 / 100", "EUR", "129.90"),
        ("1 × 1 / 3", "EUR", "0.33"),
        ("2 × 1 / 0", "EUR", "2.00"),
        ("10 × 3.60 − 10%", "EUR", "32.40"),
        ("10 × 3.60 − 0.005", "EUR", "35.99"),
        ("10 × 3.60 − 1 + 2.50", "EUR", "37.50"),
        ("10 × 3.60 − 10% + 10%", "EUR", "36.00"),
        ("1 × 333 − 50%", "JPY", "166"),
        ("3 × 33.5", "JPY", "101"),
        ("1 × 0.0005", "KWD", "0.001"),
        ("7 × 1.2345 − 0.001", "KWD", "8.641"),
        ("0 × 100", "EUR", "0.00"),
        ("1 × 5 − 100%", "EUR", "0.00"),
    ],
)
def test_a_line_is_rounded_once_before_its_discounts_and_each_of_those_once(sum_: str, currency: str, net: str) -> None:
    assert str(line(sum_).amount(currency)) == f"{net} {currency}"


@dataclass(frozen=True)
class Vector:
    """A document: its lines with their tax codes, what is taken off and added on, and what it comes to."""

    lines: Sequence[tuple[str, str]]
    net: str
    taxes: Sequence[str]
    gross: str
    off: tuple[Adjustment, ...] = ()
    on: tuple[Adjustment, ...] = ()
    currency: str = "EUR"


VECTORS = {
    "tax is computed once per group, never per line": Vector(
        [("1 × 3.60", "5.5")] * 10, "36.00", ["36.00 → 1.98"], "37.98"
    ),
    "half a cent goes up": Vector([("1 × 0.50", "19")], "0.50", ["0.50 → 0.10"], "0.60"),
    "several rates, the highest first": Vector(
        [("1 × 10", "7"), ("1 × 100", "19"), ("2 × 5", "7")], "120.00", ["100.00 → 19.00", "20.00 → 1.40"], "140.40"
    ),
    "reverse charge bears none": Vector([("1 × 100", "AE")], "100.00", ["100.00 → 0.00"], "100.00"),
    "yen have no cents": Vector([("3 × 33.5", "19")], "101", ["101 → 19"], "120", currency="JPY"),
    "dinars have three": Vector([("1 × 1.2345", "5.5")], "1.235", ["1.235 → 0.068"], "1.303", currency="KWD"),
    "a percentage off the whole": Vector(
        [("1 × 99.99", "19")], "89.99", ["89.99 → 17.10"], "107.09", off=adjusted("10%")
    ),
    "an amount off, belonging to the code of the first line": Vector(
        [("1 × 100", "7"), ("1 × 100", "19")],
        "190.00",
        ["100.00 → 19.00", "90.00 → 6.30"],
        "215.30",
        off=adjusted("10"),
    ),
    "an amount off one of several codes": Vector(
        [("1 × 100", "7"), ("1 × 100", "19")],
        "190.00",
        ["90.00 → 17.10", "100.00 → 7.00"],
        "214.10",
        off=adjusted("10", "19"),
    ),
    "a charge under a code of its own": Vector(
        [("1 × 100", "7")], "105.00", ["5.00 → 0.95", "100.00 → 7.00"], "112.95", on=adjusted("5", "19")
    ),
    "off and on, both of the sum of the lines": Vector(
        [("1 × 200", "19")], "200.00", ["200.00 → 38.00"], "238.00", off=adjusted("10%"), on=adjusted("10%")
    ),
    "everything off leaves nothing, and no minus sign": Vector(
        [("1 × 50", "19")], "0.00", ["0.00 → 0.00"], "0.00", off=adjusted("100%")
    ),
    "nothing at all": Vector([], "0.00", [], "0.00"),
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_documents_add_up(vector: Vector) -> None:
    lines = [line(text, tax) for text, tax in vector.lines]
    totals = totals_of(lines, vector.off, vector.on, Rates("19", CODES), vector.currency)
    assert [f"{group.taxable} → {group.tax}" for group in totals.taxes] == vector.taxes
    assert (str(totals.net), str(totals.gross)) == (vector.net, vector.gross)


def test_lines_without_a_code_bear_the_usual_one_and_incomes_are_kept_apart() -> None:
    lines = [line("1 × 10", ""), line("1 × 5", "19"), line("1 × 3", "7", income="books"), line("1 × 1", "7")]
    totals = totals_of(lines, (), (), Rates("19", CODES), "EUR")
    assert totals.income == (
        Income(category="books", tax="7", amount=Decimal("3.00")),
        Income(category="services", tax="19", amount=Decimal("15.00")),
        Income(category="services", tax="7", amount=Decimal("1.00")),
    )


def test_a_breakdown_carries_the_reason_why_no_tax_is_charged() -> None:
    (group,) = breakdown([("AE", Money.of(100, "EUR"))], CODES)
    assert (group.category, group.rate, group.reason) == ("AE", Decimal(0), "Reverse charge")


def test_rates_are_those_of_the_tax_point() -> None:
    code = TaxCode(
        category="S",
        rates=(
            DatedRate(since=dt.date(2021, 1, 1), rate=Decimal(19)),
            DatedRate(since=dt.date(2007, 1, 1), rate=Decimal(19)),
            DatedRate(since=dt.date(2020, 7, 1), rate=Decimal(16)),
        ),
    )
    days = ["2006-12-31", "2007-01-01", "2020-06-30", "2020-07-01", "2020-12-31", "2021-01-01"]
    assert [code.rate(dt.date.fromisoformat(day)) for day in days] == [None, 19, 19, 16, 16, 19]
    assert TaxCode(category="E", reason="Small business").rate(DAY) == 0


def decimals(last: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, last * 10**places).map(lambda units: Decimal(units).scaleb(-places))


ADJUSTMENTS = st.lists(
    st.builds(
        Adjustment,
        reason=st.just("Agreed"),
        percent=decimals(9, 2),
        tax=st.sampled_from(["", "19", "7"]),
    ),
    max_size=2,
).map(tuple)
LINES = st.lists(
    st.builds(
        Line,
        text=st.just("Work"),
        quantity=decimals(1000, 3),
        price=decimals(10_000, 4),
        per=st.sampled_from([Decimal(1), Decimal(3), Decimal(100)]),
        tax=st.sampled_from(["", *CODES]),
        income=st.sampled_from(["services", "books"]),
        allowances=ADJUSTMENTS,
        charges=ADJUSTMENTS,
    ),
    max_size=5,
)


@given(LINES, ADJUSTMENTS, ADJUSTMENTS, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_every_document_adds_up_and_its_postings_balance(
    lines: list[Line], off: tuple[Adjustment, ...], on: tuple[Adjustment, ...], currency: str
) -> None:
    totals = totals_of(lines, off, on, Rates("19", CODES), currency)
    assert sum(group.taxable for group in totals.taxes) == totals.net
    assert sum(group.tax for group in totals.taxes) == totals.gross - totals.net == totals.tax
    assert sum(each.amount for each in totals.income) - totals.allowances + totals.charges == totals.net
    assert -(totals.gross.as_tuple().exponent) == minor_units(currency)  # type: ignore[operator]
    sale = Sale(DAY, currency, "invoice/X", "acme")
    for sign in (1, -1):
        (entry,) = entries_of("invoice/X", "X", totals.postings(Chart(), sale, sign=sign))
        assert entry.postings[0].amount.amount == sign * totals.gross


def test_the_postings_of_a_sale_and_of_its_reversal() -> None:
    totals = totals_of(
        [line("1 × 100"), line("1 × 10", "AE")], adjusted("10", "19"), adjusted("5", "19"), Rates("19", CODES), "EUR"
    )
    sale = Sale(DAY, "EUR", "invoice/X", "acme", "site")
    posted = [(each.account, str(each.amount), each.tax) for each in totals.postings(Chart(), sale)]
    assert posted == [
        ("assets:receivable", "123.05 EUR", ""),
        ("income:services", "-100.00 EUR", "19"),
        ("income:services", "-10.00 EUR", "AE"),
        ("expenses:discounts", "10.00 EUR", ""),
        ("income:charges", "-5.00 EUR", ""),
        ("liabilities:vat:output", "-18.05 EUR", "19"),
    ]
    reversed_ = [(each.account, str(-each.amount), each.tax) for each in totals.postings(Chart(), sale, sign=-1)]
    assert reversed_ == posted
    assert {(each.party, each.project, each.document) for each in totals.postings(Chart(), sale)} == {
        ("acme", "site", "invoice/X")
    }
