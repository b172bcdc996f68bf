"""Everything as data: rows for a spreadsheet, trees for programs."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.party import Address
from backoffice.core.record import Record
from backoffice.core.schema import read
from backoffice.formats.tables import rows, trees
from backoffice.kinds import kind_of, kinds
from backoffice.kinds.client import Client, Contact
from backoffice.kinds.expense import Expense
from tests.awkward import awkward_business

ACME = Client(
    id="acme",
    where=Location("clients/acme.md", 1),
    name="Acme",
    address=Address(city="Köln", country="DE"),
    contacts=(Contact(name="Zoë", role="boss"),),
    notes="Likes tea.",
)
TRAIN = Expense(
    id="train",
    where=Location("expenses/2026/train.md", 1),
    date=dt.date(2026, 3, 4),
    supplier="Bahn",
    category="travel",
    amount=Decimal("59.90"),
    currency="EUR",
)


def made(*records: Record) -> MemoryBooks:
    return MemoryBooks(awkward_business(0).settings, records)


def test_a_part_is_several_columns_and_a_list_one_cell_of_json() -> None:
    head, row = rows(made(ACME), kind_of("client"))
    shown = {name: cell for name, cell in zip(head, row, strict=True) if cell}
    assert shown == {
        "id": "acme",
        "name": "Acme",
        "address.city": "Köln",
        "address.country": "DE",
        "dunning.never": "no",
        "dunning.grace": "0d",
        "contacts": '[{"name": "Zoë", "role": "boss"}]',
        "notes": "Likes tea.",
        "path": "clients/acme.md",
    }


def test_rows_write_defaults_out_and_trees_leave_them_out_as_files_do() -> None:
    head, row = rows(made(TRAIN), kind_of("expense"))
    assert dict(zip(head, row, strict=True))["nature"] == "overhead"
    assert list(trees(made(TRAIN))["expense"]) == [
        {
            "id": "train",
            "path": "expenses/2026/train.md",
            "date": "2026-03-04",
            "supplier": "Bahn",
            "category": "travel",
            "amount": "59.90",
            "currency": "EUR",
        }
    ]


def test_a_part_that_is_not_there_leaves_its_columns_empty() -> None:
    books = awkward_business(1).books()
    for kind in kinds():
        head, *others = rows(books, kind)
        assert len(set(head)) == len(head)
        assert {len(row) for row in others} <= {len(head)}
    head, *invoices = rows(books, kind_of("invoice"))
    number, state = head.index("issued.number"), head.index("issued.seller.bank.iban")
    assert {row[state] for row in invoices} == {""}
    assert [row[0] for row in invoices if not row[number]] == ["draft-0", "draft-1"]


def test_the_trees_of_every_kind_read_back_as_the_records_they_came_from() -> None:
    source = awkward_business(3)
    found: list[Record] = []
    for noun, each in trees(source.books()).items():
        for tree in each:
            identity, path, notes = (cast("str", tree.pop(name, "")) for name in ("id", "path", "notes"))
            document = Document(Location(path, 1), cast("Mapping[str, Any]", tree), notes)
            record, wrong = read(kind_of(noun).record, identity, document)
            assert record, [str(one) for one in wrong]
            found.append(record)
    assert {each.ref: each for each in found} == {each.ref: each for each in (source.settings, *source.records)}
