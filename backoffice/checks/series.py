"""Series of numbered documents: no gap, and a chain of digests that nobody has cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.named import NamedTuple
from backoffice.core.numbering import Series
from backoffice.core.record import Record

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
    "seen what the other issued. Both are valid; void one if it is a duplicate. Pull before you issue, and it is rare.",
    "warning",
)
FAULTS = (GAP, CHAIN, FORK)


class Numbered(NamedTuple):
    """A numbered document with its digest and that of the one before it."""

    record: Record
    digest: str | None
    previous: str | None


def unbroken(series: Series, documents: Sequence[Numbered], hidden: Collection[str]) -> Iterator[Diagnostic]:
    """Yield gaps in the numbers of ``documents``, cuts and forks in their chain; ``hidden`` ids cannot be read."""
    yield from _gaps(series, [each.record for each in documents], hidden)
    yield from (each for each in _chain(documents) if each.code != CHAIN.code or not hidden)


def _gaps(series: Series, records: Sequence[Record], hidden: Collection[str]) -> Iterator[Diagnostic]:
    by_year: defaultdict[int, dict[int, Record]] = defaultdict(dict)
    for record in records:
        if place := series.place(record.id):
            by_year[place[0]][place[1]] = record
    for year, taken in by_year.items():
        for n in sorted(taken)[1:]:
            before = series.number(year, n - 1)
            if n - 1 not in taken and before not in hidden:
                yield GAP.at(taken[n].where, f"{before}, the number before {taken[n].id}, is missing")


def _chain(documents: Sequence[Numbered]) -> Iterator[Diagnostic]:
    digests = {each.digest for each in documents}
    follower: dict[str, Numbered] = {}
    for each in documents:
        record = each.record
        if each.previous is None:
            continue
        if each.previous not in digests:
            what = record.noun.replace("-", " ")
            yield CHAIN.at(record.where, f"the {what} that {record.id} was issued after is missing or changed")
        elif (other := follower.get(each.previous)) and other.digest != each.digest:  # a copy is told of as misplaced
            what = record.noun.replace("-", " ")
            yield FORK.at(record.where, f"{record.id} and {other.record.id} were issued after the same {what}")
        follower[each.previous] = each
