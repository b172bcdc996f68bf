"""Files that are no records, or the wrong ones, are named with their place; their neighbours are in the books."""

from pathlib import Path

import pytest

from backoffice.core.errors import BackofficeError
from backoffice.core.ledger import Query
from backoffice.kinds.client import Client
from backoffice.kinds.expense import Expense
from backoffice.workspace.index.open import indexed
from backoffice.workspace.place import Place
from tests.business import business
from tests.workspace.index.oracle import differences
from tests.workspace.sandbox import commit, put, repository

SETTINGS = "business: {name: Studio, address: {city: Berlin, country: DE}}\ncurrency: EUR\n"
CLIENT = "---\nname: Acme\naddress: {city: Berlin, country: DE}\n---\n"
EXPENSE = "---\ndate: 2026-01-02\nsupplier: Shop\ncategory: rent\namount: 10\ncurrency: EUR\n---\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = repository(tmp_path / "books")
    put(made, {"backoffice.yaml": SETTINGS, "clients/acme.md": CLIENT})
    commit(made, "Add")
    return made


def said(place: Place) -> list[str]:
    assert differences(place) == []
    return [str(each) for each in indexed(place).problems]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("clients/Big.md", CLIENT, "clients/Big.md: error: 'Big' is no id of this kind [bad-id]"),
        ("clients/ä.md", CLIENT, "clients/ä.md: error: 'ä' is no id of this kind [bad-id]"),
        ("clients/acme.yaml", CLIENT, "clients/acme.yaml: warning: no record has its file here under this name"),
        ("clients/a.b.md", CLIENT, "clients/a.b.md: warning: no record has its file here under this name"),
        ("expenses/x.md", EXPENSE, "expenses/x.md: warning: no record has its file here under this name"),
        ("clients/x.md", "---\nname: X\n", "clients/x.md:1:1: error: the fields never end [unclosed-header]"),
        ("clients/x.md", "---\nnome: X\n---\n", "clients/x.md:2:1: error: address is missing [missing-field]"),
        ("payments/2026/a.yaml", "[]", "payments/2026/a.yaml:1: error: 0 records in one file [many-records]"),
    ],
)
def test_each_is_named(place: Place, path: str, text: str, expected: str) -> None:
    put(place, {path: text})
    assert any(each.startswith(expected) for each in said(place)), said(place)
    assert [each.id for each in indexed(place).all(Client)] == ["acme"]
    commit(place, "Commit it")
    assert any(each.startswith(expected) for each in said(place))
    Path(place.root, path).unlink()
    assert said(place) == []


def test_stray_files_elsewhere_are_none_of_our_business(place: Place) -> None:
    put(place, {"README.md": "x", "notes/a.md": "x", "clients/photos/a.md": "x", "clients/a.png": "x"})
    assert said(place) == []


def test_same_id_in_two_years(place: Place) -> None:
    put(place, {"expenses/2025/rent.md": EXPENSE.replace("10", "11"), "expenses/2026/rent.md": EXPENSE})
    assert said(place) == [
        "expenses/2026/rent.md: error: expense rent is also in expenses/2025/rent.md [same-id]",
    ]
    assert [each.amount for each in indexed(place).all(Expense)] == [10]
    Path(place.root, "expenses/2026/rent.md").unlink()
    assert said(place) == []
    assert [each.amount for each in indexed(place).all(Expense)] == [11]


def test_unreadable_file_does_not_hide_an_earlier_one_of_the_same_id(place: Place) -> None:
    put(place, {"expenses/2025/rent.md": EXPENSE, "expenses/2026/rent.md": "---\n"})
    assert [each.where.path for each in indexed(place).all(Expense)] == ["expenses/2025/rent.md"]
    assert indexed(place).unreadable == 1
    put(place, {"expenses/2026/rent.md": EXPENSE})
    assert [each.where.path for each in indexed(place).all(Expense)] == ["expenses/2026/rent.md"]
    assert differences(place) == []


def test_ids_that_differ_only_in_capitals(place: Place) -> None:
    draft = "---\nclient: acme\nlines: [{text: Work, price: 10}]\n---\n"
    put(place, {"invoices/drafts/job.md": draft, "invoices/drafts/Job.md": draft})
    assert said(place) == [
        "invoices/drafts/job.md: error: invoice job differs from invoices/drafts/Job.md only in capitals [twin-id]"
    ]


def test_totals_changed_by_hand_count_for_nothing(tmp_path: Path) -> None:
    made = business(4, clients=2, invoices=6, expenses=2)
    made.write(tmp_path)
    place = Place(str(tmp_path))
    victim = next(Path(tmp_path, "invoices").glob("20*/*.md"))
    text = victim.read_text()
    gross = text[text.rindex("gross: ") :].partition("\n")[0]
    victim.write_text(text.replace(gross, "gross: 1.00"))
    found = [each.code for each in indexed(place).problems]
    assert found == ["changed-invoice", "unbalanced", "wrong-totals"]
    assert indexed(place).unreadable == 1
    assert indexed(place).balances(Query()) == []
    assert differences(place) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "backoffice.yaml: error: there is no backoffice.yaml [no-settings]"),
        ("currency: euro\nbusiness: {name: A}\n", "backoffice.yaml:1:11: error: currency should be"),
        ("", "backoffice.yaml:1: error: the file says nothing [empty-file]"),
    ],
)
def test_settings_that_cannot_be_read_are_refused_only_where_they_are_needed(
    place: Place, text: str | None, expected: str
) -> None:
    path = Path(place.root, "backoffice.yaml")
    path.unlink()
    if text is not None:
        path.write_text(text)
    books = indexed(place)
    assert str(books.problems[0]).startswith(expected)
    assert [each.id for each in books.all(Client)] == ["acme"]
    with pytest.raises(BackofficeError) as refused:
        _ = books.settings
    assert refused.value.diagnostics[0].where.path == "backoffice.yaml"


def test_accounts_that_are_renamed_are_renamed_everywhere(place: Place) -> None:
    put(place, {"expenses/2026/rent.md": EXPENSE})
    before = [balance.key for balance in indexed(place).balances(Query(by=("account",)))]
    assert before == [("assets:bank",), ("expenses:rent",)]
    settings = Path(place.root, "backoffice.yaml")
    settings.write_text(settings.read_text() + "accounts: {bank: assets:bank:giro, expenses: costs}\n")
    after = [balance.key for balance in indexed(place).balances(Query(by=("account",)))]
    assert after == [("assets:bank:giro",), ("costs:rent",)]
    assert differences(place) == []


def test_names_that_are_not_utf_8(place: Place) -> None:
    Path(place.root, b"clients/caf\xe9.md".decode("utf-8", "surrogateescape")).write_text(CLIENT)
    assert said(place) == [
        "clients/caf\\udce9.md: warning: no record has its file here under this name [stray-file]",
    ]
    commit(place, "Commit it")
    assert len(said(place)) == 1
