"""hledger and beancount come to our balances after each thing that can happen to a sale."""

import csv
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from beancount import loader

from backoffice import checks
from backoffice.core.ledger import Query
from backoffice.core.record import Record
from backoffice.formats import beancount, hledger
from tests.checks.test_refunds import LOSS, NOTE, ONE, RICH, back, came, used
from tests.checks.test_refunds import PAID as WHOLE
from tests.formats.test_ledgers_agree import ask_hledger, beancount_sums
from tests.gross import SOLD as GROSS
from tests.made import books, credit, made
from tests.oracles import needs
from tests.prepaid import DEPOSIT, FINAL, PAID


def arrived(amount: str, **facts: Any) -> Record:  # noqa: ANN401 - fields as in a file
    """Return a payment of 19 May 2026 for the first invoice."""
    usual = {"date": "2026-05-19", "client": "acme", "currency": "EUR", "amount": amount}
    record: Record = made("payment", "may", **usual | facts)
    return record


OPEN = {"INV-2026-0001": "119.00"}
REMINDER: Record = made(
    "reminder",
    "INV-2026-0001--1",
    invoice="INV-2026-0001",
    level="1",
    tone="firm",
    date="2026-05-02",
    due="2026-05-09",
    client="acme",
    currency="EUR",
    language="en",
    open="119.00",
    fees="5.00",
    interest="3.19",
    compensation="40.00",
)
"""Claims 48.19: a fee, statutory interest and flat compensation, none of which is earned before it is paid."""
EARLY = {"discount": "2.38", "discount_tax": {"standard": "0.38"}}

CASES: dict[str, tuple[Record, ...]] = {
    "deposit": (DEPOSIT,),
    "deposit paid": PAID,
    "final invoice": (*PAID, FINAL),
    "final invoice credited": (*PAID, FINAL, credit(FINAL)),
    "deposit credited": (DEPOSIT, credit(DEPOSIT)),
    "refund": (ONE, WHOLE, NOTE, back(fee="2.00")),
    "overpaid to credit": (ONE, WHOLE, NOTE, back(account="client_credit")),
    "credit used": (ONE, RICH, used("c", "50.00")),
    "credit paid back": (ONE, RICH, back(amount="50.00", invoices={})),
    "loss recovered": (ONE, LOSS, came()),
    "reminded": (ONE, REMINDER),
    "late charges paid too": (ONE, REMINDER, arrived("167.19", allocate=OPEN, late_charges={"INV-2026-0001": "48.19"})),
    "only late charges paid": (ONE, REMINDER, WHOLE, arrived("40.00", late_charges={"INV-2026-0001": "40.00"})),
    "interest paid and some credit": (ONE, REMINDER, arrived("10.00", late_charges={"INV-2026-0001": "3.19"})),
    "tax withheld": (ONE, arrived("101.15", withheld="17.85", allocate=OPEN)),
    "all withheld": (ONE, arrived("0", withheld="119.00", allocate=OPEN)),
    "tax withheld and discount": (ONE, arrived("98.77", withheld="17.85", allocate=OPEN, **EARLY)),
    "tax withheld, late charges paid": (
        ONE,
        REMINDER,
        arrived("149.34", withheld="17.85", allocate=OPEN, late_charges={"INV-2026-0001": "48.19"}),
    ),
    "gross prices": (GROSS,),
    "gross prices, credited in part": (GROSS, credit(GROSS, part={1: Decimal("10.00")})),
}


@needs("hledger")
@pytest.mark.parametrize("case", CASES)
def test_others_agree(case: str) -> None:
    found = books(*CASES[case])
    sums = {each.key[0]: each.amount.amount for each in found.balances(Query(by=("account",)))}
    journal = "".join(hledger.journal(found))
    ask_hledger(journal, "check", "--strict", "ordereddates")
    rows = csv.DictReader(ask_hledger(journal, "balance", "-N", "-O", "csv", "--layout=bare").splitlines())
    assert {row["account"]: Decimal(row["balance"]) for row in rows} == sums
    entries, errors, _ = loader.load_string("".join(beancount.ledger(found)))
    assert not errors
    names = beancount.account_names(set(sums), found.settings.chart)
    theirs = beancount_sums(entries, "account", dt.date.max)
    assert theirs == {(names[account], "EUR"): amount for account, amount in sums.items()}
    assert not [each for record in CASES[case] for each in record.check()]
    assert [each for each in checks.run(found) if each.severity == "error"] == []


def test_what_late_charges_and_withheld_tax_come_to() -> None:
    """By hand: what is claimed is income when it is paid; what is withheld is owed by the tax office."""
    case = books(*CASES["tax withheld, late charges paid"])
    assert {each.key[0]: str(each.amount.amount) for each in case.balances(Query(by=("account",)))} == {
        "assets:bank": "149.34",
        "assets:withheld-tax": "17.85",
        "income:late-charges": "-48.19",
        "income:services": "-100.00",
        "liabilities:vat:output": "-19.00",
    }
    assert not books(ONE, REMINDER).balances(Query(by=("account",), account="income:late-charges"))
