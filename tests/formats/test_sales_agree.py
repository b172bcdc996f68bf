"""hledger and beancount come to our balances after each thing that can happen to a sale."""

import csv
from decimal import Decimal

import pytest
from beancount import loader

from backoffice.core.ledger import Query
from backoffice.core.record import Record
from backoffice.formats import beancount, hledger
from tests.checks.test_refunds import LOSS, NOTE, ONE, RICH, back, came, used
from tests.checks.test_refunds import PAID as WHOLE
from tests.formats.test_ledgers_agree import ask_hledger
from tests.gross import SOLD as GROSS
from tests.made import books, credit
from tests.oracles import needs
from tests.prepaid import DEPOSIT, FINAL, PAID

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
    _, errors, _ = loader.load_string("".join(beancount.ledger(found)))
    assert not errors
