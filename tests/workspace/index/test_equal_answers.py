"""The index and the books in memory answer alike, whatever is asked."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.core.books import MemoryBooks
from backoffice.core.ledger import Dimension, Query
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.open import indexed
from backoffice.workspace.place import Place
from tests.awkward import awkward_business
from tests.business import Business, business
from tests.workspace.index.oracle import differing

DIMENSIONS: tuple[Dimension, ...] = (
    *("account", "document", "party", "project", "tax"),
    *("nature", "source", "record", "date", "month"),
)
ACCOUNTS = (
    *("", "assets", "assets:receivable", "assets:bank", "assets:ban", "income", "expenses", "expenses:rent"),
    *("liabilities", "liabilities:payable", "liabilities:client-credit", "nothing"),
)
DAYS = (
    st.none()
    | st.dates(dt.date(2024, 10, 1), dt.date(2026, 12, 31))
    | st.sampled_from([dt.date(2025, 1, 1), dt.date(2025, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 11, 21)])
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    return Query(
        by=tuple(draw(st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True))),
        account=draw(st.sampled_from(ACCOUNTS)),
        since=draw(DAYS),
        until=draw(DAYS),
        document=draw(st.sampled_from(("", "", "", "invoice/INV-2026-0003", "payment/none"))),
        party=draw(st.sampled_from(("", "", "", "client-1", "Hetzner"))),
        project=draw(st.sampled_from(("", "", "", "project-0"))),
        source=draw(st.sampled_from(("", "", "", "payment", "invoice", "void"))),
        nonzero=draw(st.booleans()),
    )


def books_of(made: Business, folder: Path) -> IndexedBooks:
    made.write(folder)
    return indexed(Place(str(folder)))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[MemoryBooks, IndexedBooks]:
    made = business(11, clients=8, invoices=120, expenses=60)
    return made.books(), books_of(made, tmp_path_factory.mktemp("both"))


@settings(max_examples=150)
@given(query=queries())
def test_balances_are_those_in_memory(both: tuple[MemoryBooks, IndexedBooks], query: Query) -> None:
    memory, index = both
    assert index.balances(query) == memory.balances(query)


@settings(max_examples=60)
@given(query=queries())
def test_entries_are_those_in_memory(both: tuple[MemoryBooks, IndexedBooks], query: Query) -> None:
    memory, index = both
    assert list(index.entries(query)) == list(memory.entries(query))


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_is_that_in_memory(seed: int, tmp_path: Path) -> None:
    made = business(seed, clients=seed + 1, invoices=12 * seed, expenses=9 * seed)
    assert differing(books_of(made, tmp_path), made.books(), tmp_path) == []


@pytest.mark.parametrize("seed", range(4))
def test_awkward_names_and_accounts_change_nothing(seed: int, tmp_path: Path) -> None:
    source = awkward_business(seed)
    made = Business(source.settings, (source.settings, *source.records))
    assert differing(books_of(made, tmp_path), made.books(), tmp_path) == []


def test_thawed_records_are_those_that_were_read(both: tuple[MemoryBooks, IndexedBooks]) -> None:
    made, (_, index) = business(11, clients=8, invoices=120, expenses=60), both
    assert [each for each in made.records if index.get(type(each), each.id) != each] == []
