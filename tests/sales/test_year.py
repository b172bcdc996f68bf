"""A year of an agency comes to the same cent in every report, in hledger and in beancount as in books kept by hand."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from beancount import loader

from backoffice import checks
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.scope import Scope
from backoffice.formats import beancount, hledger
from backoffice.reports import report_of
from tests.formats.test_ledgers_agree import ask_hledger, beancount_sums, month_ends
from tests.oracles import needs
from tests.sales.handkept import ACCOUNTS, WHO, YEAR, Post, rounded
from tests.sales.year import Year

SEEDS = [pytest.param(1), *(pytest.param(seed, marks=pytest.mark.proof) for seed in range(2, 30))]
DAYS = [dt.date(YEAR, month, calendar.monthrange(YEAR, month)[1]) for month in range(1, 13)]
WHOLE = Period.parse(str(YEAR))
DOCUMENTS = {"invoice", "void", "credit-note"}
RECEIVABLE, CREDIT = ACCOUNTS["receivable"], ACCOUNTS["credit"]
Key = tuple[str, ...]

made = cache(Year)
books_of = cache(lambda seed: made(seed).books())
pytestmark = pytest.mark.parametrize("seed", SEEDS)


def totalled(posts: Iterator[Post], key: Callable[[Post], Key], *, sign: int = 1) -> dict[Key, Decimal]:
    """Add the amounts of postings up, by a key and currency, without what comes to nothing."""
    sums: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for each in posts:
        sums[*key(each), each.currency] += sign * each.amount
    return {name: amount for name, amount in sums.items() if amount}


def by_hand(seed: int, key: Callable[[Post], Key], account: str = "", until: dt.date = DAYS[-1]) -> dict[Key, Decimal]:
    """Return balances of the books kept by hand."""
    return totalled((each for each in made(seed).posts if each.day <= until and account in {"", each.account}), key)


def sold(seed: int, key: Callable[[Post], Key]) -> dict[Key, Decimal]:
    """Return sales by hand: income of documents, less what was granted on them or deducted when they were paid."""
    posts = made(seed).posts
    found = (each for each in posts if each.source in DOCUMENTS and each.account.startswith("income:"))
    less = (each for each in posts if each.account == ACCOUNTS["discounts"])
    return totalled((each for several in (found, less) for each in several), key, sign=-1)


def rows(seed: int, name: str, table: int = 0, **scope: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the rows of a table of a report, by the names of its columns."""
    report = report_of(name).build(books_of(seed), Scope(**{"as_of": DAYS[-1], **scope}))
    found = report.tables[table]
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def amounts(found: list[dict[str, Any]], *names: str, of: str) -> dict[Key, Decimal]:
    """Return the amounts of a column, by other columns and currency, without what is nothing."""
    return {
        (*(str(row[name]) for name in names), row[of].currency): row[of].amount for row in found if row[of] is not None
    }


def whole(sums: dict[Key, Decimal]) -> dict[str, Decimal]:
    """Return the sum of each currency."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for key, amount in sums.items():
        found[key[-1]] += amount
    return dict(found)


def month(each: Post) -> Key:
    return (f"{each.day:%Y-%m}",)


def document(each: Post) -> Key:
    return (each.document,)


def test_the_year_is_what_it_is_said_to_be(seed: int) -> None:
    year = made(seed)
    counts = Counter(each.noun for each in year.records)
    parts = Counter(each.document for each in year.posts if (each.source, each.account) == ("payment", RECEIVABLE))
    lost = {each.document for each in year.posts if each.source == "write-off"}
    assert (counts["client"], counts["invoice"], counts["credit-note"]) == (10, 120, 12)
    assert sum(count for number, count in parts.items() if count > 1 or number in lost) >= 40
    assert {currency for _, currency, *_ in WHO.values()} == {"EUR", "USD", "JPY"}
    assert [str(each) for each in checks.run(year.books())] == []
    assert not [each for record in year.records for each in record.check()]


def test_the_ledger_is_the_one_kept_by_hand(seed: int) -> None:
    books = books_of(seed)
    for day in DAYS:
        ours = books.balances(Query(("account", "party"), until=day))
        theirs = by_hand(seed, lambda each: (each.account, each.client), until=day)
        sold_to = {(*each.key, each.currency): each.amount.amount for each in ours if each.key[1] != "Shop"}
        bought = {key: amount for key, amount in theirs.items() if key[1]}
        assert sold_to == bought
    accounts = {(*each.key, each.currency): each.amount.amount for each in books.balances(Query(("account",)))}
    assert accounts == by_hand(seed, lambda each: (each.account,))
    balances = rows(seed, "balances")
    debit, credit = (amounts(balances, "account", of=side) for side in ("debit", "credit"))
    assert debit | {key: -amount for key, amount in credit.items()} == accounts


@needs("hledger")
def test_hledger_comes_to_the_books_kept_by_hand(seed: int) -> None:
    journal = "".join(hledger.journal(books_of(seed)))
    ask_hledger(journal, "check", "--strict", "ordereddates")
    days = list(month_ends(journal))
    assert [day for day, _ in days] == DAYS
    for day, sums in days:
        assert sums == by_hand(seed, lambda each: (each.account,), until=day)
    for account in (RECEIVABLE, CREDIT):
        for day, sums in month_ends(journal, "--pivot=party", f"acct:^{account}$"):
            assert sums == by_hand(seed, lambda each: (each.client,), account, until=day)


def test_beancount_comes_to_the_books_kept_by_hand(seed: int) -> None:
    books = books_of(seed)
    entries, errors, _ = loader.load_string("".join(beancount.ledger(books)))
    assert not errors
    names = beancount.account_names({each.account for each in made(seed).posts}, books.settings.chart)
    for day in DAYS:
        assert beancount_sums(entries, "account", day) == by_hand(seed, lambda each: (names[each.account],), until=day)
        for account in (RECEIVABLE, CREDIT):
            theirs = beancount_sums(entries, "party", day, names[account])
            assert theirs == by_hand(seed, lambda each: (each.client,), account, day)


def test_what_is_owed_is_the_same_everywhere(seed: int) -> None:
    for day in DAYS:
        owed = by_hand(seed, lambda each: (each.client,), RECEIVABLE, day)
        credit = {key: -amount for key, amount in by_hand(seed, lambda each: (each.client,), CREDIT, day).items()}
        aged = rows(seed, "aged-receivables", as_of=day)
        assert {key: amount for key, amount in amounts(aged, "client", of="total").items() if amount} == owed
        assert amounts(aged, "client", of="credit") == credit
        money = rows(seed, "status", as_of=day)
        late, current = (amounts(money, "currency", of=name) for name in ("overdue", "not_yet_due"))
        open_sums = {key[-1]: late[key] + current[key] for key in late}
        assert {each: amount for each, amount in open_sums.items() if amount} == {
            each: amount for each, amount in whole(owed).items() if amount
        }


def test_each_invoice_is_as_old_as_by_hand(seed: int) -> None:
    dues = {number: each.due for number, each in made(seed).sold.items()}
    buckets = (("current", 0), ("days_1_30", 30), ("days_31_60", 60), ("days_61_90", 90), ("over_90", 9999))
    for day in DAYS:
        expected: defaultdict[str, dict[Key, Decimal]] = defaultdict(dict)
        for (number, currency), amount in by_hand(seed, lambda each: (each.document,), RECEIVABLE, day).items():
            late = (day - dues[number]).days
            expected[next(name for name, last in buckets if late <= last)][number, currency] = amount
        aged = rows(seed, "aged-receivables", as_of=day, by="invoice")
        for name, _ in buckets:
            assert amounts(aged, "number", of=name) == expected[name]


def test_statements_close_with_what_is_owed(seed: int) -> None:
    books = books_of(seed)
    for client in WHO:
        owes = {
            key[-1]: amount
            for account in (RECEIVABLE, CREDIT)
            for key, amount in by_hand(seed, lambda each: (each.client,), account).items()
            if key[0] == client
        }
        net: defaultdict[str, Decimal] = defaultdict(Decimal)
        for account in (RECEIVABLE, CREDIT):
            for key, amount in by_hand(seed, lambda each: (each.client,), account).items():
                if key[0] == client:
                    net[key[-1]] += amount
        report = report_of("client-statement").build(books, Scope(DAYS[-1], client=client))
        totals = [row[-1] for row in report.tables[0].totals]
        assert {each.currency: each.amount for each in totals if isinstance(each, Money)} == {
            currency: amount for currency, amount in net.items() if currency in owes
        }
        moved = report_of("client-statement").build(books, Scope(DAYS[-1], client=client, period=WHOLE))
        closing = [row[-1] for table in moved.tables for row in table.totals]
        assert {each.currency: each.amount for each in closing if isinstance(each, Money) and each} == {
            currency: amount for currency, amount in net.items() if amount
        }


def test_sales_are_the_same_by_whatever_they_are_told(seed: int) -> None:
    keys: dict[str, Callable[[Post], Key]] = {
        "client": lambda each: (each.client,),
        "project": lambda each: (each.project or "none",),
        "income": lambda each: (each.account.rpartition(":")[2],),
        "month": month,
    }
    for by, key in keys.items():
        assert amounts(rows(seed, "sales", by=by), by, of="net") == sold(seed, key)
    positive = {key: amount for key, amount in sold(seed, keys["client"]).items() if amount > 0}
    assert amounts(rows(seed, "concentration", period=WHOLE), "client", of="net") == positive
    income = {key: amount for key, amount in sold(seed, keys["income"]).items() if key[0] != "discounts"}
    profit = [row for row in rows(seed, "profit-and-loss") if row["section"] == "Income"]
    told = amounts(profit, "account", of="total")
    beside = by_hand(seed, lambda each: (each.account.removeprefix("income:"),))
    others = {(name, "EUR"): -beside[name, "EUR"] for name in ("late-charges", "exchange")}
    assert told == income | others


def test_profit_is_what_was_earned_less_what_it_cost(seed: int) -> None:
    (profit,) = report_of("profit-and-loss").build(books_of(seed), Scope(DAYS[-1])).tables
    results = {(row[0], row[-1].currency): row[-1].amount for row in profit.totals if isinstance(row[-1], Money)}
    accounts = by_hand(seed, lambda each: (each.account.partition(":")[0],))
    for currency in ("EUR", "USD", "JPY"):
        earned = -accounts.get(("income", currency), Decimal(0)) - accounts.get(("expenses", currency), Decimal(0))
        assert results["Profit", currency] == earned


def test_clients_are_worth_what_they_bought_less_what_that_cost(seed: int) -> None:
    worth, sales = rows(seed, "client-value"), sold(seed, lambda each: (each.client,))
    assert {key: amount for key, amount in amounts(worth, "client", of="sales").items() if amount} == sales
    assert {key: amount for key, amount in amounts(worth, "client", of="last_year").items() if amount} == sales
    costs: dict[Key, Decimal] = {(client, "EUR"): amount for client, amount in made(seed).costs.items()}
    assert {key: amount for key, amount in amounts(worth, "client", of="delivery").items() if amount} == costs
    for key, amount in amounts(worth, "client", of="profit").items():
        assert amount == sales.get(key, Decimal(0)) - costs.get(key, Decimal(0))


def test_projects_bring_in_what_they_sold(seed: int) -> None:
    for by, key in (("client", lambda each: (each.client,)), ("project", lambda each: (each.project or "no project",))):
        found = rows(seed, "project-profitability", by=by)
        told = {key: amount for key, amount in amounts(found, by, of="invoiced").items() if amount}
        assert told == sold(seed, key)
    alone = amounts(rows(seed, "project-profitability", by="client", client="c2"), "client", of="invoiced")
    assert alone == {key: amount for key, amount in sold(seed, lambda each: (each.client,)).items() if key[0] == "c2"}
    spent = amounts(rows(seed, "project-profitability", by="client"), "client", of="expenses")
    assert {key: amount for key, amount in spent.items() if key[0] in WHO} == {
        (client, "EUR"): amount for client, amount in made(seed).costs.items()
    }


def test_what_waits_is_what_nobody_billed(seed: int) -> None:
    waiting = amounts(rows(seed, "unbilled", by="client"), "client", of="total")
    assert waiting == {(client, "EUR"): amount for client, amount in made(seed).waiting.items()}


def test_schedules_and_quotes_come_to_what_was_said(seed: int) -> None:
    recurring = rows(seed, "recurring", period=WHOLE)
    assert sum(row["net"].amount for row in recurring) == 6 * 400 + 6 * 450
    assert all(row["state"].startswith("INV-") for row in recurring)
    quotes = rows(seed, "quote-conversion")
    assert {row["month"]: row["offered"].amount for row in quotes} == made(seed).offered
    agreed = {row["month"]: row["agreed"].amount for row in quotes}
    assert agreed == {month: made(seed).agreed.get(month, 0) for month in agreed}


def test_revenue_is_sales_and_what_was_paid_of_them(seed: int) -> None:
    months, sales = rows(seed, "revenue"), sold(seed, month)
    assert {key: amount for key, amount in amounts(months, "month", of="invoiced").items() if amount} == sales
    paid = amounts(rows(seed, "sales", by="month", basis="cash"), "month", of="net")
    assert {key: amount for key, amount in amounts(months, "month", of="paid").items() if amount} == paid
    assert whole(paid) == paid_by_hand(seed)
    later = rows(seed, "revenue", period=Period.parse(f"{YEAR}-01..{YEAR + 1}-03"), as_of=dt.date(YEAR + 1, 3, 31))
    assert whole(amounts(later, "month", of="earned")) == whole(sales)
    assert [row["deferred"].amount for row in later if row["month"] == f"{YEAR + 1}-03"] == [0, 0, 0]


def paid_by_hand(seed: int) -> dict[str, Decimal]:
    """Return what was paid of sales without tax: of each document its net in proportion, less early discounts."""
    posts = made(seed).posts
    receivable = [each for each in posts if each.account == RECEIVABLE]
    gross = totalled((each for each in receivable if each.source in DOCUMENTS), lambda each: (each.document,))
    paid = totalled(
        (each for each in receivable if each.source in {"payment", "refund"}), lambda each: (each.document,)
    )
    net = totalled(
        (
            each
            for each in posts
            if each.source in DOCUMENTS
            and (each.account.startswith("income:") or each.account == ACCOUNTS["discounts"])
        ),
        lambda each: (each.document,),
        sign=-1,
    )
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for key, came in paid.items():
        share = min(-came / gross[key], Decimal(1)) if gross.get(key) else Decimal(1)
        sums[key[1]] += rounded(net.get(key, Decimal(0)) * share, key[1])
    for each in posts:
        if each.account == ACCOUNTS["discounts"] and each.source == "payment":
            sums[each.currency] -= each.amount
    return dict(sums)
