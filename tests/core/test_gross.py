"""Prices that include tax: it is taken out once for each code, and nothing is lost on the way."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice.core.ledger import Chart, entries_of
from backoffice.core.lines import Adjustment, Line, Rates, Sale, totals_of
from backoffice.core.money import Money, minor_units
from backoffice.core.tax import TaxGroup, tax_within, without_tax
from tests.core.test_lines import ADJUSTMENTS, CODES, DAY, LINES, adjusted, line

RATES = Rates("19", CODES)


@pytest.mark.parametrize(
    ("lines", "off", "income", "taxes", "gross"),
    [
        pytest.param([("1 × 119", "19")], (), ["100.00"], ["100.00 + 19.00"], "119.00", id="one price"),
        pytest.param([("1 × 100", "19")], (), ["84.03"], ["84.03 + 15.97"], "100.00", id="a round price stays round"),
        pytest.param(
            [("1 × 10", "19")] * 3, (), ["8.40", "8.41", "8.40"], ["25.21 + 4.79"], "30.00", id="never per line"
        ),
        pytest.param(
            [("10 × 3.60", "5.5")], (), ["34.12"], ["34.12 + 1.88"], "36.00", id="ten lines as one: 5.5 % within"
        ),
        pytest.param([("1 × 0.03", "19")], (), ["0.03"], ["0.03 + 0.00"], "0.03", id="less than half a cent of tax"),
        pytest.param(
            [("1 × 107", "7"), ("1 × 119", "19")],
            (),
            ["100.00", "100.00"],
            ["100.00 + 19.00", "100.00 + 7.00"],
            "226.00",
            id="each code by itself",
        ),
        pytest.param([("1 × 50", "AE")], (), ["50.00"], ["50.00 + 0.00"], "50.00", id="nothing in what bears none"),
        pytest.param(
            [("1 × 119", "19")], adjusted("10%"), ["100.00"], ["90.00 + 17.10"], "107.10", id="a discount includes it"
        ),
    ],
)
def test_tax_is_taken_out_of_the_sum_of_each_code(
    lines: list[tuple[str, str]], off: tuple[Adjustment, ...], income: list[str], taxes: list[str], gross: str
) -> None:
    found = [line(text, tax, income=f"i{at}") for at, (text, tax) in enumerate(lines)]
    totals = totals_of(found, off, (), RATES, "EUR", prices="gross")
    assert [str(each.amount) for each in totals.income] == income
    assert [f"{group.taxable} + {group.tax}" for group in totals.taxes] == taxes
    assert str(totals.gross) == gross
    assert totals.prices == "gross"


@given(LINES, ADJUSTMENTS, ADJUSTMENTS, st.sampled_from(["EUR", "JPY", "KWD"]))
@example([line("1 × 0.01")], (), adjusted("9.99%"), "EUR")
def test_what_is_stated_is_what_is_paid_to_the_cent(
    lines: list[Line], off: tuple[Adjustment, ...], on: tuple[Adjustment, ...], currency: str
) -> None:
    totals = totals_of(lines, off, on, RATES, currency, prices="gross")
    stated = sum(each.amount(currency).amount for each in lines)
    whole = Money.of(stated, currency)
    adjusted_ = sum(each.of(whole).amount for each in on) - sum(each.of(whole).amount for each in off)
    assert totals.net + totals.tax == totals.gross == stated + adjusted_
    assert sum(group.taxable for group in totals.taxes) == totals.net
    assert sum(each.amount for each in totals.income) - totals.allowances + totals.charges == totals.net
    for group in totals.taxes:
        again = Money.of(group.taxable * group.rate / 100, currency).amount
        assert abs(group.tax - again) <= Decimal(1).scaleb(-minor_units(currency))
        assert as_published(group), "by the Schematron of BR-CO-17 and BR-S-09"
    (entry,) = entries_of("invoice/X", "X", totals.postings(Chart(), Sale(DAY, currency, "invoice/X", "acme")))
    assert entry.postings[0].amount.amount == totals.gross


def as_published(group: TaxGroup) -> bool:
    """Tell whether the tax of a group passes as the Schematron of EN 16931 compares it today: less than 1.00 off."""
    again = (group.taxable * group.rate).quantize(Decimal(1), ROUND_HALF_UP) / 100
    return group.tax - 1 < again < group.tax + 1


@pytest.mark.parametrize(("stated", "tax", "by_the_letter"), [("0.03", "0.00", "0.01"), ("0.22", "0.04", "0.03")])
def test_what_the_letter_of_the_norm_has_otherwise_by_a_cent(stated: str, tax: str, by_the_letter: str) -> None:
    (group,) = totals_of([line(f"1 × {stated}", "19")], (), (), RATES, "EUR", prices="gross").taxes
    assert str(group.tax) == tax
    assert str(Money.of(group.taxable * group.rate / 100, "EUR").amount) == by_the_letter
    assert as_published(group)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_net_amounts_of_lines_add_up_and_none_is_off_by_a_cent(cents: list[int]) -> None:
    amounts = [("19", Money.of(Decimal(each).scaleb(-2), "EUR")) for each in cents]
    nets = list(without_tax(amounts, CODES))
    whole = Money.of(sum(each.amount for _, each in amounts), "EUR")
    assert sum(each.amount for each in nets) == whole.amount - tax_within(whole, Decimal(19)).amount
    for (_, stated), net in zip(amounts, nets, strict=True):
        assert 0 <= net.amount <= stated.amount
        assert abs(net.amount - stated.amount / Decimal("1.19")) <= Decimal("0.01")


def test_net_prices_know_nothing_of_all_this() -> None:
    assert totals_of([line("1 × 100")], (), (), RATES, "EUR").prices == "net"
