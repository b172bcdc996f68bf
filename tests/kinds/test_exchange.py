"""Invoices in other currencies: the rate is frozen, and what its change brings is known when they are paid."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from backoffice.checks.discounts import discounts
from backoffice.core.books import MemoryBooks
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money
from backoffice.core.record import Record
from backoffice.formats import hledger
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.paying import Means, paid
from backoffice.kinds.payment import Payment
from tests import made
from tests.formats.test_ledgers_agree import ask_hledger
from tests.oracles import needs

RATES = [
    {"currency": "USD", "since": "2026-03-01", "rate": "0.90"},
    {"currency": "USD", "since": "2026-04-01", "rate": "0.92"},
]
HOUSE = made.settings(exchange=RATES)
BUYER = made.client(currency="USD", tax="reverse-charge", vat_id="ATU13585627")
LATER = dt.date(2026, 4, 20)


def sold(on: str = "2026-03-10", **more: Any) -> Invoice:  # noqa: ANN401
    day = dt.date.fromisoformat(on)
    ready = issued(made.draft(net="1000.00", **more), BUYER, HOUSE, on=day, number="INV-2026-0001")
    return made.moved(ready, "invoices/2026/INV-2026-0001.md")


ALL = Money.of("1000.00", "USD")


def test_the_rate_of_the_tax_point_is_frozen() -> None:
    def rate(invoice: Invoice) -> Decimal | None:
        return invoice.issued.rate if invoice.issued else None

    assert rate(sold()) == Decimal("0.90")
    assert rate(sold("2026-04-05")) == Decimal("0.92")
    assert rate(sold("2026-04-05", tax_point="2026-03-31")) == Decimal("0.90")
    assert rate(sold(currency="CHF")) is None
    assert rate(sold(currency="EUR")) is None


def test_an_unknown_rate_is_refused_and_names_both_files() -> None:
    with pytest.raises(RefusedError) as refused:
        sold("2026-02-01")
    (wrong,) = refused.value.diagnostics
    assert (str(wrong), wrong.hint) == (
        "invoices/drafts/work.md:1: error: there is no exchange rate for USD on 2026-02-01 [no-exchange-rate]",
        "add one since 2026-02-01 or earlier to exchange in backoffice.yaml",
    )


def journal(payment: Payment) -> list[str]:
    return [f"{each.account} {each.amount}" for each in payment.postings(HOUSE.chart)]


def means(arrived: str, currency: str = "EUR") -> Means:
    return Means(converted=Money.of(arrived, currency))


@pytest.mark.parametrize(
    ("arrived", "exchange"),
    [("915.20", ["income:exchange -15.20 EUR"]), ("895.00", ["income:exchange 5.00 EUR"]), ("900.00", [])],
)
def test_what_the_rate_brought_since_is_booked_when_it_is_paid(arrived: str, exchange: list[str]) -> None:
    assert journal(paid(sold(), ALL, means(arrived), on=LATER)) == [
        f"assets:bank {arrived} EUR",
        "equity:conversion -900.00 EUR",
        *exchange,
        "equity:conversion 1000.00 USD",
        "assets:receivable -1000.00 USD",
    ]


def test_what_is_not_converted_stays_as_it_is() -> None:
    assert journal(paid(sold(), ALL, Means(), on=LATER)) == [
        "assets:bank 1000.00 USD",
        "assets:receivable -1000.00 USD",
    ]


@pytest.mark.parametrize(
    ("invoice", "how"),
    [(sold(currency="CHF"), means("915.20")), (sold(), means("915.20", "USD"))],
)
def test_without_a_frozen_rate_nothing_can_be_converted(invoice: Invoice, how: Means) -> None:
    with pytest.raises(RefusedError, match="is frozen into INV-2026-0001"):
        paid(invoice, ALL, how, on=LATER)


def found(**more: Any) -> list[str]:  # noqa: ANN401
    conversion = {"amount": "915.20", "currency": "EUR", "rate": "0.90"} | more
    fields = {"date": "2026-04-20", "client": "acme", "amount": "1000", "currency": "USD"}
    payment = made.made(
        "payment", "p", **fields, conversion=conversion, allocate={"INV-2026-0001": "900", "INV-2026-0009": "100"}
    )
    return [each.message for each in discounts(MemoryBooks(HOUSE, [HOUSE, BUYER, sold(), payment]))]


def test_the_copy_of_the_rate_is_compared_with_the_invoice() -> None:
    assert found() == []
    assert found(rate="0.91") == ["the rate of INV-2026-0001 is 0.90, not 0.91"]
    assert found(currency="CHF") == ["it is converted from USD to CHF, not to EUR"]


def test_the_settings_have_no_rate_for_their_own_currency() -> None:
    odd = made.settings(exchange=[{"currency": "EUR", "since": "2026-01-01", "rate": "1"}])
    assert [each.message for each in odd.check()] == ["exchange has a rate for EUR, the currency of the books itself"]


@needs("hledger")
def test_hledger_agrees() -> None:
    payment = made.made(
        "payment",
        "p",
        date="2026-04-20",
        client="acme",
        amount="1000",
        currency="USD",
        conversion={"amount": "915.20", "currency": "EUR", "rate": "0.90"},
        allocate={"INV-2026-0001": "1000"},
    )
    records: list[Record] = [HOUSE, BUYER, sold(), payment]
    journal = "".join(hledger.journal(MemoryBooks(HOUSE, records)))
    ask_hledger(journal, "check", "--strict", "ordereddates")
    said = ask_hledger(journal, "balance", "--flat", "-O", "csv", "--layout=bare", "-N").splitlines()[1:]
    assert [line.replace('"', "") for line in said] == [
        "assets:bank,EUR,915.20",
        "equity:conversion,EUR,-900.00",
        "equity:conversion,USD,1000.00",
        "income:exchange,EUR,-15.20",
        "income:services,USD,-1000.00",
    ]
