"""Two strangers add up our books: hledger and beancount come to our balances, to the cent, on every last of a month."""

import calendar
import csv
import datetime as dt
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data

from backoffice.automation.billing import Wanted, bill
from backoffice.core.books import Books, MemoryBooks
from backoffice.core.ledger import Dimension, Query
from backoffice.formats import beancount, hledger
from backoffice.kinds.issuing import issued
from backoffice.workspace.workspace import Workspace
from tests.awkward import awkward_business
from tests.business import business
from tests.made import client, credit, made, moved, settings, worked
from tests.oracles import needs

Sums = dict[tuple[str, str], Decimal]
"""What is not zero, by account or party, and currency."""

SOME = [pytest.param(seed) for seed in range(8)]
MANY = [pytest.param(seed, marks=pytest.mark.proof) for seed in range(8, 220)]
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


def hledger_agrees(books: Books) -> None:
    journal = "".join(hledger.journal(books))
    ask_hledger(journal, "check", "--strict", "ordereddates")
    names = hledger.account_names(accounts_of(books))
    days = list(month_ends(journal))
    assert len(days) > 12
    for day, sums in days:
        assert sums == ours(books, "account", day, names)
    parties = {posting.party for entry in books.entries() for posting in entry.postings}
    for role in ROLES:
        account = getattr(books.settings.chart, role)
        for day, sums in month_ends(journal, "--pivot=party", f"acct:^{account}$"):
            assert sums == ours(books, "party", day, {party: hledger.tag_value(party) for party in parties}, account)


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


def beancount_agrees(books: Books) -> None:
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
@pytest.mark.parametrize("seed", [*SOME, *MANY])
def test_hledger_accepts_the_journal_of_a_business_and_agrees(seed: int) -> None:
    hledger_agrees(awkward_business(seed).books())


@pytest.mark.parametrize("seed", [*SOME, *MANY])
def test_beancount_accepts_the_ledger_of_a_business_and_agrees(seed: int) -> None:
    beancount_agrees(awkward_business(seed).books())


@needs("hledger")
def test_both_accept_and_agree_on_the_example(example_books: Path) -> None:
    books = Workspace.find(str(example_books), explicit=None, environment={}).books()
    hledger_agrees(books)
    beancount_agrees(books)


@needs("hledger")
def test_both_accept_and_agree_on_ten_years() -> None:
    books = business(seed=7, clients=20, invoices=100, expenses=100, years=10).books()
    hledger_agrees(books)
    beancount_agrees(books)


@needs("hledger")
@pytest.mark.parametrize("seed", range(3))
def test_a_journal_of_a_day_is_what_hledger_sees_by_that_day(seed: int) -> None:
    books, day = awkward_business(seed).books(), dt.date(2025, 11, 21)
    whole, part = ("".join(hledger.journal(books, as_of=until)) for until in (None, day))
    balance = ("balance", "-EN", "--flat", "-O", "csv", "--layout=bare")
    assert ask_hledger(part, *balance) == ask_hledger(whole, *balance, "-e", "2025-11-22")
    ask_hledger(part, "check", "--strict")


@needs("hledger")
def test_hledger_agrees_on_hours_and_expenses_that_are_billed() -> None:
    mine, acme = settings(rates=[{"price": "93.33"}]), client(rounding={"to": "6m"})
    entries = [worked("ada", f"2026-11-{day:02}", f"{day * 7}m", client="acme", text="x") for day in range(1, 29)]
    fields = {"date": "2026-11-02", "supplier": "Shop", "category": "props", "amount": "119", "vat": "19"}
    prop = made("expense", "prop", **fields, currency="EUR", client="acme", rebill="yes", markup="7.5")
    old = made(
        "expense", "old", **fields | {"date": "2025-09-01"}, currency="EUR"
    )  # agreement is asked for every month
    wanted = Wanted("acme", dt.date(2026, 11, 30), expenses=True, by="day")
    draft = bill(MemoryBooks(mine, [mine, acme, *entries, prop]), wanted).draft
    assert draft is not None
    ready = issued(draft, acme, mine, on=dt.date(2026, 11, 30), number="INV-2026-0001", previous=None)
    out = moved(ready, "invoices/2026/INV-2026-0001.md")
    hledger_agrees(MemoryBooks(mine, [mine, acme, old, *entries, prop, out, credit(out, on="2026-12-01")]))
