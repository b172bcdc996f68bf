"""Invoice numbers: no gap, no draft issued twice, and a chain of digests that nobody has cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backoffice.checks.check import Check
from backoffice.checks.series import FAULTS, unbroken
from backoffice.checks.withdrawn import taking_back, withdrawn
from backoffice.core.books import Books, Excerpt, lacking
from backoffice.core.chain import Link
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.numbering import Series
from backoffice.kinds.invoice import KIND, Invoice

DRAFTED = Fault(
    "number-drafted",
    "A draft has a name that looks like a number of the series, so it would be taken for an issued document, or hide "
    "one. Give its file another name.",
)
TWICE = Fault(
    "issued-twice",
    "Two invoices were made from the same draft, on two branches or devices. Void the one that was not sent; credit it "
    "in full if both were.",
)


def numbering(books: Books) -> Iterator[Diagnostic]:
    """Yield gaps in the numbers, cuts and forks in the chain, and drafts that became two invoices."""
    series = Series(books.settings.pattern("invoice"))
    for draft in lacking(books, Invoice, "issued"):
        if series.place(draft.id):
            yield DRAFTED.at(draft.where, f"the draft {draft.id} has the name of a number", hint="rename its file")
    issued = _issued(books)
    yield from unbroken(books, KIND, _links(books, issued))
    yield from _twice(books, issued)


def chain(books: Books) -> list[Link]:
    """Return the chain of the issued invoices."""
    return _links(books, _issued(books))


def _issued(books: Books) -> list[Excerpt]:
    places = ("issued.number", "issued.draft", "issued.joins", "issued.digest", "issued.previous")
    return [each for each in books.stated(Invoice, *places) if each[1] is not None]


def _links(books: Books, issued: Sequence[Excerpt]) -> list[Link]:
    found = books.some(Invoice, [name for name, _, _, joins, *_ in issued if joins is not None])
    joining = {each.id: each.issued.joins for each in found if each.issued}
    return [Link(name, digest, before, joining.get(name, ())) for name, _, _, _, digest, before in issued]


def _twice(books: Books, issued: Sequence[Excerpt]) -> Iterator[Diagnostic]:
    """Yield the invoices that were made from the draft of an earlier one; the copy of a file is none."""
    first: dict[str | None, tuple[str, str | None]] = {}
    for name, number, draft, *_ in issued:
        earlier, taken = first.setdefault(draft, (name, number))
        if taken != number:
            other, invoice = books.some(Invoice, [earlier, name])
            if not (withdrawn(books, invoice) or withdrawn(books, other)):
                say = f"{invoice.id} and {other.id} were issued from the same draft"
                hint = f"the other is {other.where}; {taking_back(invoice)}"
                yield TWICE.at(invoice.where, say, hint=hint, about=("issued", "draft"))


CHECK = Check(
    "numbering", "Invoice numbers have no gap and their chain is whole.", numbering, (*FAULTS, DRAFTED, TWICE)
)
