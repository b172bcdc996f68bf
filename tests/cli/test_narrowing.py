"""Filters over many records: the index leaves out most of them by a text or two, and none too many."""

import datetime as dt

import pytest

from backoffice.cli.listing import seen_of
from backoffice.cli.narrowing import Narrow
from backoffice.cli.sifting import states_of, trace_of
from backoffice.core.asked import asked
from backoffice.core.kind import ANYTHING, Kind
from backoffice.core.part import replaced
from backoffice.kinds import kind_of, kinds
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.open import indexed
from backoffice.workspace.place import Place
from tests.business import business

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> IndexedBooks:
    folder = tmp_path_factory.mktemp("books")
    business(7, clients=6, invoices=90, expenses=70).write(folder)
    return indexed(Place(str(folder)))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "supplier:hetzner",
            "category:hosting",
            "nature:overhead",
            "currency:eur",
            "amount>200",
            "amount<=50",
            "vat:0",
        ),
        *("date:2026-Q1", "date<2025-06-01", "due>2026-06-01", "due:2026-03", "date>-200d", "is:unpaid", "is:overdue"),
        *("kind:invoice is:unpaid due<2026-10-01", "kind:expense category:rent date:2026", "is:paid date:2026-02"),
        *sorted({f'is:"{word}"' for kind in kinds() for word in states_of(kind)}),
        *("kind:invoice is:draft is:unpaid", "kind:invoice is:credited is:paid", "kind:project is:over"),
        *("subject:website", "number:INV-2026-0007", "from:print", "text:a", "open>100", "country:DE", "has:due"),
    ],
)
def test_the_index_leaves_out_only_what_the_records_do(text: str, books: IndexedBooks) -> None:
    for day in (TODAY, dt.date(2026, 3, 31)):
        narrow = Narrow(books, asked(text).filters, day)
        every = (record for noun in narrow.nouns for record in books.all(kind_of(noun).record))
        kept = [each.ref for each in narrow.kept(every)]
        assert [each.ref for each in narrow.all()] == kept
        assert [ref for ref in kept if not narrow.may_keep(ref)] == []


def test_a_kind_that_declares_its_states_has_no_others(books: IndexedBooks) -> None:
    found = {(kind.noun, str(state)) for kind in kinds() if kind.states for state in _states(kind, books)}
    assert {("invoice", each) for each in ("paid", "open", "partial", "draft")} <= found
    assert [(noun, state) for noun, state in found if state not in kind_of(noun).states] == []


def _states(kind: Kind, books: IndexedBooks) -> list[object]:
    (column,) = (column for column in kind.columns if column.name == "state")
    return [column.value(seen_of(kind, books, record, TODAY)) for record in books.all(kind.record)]


def test_a_kind_that_does_not_say_its_states_is_asked_for_any() -> None:
    invoice = kind_of("invoice")
    assert trace_of(replaced(invoice, states={}), "whatever") == ANYTHING
    assert trace_of(invoice, "whatever") is None
    assert trace_of(kind_of("client"), "open") is None


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("kind:expense category:hosting date:2026-Q1", 20),
        ("kind:invoice is:overdue", 60),
        ("kind:invoice due:2026-03", 20),
        ("kind:payment date:2026-03", 20),
        ("is:credited", 20),
        ("kind:invoice is:void", 20),
        ("is:partial", 60),
    ],
)
def test_most_records_are_not_even_read(
    text: str, most: int, books: IndexedBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    some = books.some

    def counting(kind: type, ids: frozenset[str]) -> object:
        read.extend(ids)
        return some(kind, ids)

    monkeypatch.setattr(books, "some", counting)
    monkeypatch.setattr(books, "all", None)
    found = list(Narrow(books, asked(text).filters, TODAY).all())
    assert len(found) <= len(read) < most
    assert read
