"""The ledger: postings that balance, and every question about them a sum."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.ledger import Balance, Chart, Dimension, Entry, Posting, Query, balances, entries_of
from backoffice.core.money import Money

MARCH, APRIL = dt.date(2026, 3, 31), dt.date(2026, 4, 1)


def post(account: str, amount: str, on: dt.date = MARCH, **more: str) -> Posting:
    number, _, currency = amount.partition(" ")
    return Posting(on, account, Money.of(number, currency), **more)


INVOICE = Entry(
    MARCH,
    "invoice/A",
    "Invoice A",
    (
        post("assets:receivable", "119 EUR", document="invoice/A", party="acme", project="site"),
        post("income:services", "-100 EUR", document="invoice/A", party="acme", project="site", tax="standard"),
        post("liabilities:vat:output", "-19 EUR", document="invoice/A", party="acme", project="site", tax="standard"),
    ),
)
PAYMENT = Entry(
    APRIL,
    "payment/p",
    "Payment",
    (
        post("assets:bank", "119 EUR", APRIL, document="payment/p", party="acme"),
        post("assets:receivable", "-119 EUR", APRIL, document="invoice/A", party="acme"),
    ),
)
YEN = Entry(APRIL, "expense/e", "Rent", (post("expenses:rent", "5 JPY", APRIL), post("assets:bank", "-5 JPY", APRIL)))
JOURNAL = (INVOICE, PAYMENT, YEN)


@pytest.mark.parametrize(
    ("account", "stands_for"),
    [
        ("bank", "assets:bank:giro"),
        ("cash", "assets:cash"),
        ("owner", "equity:owner"),
        ("assets:bank:other", "assets:bank:other"),
        ("savings", "assets:bank:giro:savings"),
        ("named", "assets:bank:giro:named"),
        ("__class__", "assets:bank:giro:__class__"),
    ],
)
def test_an_account_is_named_by_its_role_or_in_full_or_lies_below_the_bank(account: str, stands_for: str) -> None:
    assert Chart(bank="assets:bank:giro").named(account) == stands_for


QUESTIONS: dict[str, tuple[Query, dict[tuple[str, ...], str]]] = {
    "nothing is ever created or lost": (Query(), {}),
    "by account; zero is left out": (
        Query(by=("account",)),
        {
            ("assets:bank",): "119.00 EUR -5 JPY",
            ("expenses:rent",): "5 JPY",
            ("income:services",): "-100.00 EUR",
            ("liabilities:vat:output",): "-19.00 EUR",
        },
    ),
    "an account and all below it, zero too": (
        Query(by=("account",), account="assets", nonzero=False),
        {("assets:bank",): "119.00 EUR -5 JPY", ("assets:receivable",): "0.00 EUR"},
    ),
    "an account is not another that begins alike": (Query(by=("account",), account="assets:rec"), {}),
    "what was open at the end of March": (
        Query(by=("document", "party"), account="assets:receivable", until=MARCH),
        {("invoice/A", "acme"): "119.00 EUR"},
    ),
    "what came since April, by month and day": (
        Query(by=("month", "date"), account="assets:bank", since=APRIL),
        {("2026-04", "2026-04-01"): "119.00 EUR -5 JPY"},
    ),
    "by what posted it": (
        Query(by=("source", "record"), account="assets:bank"),
        {("payment", "payment/p"): "119.00 EUR", ("expense", "expense/e"): "-5 JPY"},
    ),
    "only one source": (Query(by=("tax",), source="invoice", account="income"), {("standard",): "-100.00 EUR"}),
    "only one document": (
        Query(by=("account",), document="payment/p"),
        {("assets:bank",): "119.00 EUR"},
    ),
    "only one party": (Query(by=("party",), party="acme", account="assets"), {("acme",): "119.00 EUR"}),
    "only one project": (Query(by=("project",), project="site", account="assets"), {("site",): "119.00 EUR"}),
    "by nature": (Query(by=("nature",), account="expenses"), {("",): "5 JPY"}),
}


@pytest.mark.parametrize(("query", "answer"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_questions_are_sums(query: Query, answer: dict[tuple[str, ...], str]) -> None:
    found: dict[tuple[str, ...], str] = {}
    for balance in balances(JOURNAL, query):
        found[balance.key] = f"{found.get(balance.key, '')} {balance.amount}".strip()
    assert found == answer


def test_the_postings_of_a_record_are_one_entry_for_each_day() -> None:
    later, sooner = PAYMENT.postings, INVOICE.postings
    entries = entries_of("bill/b", "Bill", [*later, *sooner])
    assert [(each.date, each.record, each.title, each.source) for each in entries] == [
        (MARCH, "bill/b", "Bill", "bill"),
        (APRIL, "bill/b", "Bill", "bill"),
    ]
    assert [each.postings for each in entries] == [sooner, later]
    assert entries_of("client/acme", "Acme", []) == []


@pytest.mark.parametrize(
    ("postings", "complaint"),
    [
        ([post("a", "1 EUR"), post("b", "-0.99 EUR")], "does not balance on 2026-03-31: 0.01 EUR"),
        ([post("a", "1 EUR"), post("b", "-1 JPY")], "does not balance on 2026-03-31: 1.00 EUR, -1 JPY"),
        ([post("a", "1 EUR"), post("b", "-1 EUR", APRIL)], "does not balance on 2026-03-31: 1.00 EUR"),
    ],
)
def test_postings_that_do_not_balance_are_our_fault(postings: list[Posting], complaint: str) -> None:
    with pytest.raises(ArithmeticError, match=complaint):
        entries_of("invoice/A", "A", postings)


POSTINGS = st.builds(
    Posting,
    date=st.sampled_from([MARCH, APRIL]),
    account=st.sampled_from(["assets:bank", "assets:cash", "income"]),
    amount=st.builds(Money.of_minor, st.integers(-9, 9), st.sampled_from(["EUR", "JPY"])),
    document=st.sampled_from(["", "a", "b"]),
    party=st.sampled_from(["", "acme"]),
)
DIMENSIONS: tuple[Dimension, ...] = ("account", "document", "party", "date")


@given(st.lists(POSTINGS, max_size=12), st.lists(st.sampled_from(DIMENSIONS), unique=True).map(tuple))
def test_a_finer_question_adds_up_to_the_coarser_one(postings: list[Posting], by: tuple[Dimension, ...]) -> None:
    entry = Entry(MARCH, "x/1", "X", tuple(postings))
    whole: Counter[str] = Counter()
    for each in postings:
        whole[each.amount.currency] += each.amount.minor
    parts: Counter[str] = Counter()
    for balance in balances([entry], Query(by=by, nonzero=False)):
        parts[balance.currency] += balance.minor
    assert parts == whole


def test_balances_come_sorted_by_key_and_currency() -> None:
    found = balances([YEN._replace(record="a/1"), INVOICE], Query(by=("record",), account="assets"))
    assert found == [Balance(("a/1",), "JPY", -5), Balance(("invoice/A",), "EUR", 11900)]
