"""What docs/format.md says about files is so: the forms of values, and the digests of the golden vectors."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backoffice.core import hours, scalar
from backoffice.core.canonical import canonical
from backoffice.core.errors import ValueTextError
from backoffice.core.scalar import Scalar
from backoffice.core.schema import read
from backoffice.formats import frontmatter
from backoffice.kinds.invoice import Invoice

ROOT = Path(__file__).parent.parent.parent
FORMAT = (ROOT / "docs" / "format.md").read_text()
VECTORS = ROOT / "tests" / "vectors"
NUMBERS = ("INV-2026-0001", "INV-2026-0002")
each_number = pytest.mark.parametrize("number", NUMBERS)


# ── Values ──


def scalars() -> dict[str, Scalar]:
    """Return the types of the table by the names it gives them."""
    hints = (*vars(scalar).values(), *vars(hours).values())
    notes = (note for hint in hints for note in getattr(hint, "notes", ()))
    return {note.name: note for note in notes if isinstance(note, Scalar)}


def forms(column: int) -> Iterator[tuple[str, str]]:
    """Yield ``(type, text)`` for every text in a column of the table of values."""
    section = FORMAT.partition("\n## Values\n")[2].partition("\n## ")[0]
    for row in re.findall(r"^\| (.+) \|$", section, re.MULTILINE)[1:]:
        cells = row.split(" | ")
        yield from ((cells[0], text) for text in re.findall(r"`([^`]+)`", cells[column]))


@pytest.mark.parametrize(("name", "text"), list(forms(1)))
def test_a_value_may_look_like_this(name: str, text: str) -> None:
    scalars()[name].parse(text)


@pytest.mark.parametrize(("name", "text"), list(forms(2)))
def test_a_value_may_not_look_like_this(name: str, text: str) -> None:
    with pytest.raises(ValueTextError):
        scalars()[name].parse(text)


def test_the_table_has_examples() -> None:
    assert len(list(forms(1))) > 20
    assert len(list(forms(2))) > 30


# ── Invoices ──


def invoice(number: str, change: tuple[str, str] = ("", "")) -> tuple[Invoice, list[str]]:
    """Return the invoice of a vector, and what is wrong with it, after one ``change`` of its text."""
    path = f"invoices/2026/{number}.md"
    text = (VECTORS / f"{number}.md").read_text().replace(*change, 1)
    (document,) = frontmatter.read(path, text.encode()).documents
    record, wrong = read(Invoice, number, document)
    assert isinstance(record, Invoice)
    return record, [diagnostic.code for diagnostic in wrong]


@each_number
def test_a_vector_is_an_invoice_without_fault(number: str) -> None:
    assert invoice(number)[1] == []


@each_number
def test_the_canonical_text_of_a_vector_is_known_to_the_byte(number: str) -> None:
    assert canonical(invoice(number)[0].facts()) == (VECTORS / f"{number}.json").read_text()


@each_number
def test_the_digest_is_that_of_the_canonical_text(number: str) -> None:
    expected = hashlib.sha256((VECTORS / f"{number}.json").read_bytes()).hexdigest()
    record, _ = invoice(number)
    assert record.issued is not None
    assert record.digest() == record.issued.digest == expected
    assert f"{expected}  {number}.json\n" in (VECTORS / "SHA256SUMS").read_text()


@each_number
def test_canonical_text_is_sorted_json_of_strings(number: str) -> None:
    text = (VECTORS / f"{number}.json").read_text()
    tree = json.loads(text, parse_int=pytest.fail, parse_float=pytest.fail, parse_constant=pytest.fail)
    assert text == json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_the_chain_holds_the_digest_of_the_invoice_before() -> None:
    first, second = (invoice(number)[0].issued for number in NUMBERS)
    assert first is not None
    assert second is not None
    assert (first.previous, second.previous) == (None, first.digest)


@pytest.mark.parametrize(
    "change",
    [
        ("Private:", "Very private:"),
        ("# Written by hand", "# Typed by hand"),
        ("quantity: 1,", "quantity: '1.00',"),
        ("terms: 2w", "terms: 14d"),
        ("vat_id: DE136695976", "vat_id: DE 136 695 976"),
        ("reference:\n", ""),
        ("quantity: 7.50", "quantity: 07.50"),
    ],
    ids=lambda change: change[1].strip() or "left out",
)
def test_what_changes_no_fact_changes_no_digest(change: tuple[str, str]) -> None:
    assert change[0] in (VECTORS / "INV-2026-0001.md").read_text()
    assert invoice("INV-2026-0001", change)[1] == []


@pytest.mark.parametrize(
    "change",
    [("price: 95", "price: 95.00"), ("text: Design", "text: Designs"), ("city: Dresden", "city: Leipzig")],
    ids=lambda change: change[1],
)
def test_what_changes_a_fact_is_found(change: tuple[str, str]) -> None:
    assert "changed-invoice" in invoice("INV-2026-0001", change)[1]
