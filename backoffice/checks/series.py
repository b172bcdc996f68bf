"""Series of numbered documents: no gap, and a chain of digests that nobody has cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from backoffice.checks.unread import unread
from backoffice.core.books import Books
from backoffice.core.chain import Link, open_forks
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.kind import Kind
from backoffice.core.numbering import Series

GAP = Fault(
    "number-gap",
    "A number of the series is not there. Numbers are given out without gaps, so the file of an invoice or credit note "
    "was deleted or renamed; git log shows when. A mistaken invoice is voided, and its number stays listed.",
)
CHAIN = Fault(
    "broken-chain",
    "Every issued invoice, and every credit note, carries the digest of the one before it. The one this was issued "
    "after is gone, or is no longer what it was.",
)
FORK = Fault(
    "forked-chain",
    "Two documents were issued after the same one, as happens when two copies of the workspace issue before either has "
    "seen what the other issued. Both are valid; void one if it is a duplicate. The next one that is issued here joins "
    "them: it holds the digests of both, and the finding is gone. Pull before you issue, and it is rare.",
    "warning",
)
FAULTS = (GAP, CHAIN, FORK)


def unbroken(books: Books, kind: Kind, documents: Sequence[Link]) -> Iterator[Diagnostic]:
    """Yield gaps in the numbers of the ``documents`` of a kind, cuts and forks in their chain.

    One that cannot be read is there all the same, and nobody knows what it was issued after.
    """
    hidden = unread(books, kind)
    for fault, name, say in _wrong(Series(books.settings.pattern(kind.noun)), kind, documents, hidden):
        if fault is GAP or not hidden:
            hint = "the next one that is issued joins them; void one if it is a duplicate" if fault is FORK else ""
            yield from (fault.at(record.where, say, hint=hint) for record in books.some(kind.record, [name]))


def _wrong(
    series: Series, kind: Kind, documents: Sequence[Link], hidden: Collection[str]
) -> Iterator[tuple[Fault, str, str]]:
    """Yield what is wrong, with the id of the document at which it shows."""
    yield from _gaps(series, [each.id for each in documents], hidden)
    yield from _chain(kind.noun.replace("-", " "), documents)


def _gaps(series: Series, names: Sequence[str], hidden: Collection[str]) -> Iterator[tuple[Fault, str, str]]:
    by_year: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for name in names:
        if place := series.place(name):
            by_year[place[0]][place[1]] = name
    for year, taken in by_year.items():
        for n in sorted(taken)[1:]:
            before = series.number(year, n - 1)
            if n - 1 not in taken and before not in hidden:
                yield GAP, taken[n], f"{before}, the number before {taken[n]}, is missing"


def _chain(what: str, documents: Sequence[Link]) -> Iterator[tuple[Fault, str, str]]:
    digests = {None, *(each.digest for each in documents)}
    for each in documents:
        if not digests.issuperset((each.previous, *each.joins)):
            yield CHAIN, each.id, f"the {what} that {each.id} was issued after is missing or changed"
    for fork in open_forks(documents):
        for before, each in pairwise(fork.ways):
            yield FORK, each.id, f"{each.id} and {before.id} were issued after the same {what}"
