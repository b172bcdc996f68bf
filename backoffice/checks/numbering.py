"""Invoice numbers: no gap, no draft issued twice, and a chain of digests that nobody has cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from backoffice.checks.check import Check
from backoffice.checks.unread import unread
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault, Severity
from backoffice.core.numbering import Series
from backoffice.kinds.invoice import KIND, Invoice, Issued

GAP = Fault(
    "number-gap",
    "A number of the series is not there. Numbers are given out without gaps, so an invoice file was deleted or "
    "renamed; git log shows when. A mistaken invoice is voided, and its number stays listed.",
)
CHAIN = Fault(
    "broken-chain",
    "Every issued invoice carries the digest of the one before it. The one this invoice was issued after is gone, or "
    "is no longer what it was.",
)
FORK = Fault(
    "forked-chain",
    "Two invoices were issued after the same one, as happens when two copies of the workspace issue at the same time "
    "without a common remote. Both are valid; void one if it is a duplicate.",
    Severity.WARNING,
)
TWICE = Fault("issued-twice", "Two invoices were made from the same draft. Void the one that was not sent.")


def numbering(books: Books) -> Iterator[Diagnostic]:
    """Yield gaps in the numbers, cuts and forks in the chain, and drafts that became two invoices."""
    issued = [(invoice, invoice.issued) for invoice in books.all(Invoice) if invoice.issued]
    hidden = unread(books, KIND)
    yield from _gaps(Series(books.settings.pattern("invoice")), [invoice for invoice, _ in issued], hidden)
    yield from (each for each in _chain(issued) if each.code != CHAIN.code or not hidden)
    yield from _twice(issued)


def _gaps(series: Series, invoices: Sequence[Invoice], hidden: Collection[str]) -> Iterator[Diagnostic]:
    by_year: defaultdict[int, dict[int, Invoice]] = defaultdict(dict)
    for invoice in invoices:
        if place := series.place(invoice.id):
            by_year[place[0]][place[1]] = invoice
    for year, taken in by_year.items():
        for n in sorted(taken)[1:]:
            before = series.number(year, n - 1)
            if n - 1 not in taken and before not in hidden:
                yield GAP.at(taken[n].where, f"{before}, the number before {taken[n].id}, is missing")


def _chain(issued: Sequence[tuple[Invoice, Issued]]) -> Iterator[Diagnostic]:
    digests = {facts.digest for _, facts in issued}
    follower: dict[str, Invoice] = {}
    for invoice, facts in issued:
        if facts.previous is None:
            continue
        if facts.previous not in digests:
            yield CHAIN.at(invoice.where, f"the invoice that {invoice.id} was issued after is missing or changed")
        elif facts.previous in follower:
            other = follower[facts.previous]
            yield FORK.at(invoice.where, f"{invoice.id} and {other.id} were issued after the same invoice")
        follower[facts.previous] = invoice


def _twice(issued: Sequence[tuple[Invoice, Issued]]) -> Iterator[Diagnostic]:
    first: dict[str, Invoice] = {}
    for invoice, facts in issued:
        other = first.setdefault(facts.draft, invoice)
        if other is not invoice:
            yield TWICE.at(invoice.where, f"{invoice.id} and {other.id} were issued from the same draft")


CHECK = Check(
    "numbering", "Invoice numbers have no gap and their chain is whole.", numbering, (GAP, CHAIN, FORK, TWICE)
)
