"""Two strangers add up our books: hledger and beancount come to our balances, to the cent, on every last of a month."""

import calendar
import csv
import datetime as dt
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest
from beancount import loader
from beancount.core import data

from backoffice.core.books import Books
from backoffice.core.ledger import Dimension, Query
from backoffice.formats import beancount, hledger
from tests.awkward import awkward_business
from tests.oracles import needs

Sums = dict[tuple[str, str], Decimal]
"""What is not zero, by account or party, and currency."""

SOME = [pytest.param(seed) for seed in range(20)]
MANY = [pytest.param(seed, marks=pytest.mark.proof) for seed in range(20, 220)]
ROLES = ("receivable", "payable", "client_credit")


def ours(books: Books, by: Dimension, as_of: dt.date, names: Mapping[str, str], account: str = "") -> Sums:
    found = books.balances(Query(by=(by,), account=account, until=as_of))
    return {(names.get(each.key[0], each.key[0]), each.currency): each.amount.amount for each in found}


def accounts_of(books: Books) -> set[str]:
    return {balance.key[0] for balance in books.balances(Query(by=("account",), nonzero=False))}


def ask_hledger(journal: str, *arguments: str) -> str:
    command = ["hledger", "-f-", *arguments]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, input=journal.encode(), env=environment, capture_output=True, check=False)
    assert not done.returncode, done.stderr.decode()
    return done.stdout.decode()


def month_ends(journal: str, *query: str) -> Iterator[tuple[dt.date, Sums]]:
    """Yield hledger's historical balances at the end of each month."""
    rows = csv.DictReader(ask_hledger(journal, "balance", "-MHEN", "-O", "csv", "--layout=bare", *query).splitlines())
    table = list(rows)
    for month in (name for name in rows.fieldnames or () if name[:2] == "20"):
        year, number = (int(part) for part in month.split("-"))
        last = dt.date(year, number, calendar.monthrange(year, number)[1])
        sums = {(row["account"], row["commodity"]): Decimal(row[month]) for row in table}
        yield last, {key: amount for key, amount in sums.items() if amount}


@needs("hledger")
@pytest.mark.parametrize("seed", [*SOME, *MANY])
def test_hledger_accepts_the_journal_and_agrees(seed: int) -> None:
    books = awkward_business(seed).books()
    journal = "".join(hledger.journal(books))
    ask_hledger(journal, "check", "--strict", "ordereddates")
    names = hledger.account_names(accounts_of(books))
    days = list(month_ends(journal))
    assert len(days) > 12
    for day, sums in days:
        assert sums == ours(books, "account", day, names)
    for role in ROLES:
        account = getattr(books.settings.chart, role)
        for day, sums in month_ends(journal, "--pivot=party", f"acct:^{account}$"):
            shown = {entry.party: hledger.tag_value(entry.party) for each in books.entries() for entry in each.postings}
            assert sums == ours(books, "party", day, shown, account)


def beancount_sums(entries: data.Directives, by: str, as_of: dt.date, account: str = "") -> Sums:
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, data.Transaction) and entry.date <= as_of:
            for posting in entry.postings:
                if account in {"", posting.account} and posting.units and posting.units.number is not None:
                    party = str((posting.meta or {}).get("party", entry.meta.get("party", "")))
                    key = posting.account if by == "account" else party
                    sums[key, posting.units.currency] += posting.units.number
    return {key: amount for key, amount in sums.items() if amount}


@pytest.mark.parametrize("seed", [*SOME, *MANY])
def test_beancount_accepts_the_ledger_and_agrees(seed: int) -> None:
    books = awkward_business(seed).books()
    entries, errors, options = loader.load_string("".join(beancount.ledger(books)))
    assert not errors
    assert options["operating_currency"] == ["EUR"]
    names = beancount.account_names(accounts_of(books), books.settings.chart)
    assert {each.meta["name"]: each.account for each in entries if isinstance(each, data.Open)} == names
    for month in range(24):
        day = dt.date(2025 + month // 12, month % 12 + 1, 28)
        assert beancount_sums(entries, "account", day) == ours(books, "account", day, names)
        for role in ROLES:
            account = getattr(books.settings.chart, role)
            theirs = beancount_sums(entries, "party", day, names.get(account, "none"))
            assert theirs == ours(books, "party", day, {}, account)


@needs("hledger")
@pytest.mark.parametrize("seed", range(3))
def test_a_journal_of_a_day_is_what_hledger_sees_by_that_day(seed: int) -> None:
    books, day = awkward_business(seed).books(), dt.date(2025, 11, 21)
    whole, part = ("".join(hledger.journal(books, as_of=until)) for until in (None, day))
    balance = ("balance", "-EN", "--flat", "-O", "csv", "--layout=bare")
    assert ask_hledger(part, *balance) == ask_hledger(whole, *balance, "-e", "2025-11-22")
    ask_hledger(part, "check", "--strict")
