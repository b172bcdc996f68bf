"""Journals for hledger and beancount: how one entry looks in each, and that no text from a record can break them."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

import pytest
from beancount import loader
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Location
from backoffice.core.ledger import Chart, Posting
from backoffice.core.money import Money
from backoffice.core.record import Record
from backoffice.formats import beancount, hledger
from backoffice.formats.accounts import account_types
from backoffice.kinds.payment import Payment
from tests.awkward import awkward_business
from tests.formats.test_ledgers_agree import ask_hledger
from tests.oracles import needs

TOGETHER = Payment(
    id="2026-03-04-1a2b3c4d",
    where=Location("payments/2026/2026-03-04-1a2b3c4d.yaml", 1),
    date=dt.date(2026, 3, 4),
    client="acme",
    amount=Decimal("150.00"),
    currency="EUR",
    fee=Decimal("1.50"),
    allocate={"INV-2026-0001": Decimal(100), "INV-2026-0002": Decimal("50.00")},
)


def made(*records: Record) -> MemoryBooks:
    return MemoryBooks(awkward_business(0).settings, records)


def test_a_journal_declares_what_it_uses_tags_what_it_knows_and_ends_with_a_tally() -> None:
    assert "".join(hledger.journal(made(TOGETHER), as_of=dt.date(2026, 3, 31))) == (
        '; The books of Studio "Nord" & Söhne; [Berlin] as of 2026-03-31\n'
        "decimal-mark .\n"
        "\n"
        "commodity 1000.00 EUR\n"
        "account assets:bank  ; type:A\n"
        "account assets:receivable  ; type:A\n"
        "account expenses:bank-fees  ; type:X\n"
        "account liabilities:client-credit  ; type:L\n"
        "\n"
        "2026-03-04 * (payment/2026-03-04-1a2b3c4d) acme | Payment of 150.00 EUR from acme  ; party:acme\n"
        "    assets:bank  150.00 EUR  ; document:payment/2026-03-04-1a2b3c4d\n"
        "    expenses:bank-fees  1.50 EUR  ; document:payment/2026-03-04-1a2b3c4d, nature:overhead\n"
        "    assets:receivable  -100.00 EUR  ; document:invoice/INV-2026-0001\n"
        "    assets:receivable  -50.00 EUR  ; document:invoice/INV-2026-0002\n"
        "    liabilities:client-credit  -1.50 EUR  ; document:payment/2026-03-04-1a2b3c4d\n"
        "\n"
        "; 1 record in 1 entry\n"
        "; debits 151.50 EUR, credits -151.50 EUR\n"
    )


def test_a_beancount_ledger_links_the_documents_of_an_entry() -> None:
    assert "".join(beancount.ledger(made(TOGETHER), as_of=dt.date(2026, 3, 31))) == (
        '; The books of Studio "Nord" & Söhne; [Berlin] as of 2026-03-31\n'
        'option "title" "Studio \\"Nord\\" & Söhne; [Berlin]"\n'
        'option "operating_currency" "EUR"\n'
        "\n"
        "2026-03-04 commodity EUR\n"
        "2026-03-04 open Assets:Bank\n"
        '  name: "assets:bank"\n'
        "2026-03-04 open Assets:Receivable\n"
        '  name: "assets:receivable"\n'
        "2026-03-04 open Expenses:Bank-fees\n"
        '  name: "expenses:bank-fees"\n'
        "2026-03-04 open Liabilities:Client-credit\n"
        '  name: "liabilities:client-credit"\n'
        "\n"
        '2026-03-04 * "acme" "Payment of 150.00 EUR from acme" ^invoice/INV-2026-0001 ^invoice/INV-2026-0002'
        " ^payment/2026-03-04-1a2b3c4d\n"
        '  record: "payment/2026-03-04-1a2b3c4d"\n'
        '  party: "acme"\n'
        "  Assets:Bank  150.00 EUR\n"
        '    document: "payment/2026-03-04-1a2b3c4d"\n'
        "  Expenses:Bank-fees  1.50 EUR\n"
        '    document: "payment/2026-03-04-1a2b3c4d"\n'
        '    nature: "overhead"\n'
        "  Assets:Receivable  -100.00 EUR\n"
        '    document: "invoice/INV-2026-0001"\n'
        "  Assets:Receivable  -50.00 EUR\n"
        '    document: "invoice/INV-2026-0002"\n'
        "  Liabilities:Client-credit  -1.50 EUR\n"
        '    document: "payment/2026-03-04-1a2b3c4d"\n'
        "\n"
        "; 1 record in 1 entry\n"
        "; debits 151.50 EUR, credits -151.50 EUR\n"
    )


def test_empty_books_are_a_journal_too() -> None:
    assert "".join(hledger.journal(made())).splitlines()[-1] == "; 0 records in 0 entries"
    assert loader.load_string("".join(beancount.ledger(made())))[:2] == ([], [])


@pytest.mark.parametrize(
    ("account", "kind"),
    [
        ("assets:receivable", "A"),
        ("assets:vat:input", "A"),
        ("Bank:Sparkasse", "A"),
        ("bank", "A"),
        ("liabilities:vat:output", "L"),
        ("Liabilities:loan", "L"),
        ("equity:owner:draw", "E"),
        ("Erlöse:services", "R"),
        ("Revenues:other", "R"),
        ("expenses:travel:train", "X"),
    ],
)
def test_the_type_of_an_account_is_that_of_the_nearest_in_the_chart_else_of_its_first_word(
    account: str, kind: str
) -> None:
    assert account_types([account], Chart(income="Erlöse")) == {account: kind}


@pytest.mark.parametrize(
    ("ours", "in_hledger", "in_beancount"),
    [
        ("expenses:bank-fees", "expenses:bank-fees", "Expenses:Bank-fees"),
        ("expenses:Büro & Papier", "expenses:Büro & Papier", "Expenses:Büro-Papier"),
        ("expenses:2026; budget", "expenses:2026- budget", "Expenses:2026-budget"),
        ("expenses:(misc)", "expenses:misc)", "Expenses:Misc"),
        ("expenses:日本", "expenses:日本", "Expenses:X日本"),
        ("expenses:a  b\nc", "expenses:a b c", "Expenses:A-b-c"),
        ("expenses:H₂O ½", "expenses:H₂O ½", "Expenses:H-O"),
        ("expenses:", "expenses:unnamed", "Expenses:Unnamed"),
        ("expenses", "expenses", "Expenses:Unnamed"),
        ("Bank:Giro", "Bank:Giro", "Assets:Bank:Giro"),
    ],
)
def test_account_names_change_only_where_the_other_syntax_needs_it(
    ours: str, in_hledger: str, in_beancount: str
) -> None:
    assert hledger.account_names([ours]) == {ours: in_hledger}
    assert beancount.account_names([ours], Chart()) == {ours: in_beancount}


def test_accounts_that_would_become_one_are_told_apart_whatever_else_there_is() -> None:
    twins = ["expenses:rent", "expenses:Rent"]
    names = beancount.account_names(twins, Chart())
    assert names["expenses:rent"] == "Expenses:Rent-4b96994d"
    assert names["expenses:Rent"] == "Expenses:Rent-6346e1c5"
    assert beancount.account_names([*twins, "expenses:RENT "], Chart()).items() >= names.items()


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.lists(
    st.sampled_from(
        [
            "; ",
            " | ",
            "[2026-01-01]",
            "date:2020-01-01",
            "\n",
            "\r",
            "\u2028",
            '"',
            "\\",
            ", ",
            "type:A",
            "(",
            "ü",
            "🎉",
        ]
    )
).map("".join)


@given(st.sets(ANY_TEXT.map(lambda text: f"expenses:{text}"), max_size=5))
def test_no_two_accounts_share_a_name_in_another_ledger(accounts: set[str]) -> None:
    assert len(set(hledger.account_names(accounts).values())) == len(accounts)
    names = beancount.account_names(accounts, Chart())
    assert len(set(names.values())) == len(accounts)
    assert all(re.fullmatch(r"Expenses(:[^\W_a-z][^\W_-]*(-[^\W_]+)*)+", name) for name in names.values())


class Said(Record):
    """A record that says something wherever it can."""

    noun: ClassVar[str] = "said"
    text: str

    @property
    def title(self) -> str:
        return self.text

    def postings(self, chart: Chart) -> Iterator[Posting]:
        day, one = dt.date(2026, 1, 2), Money.of(1, "EUR")
        yield Posting(day, f"expenses:{self.text}", one, f"x/{self.text}", self.text, self.text, self.text)
        yield Posting(day, f"{chart.bank}:{self.text}", -one, f"x/{self.text}", self.text)


@needs("hledger")
def test_nothing_a_record_says_can_break_or_change_the_ledgers() -> None:
    said: list[str] = []

    @given(ANY_TEXT)
    def collect(text: str) -> None:
        said.append(text)

    collect()
    records = [Said(id=f"r{at}", where=Location("x"), text=text) for at, text in enumerate(said)]
    journal = "".join(hledger.journal(made(*records)))
    ask_hledger(journal, "check", "--strict", "ordereddates")
    january = ask_hledger(journal, "balance", "type:X", "-N", "-O", "csv", "--depth=1", "-e", "2026-01-03")
    assert january.splitlines()[1:] == [f'"expenses","{len(said)}.00 EUR"']
    entries, errors, _ = loader.load_string("".join(beancount.ledger(made(*records))))
    assert not errors
    assert {entry.date for entry in entries} == {dt.date(2026, 1, 2)}
