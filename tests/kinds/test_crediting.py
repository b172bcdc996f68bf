"""Credit notes: what they take back, what is refused, and what they mean for the books."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from backoffice.core.change import AddRecord
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.errors import RefusedError
from backoffice.core.kind import Standing
from backoffice.core.ledger import Chart
from backoffice.core.money import Money
from backoffice.core.part import replaced
from backoffice.core.plain import fields_tree
from backoffice.core.schema import read
from backoffice.kinds.credit_note import CreditNote, overdrawn
from backoffice.kinds.crediting import credit, credited, twins
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from tests import made
from tests.kinds.seen import listed

PLAIN = made.invoice(1, "2026-03-01")
"""119.00 to Acme."""
EUR = "EUR"


def invoice(*lines: dict[str, Any], **more: Any) -> Invoice:  # noqa: ANN401
    draft = made.draft("job", lines=list(lines), **more)
    ready = issued(draft, made.client(), made.settings(), on=dt.date(2026, 3, 1), number="INV-2026-0007")
    return made.moved(ready, "invoices/2026/INV-2026-0007.md")


MIXED = invoice(
    {"text": "Design", "quantity": "8", "unit": "hour", "price": "90"},
    {"text": "Book", "price": "50", "tax": "reduced", "income": "goods"},
)
"""720.00 at 19 % and 50.00 at 7 %: 910.30."""


def test_a_full_credit_note_copies_what_the_invoice_says() -> None:
    note = made.credit(MIXED, reason="Cancelled")
    frozen = MIXED.issued
    assert frozen is not None
    assert (note.lines, note.totals, note.buyer, note.tax) == (MIXED.lines, frozen.totals, frozen.buyer, "standard")
    assert (note.invoice, str(note.invoiced), str(note.dated)) == ("INV-2026-0007", "2026-03-01", "2026-06-01")
    assert (note.title, str(note.gross)) == ("CN-2026-0001 · Cancelled", "910.30 EUR")
    assert listed(note) == {
        "number": "CN-2026-0001",
        "client": "acme",
        "date": "2026-06-01",
        "invoice": "INV-2026-0007",
        "gross": "910.30 EUR",
        "reason": "Cancelled",
    }


def test_it_takes_back_from_the_same_accounts() -> None:
    note = made.credit(MIXED)
    assert [f"{each.account} {each.amount} {each.document} {each.tax}".strip() for each in note.postings(Chart())] == [
        "assets:receivable -910.30 EUR invoice/INV-2026-0007",
        "income:goods 50.00 EUR invoice/INV-2026-0007 reduced",
        "income:services 720.00 EUR invoice/INV-2026-0007 standard",
        "liabilities:vat:output 136.80 EUR invoice/INV-2026-0007 standard",
        "liabilities:vat:output 3.50 EUR invoice/INV-2026-0007 reduced",
    ]


@pytest.mark.parametrize(
    ("part", "lines", "gross"),
    [
        ({1: None}, [("Design", "8", "hour")], "856.80 EUR"),
        ({2: None}, [("Book", "1", "")], "53.50 EUR"),
        ({1: Decimal(90)}, [("Design", "1", "")], "107.10 EUR"),
        ({2: Decimal("0.5"), 1: Decimal("90.005")}, [("Design", "1", ""), ("Book", "1", "")], "107.65 EUR"),
    ],
)
def test_a_part_is_lines_whole_or_by_net_amount(part: Any, lines: list[Any], gross: str) -> None:  # noqa: ANN401
    note = made.credit(MIXED, part=part)
    assert [(line.text, str(line.quantity), line.unit) for line in note.lines] == lines
    assert str(note.gross) == gross
    assert list(note.check()) == []


def test_what_is_written_reads_back_as_the_same_and_without_fault() -> None:
    note = made.credit(MIXED, part={1: Decimal(90)}, previous="0" * 64)
    plan = credit(note)
    assert plan.summary == "Credit 107.10 EUR of INV-2026-0007 to Acme by CN-2026-0001: mistake"
    (step,) = plan.steps
    assert isinstance(step, AddRecord)
    assert step.path == "credit-notes/2026/CN-2026-0001.md"
    again, wrong = read(CreditNote, note.id, Document(Location(step.path), step.fields))
    assert (again, wrong) == (note, ())


@pytest.mark.parametrize("reason", ["other"])
def test_a_later_change_shows(reason: str) -> None:
    note = made.credit(PLAIN)
    for changed in (replaced(note, reason=reason), replaced(note, id="CN-2026-0002")):
        assert [each.code for each in changed.check_seal(fields_tree(changed))] == ["changed-credit-note"]


@pytest.mark.parametrize("line", [{"price": "90"}, {"tax": "reduced"}])
def test_totals_are_those_of_the_lines(line: dict[str, str]) -> None:
    tree = fields_tree(made.credit(PLAIN))
    tree["lines"] = [{"text": "Work", "price": "100.00", **line}]
    record, wrong = read(CreditNote, "CN-2026-0001", Document(Location("credit-notes/2026/CN-2026-0001.md"), tree))
    assert record is not None
    assert [each.code for each in wrong] == ["changed-credit-note", "wrong-credit"]


@pytest.mark.parametrize(
    ("of", "changes", "message"),
    [
        (made.draft("new"), {}, "new is a draft, which can simply be changed"),
        (PLAIN, {"on": "2026-02-28"}, "INV-2026-0001 was issued on 2026-03-01, after 2026-02-28"),
        (PLAIN, {"part": {0: None}}, "INV-2026-0001 has no line 0; it has 1"),
        (PLAIN, {"part": {2: None}}, "INV-2026-0001 has no line 2; it has 1"),
        (
            PLAIN,
            {"part": {1: Decimal("100.01")}},
            "line 1 of INV-2026-0001 is 100.00 EUR; 100.01 of it cannot be credited",
        ),
        (PLAIN, {"part": {1: Decimal(-1)}}, "line 1 of INV-2026-0001 is 100.00 EUR; -1 of it cannot be credited"),
        (
            PLAIN,
            {"part": {1: Decimal("0.001")}},
            "line 1 of INV-2026-0001 is 100.00 EUR; 0.001 of it cannot be credited",
        ),
    ],
)
def test_what_cannot_be_credited(of: Invoice, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RefusedError) as refused:
        made.credit(of, **changes)
    assert refused.value.message == message


def test_a_line_has_no_price_of_its_own_where_the_whole_has_a_discount() -> None:
    discounted = invoice({"text": "A", "price": "100"}, allowances=[{"reason": "Friend", "percent": "10"}])
    assert str(made.credit(discounted).gross) == "107.10 EUR"
    assert made.credit(discounted).allowances == discounted.allowances
    assert str(made.credit(discounted, part={1: Decimal(90)}).gross) == "107.10 EUR"
    with pytest.raises(RefusedError, match="line 1 alone has no price of its own"):
        made.credit(discounted, part={1: None})


@pytest.mark.parametrize("state", ["void", "write-off"])
def test_what_is_gone_already_is_not_credited(state: str) -> None:
    amount = Money.of("119", EUR)
    standing: Standing = {("invoice",): (amount,), (state,): (-amount,)}
    with pytest.raises(RefusedError, match="so there is nothing to credit"):
        credited(PLAIN, standing, (), on=dt.date(2026, 6, 1), reason="x", number="CN-2026-0001")


def test_all_credit_notes_together_take_back_at_most_what_was_charged() -> None:
    first = made.credit(PLAIN, 1, part={1: Decimal(60)})
    second = made.credit(PLAIN, 2, part={1: Decimal(40)}, earlier=[first])
    assert str(second.gross) == "47.60 EUR"
    with pytest.raises(RefusedError) as refused:
        made.credit(PLAIN, 2, part={1: Decimal(41)}, earlier=[first])
    assert refused.value.message == "47.60 EUR of INV-2026-0001 is left to credit, not 48.79 EUR"
    assert refused.value.hint == (
        "CN-2026-0001 (credit-notes/2026/CN-2026-0001.md) credited the rest; name less, --line N=AMOUNT"
    )


def test_no_tax_code_is_credited_beyond_its_own_amount() -> None:
    book = made.credit(MIXED, 1, part={2: None})
    with pytest.raises(RefusedError) as refused:
        made.credit(MIXED, 2, part={2: Decimal(1)}, earlier=[book])
    assert refused.value.message == "less of INV-2026-0007 is left to credit at the tax code reduced"
    assert MIXED.issued is not None
    assert list(overdrawn(MIXED.issued, [book, book])) == [("reduced", Money.of(50, EUR))]
    assert PLAIN.issued is not None
    assert list(overdrawn(PLAIN.issued, [book])) == [("reduced", Money.of(50, EUR))]


def test_the_same_again_is_recognised_by_what_it_takes_back_and_why() -> None:
    first = made.credit(MIXED, 1, part={2: None}, reason="Lost")
    assert twins(MIXED, {2: None}, "Lost", [first]) == [first]
    assert twins(MIXED, {2: None}, "Returned", [first]) == []
    assert twins(MIXED, {1: None}, "Lost", [first]) == []
    assert twins(MIXED, None, "Lost", [first, made.credit(MIXED, 2, reason="Lost")]) == [
        made.credit(MIXED, 2, reason="Lost")
    ]
