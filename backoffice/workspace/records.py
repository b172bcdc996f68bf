"""From the bytes of a file to the record it states, with everything that follows from it alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.document import Tree
from backoffice.core.ledger import Chart, Posting
from backoffice.core.record import Record
from backoffice.core.schema import pruned
from backoffice.core.schema import read as read_record
from backoffice.kinds import kind_of
from backoffice.workspace.claims import Claim, Claims
from backoffice.workspace.faults import BAD_ID, MANY_RECORDS, UNBALANCED


class Stated(NamedTuple):
    """What a file states: a record with its tree and postings, or none; and what is wrong with it."""

    record: Record | None
    tree: Mapping[str, Tree]
    postings: Sequence[Posting]
    said: tuple[Diagnostic, ...]


def nothing(*said: Diagnostic) -> Stated:
    """Return that a file states no record, and why."""
    return Stated(None, {}, (), said)


def stated(claims: Claims, claim: Claim, path: str, raw: bytes, chart: Chart) -> Stated:
    """Return what the file at ``path`` with these bytes states."""
    if not claims.allows(claim):
        hint = f"ids look like {claims.form(claim.noun)}"
        return nothing(BAD_ID.at(Location(path), f"{claim.identity!r} is no id of this kind", hint=hint))
    from backoffice.formats import frontmatter  # YAML, which a command that meets no changed file never needs

    kind = kind_of(claim.noun)
    reading = frontmatter.read(path, raw)
    if reading.diagnostics or len(reading.documents) != 1:
        wrong = MANY_RECORDS.at(Location(path, 1), f"{len(reading.documents)} records in one file")
        return nothing(*(reading.diagnostics or (wrong,)))
    (document,) = reading.documents
    record, said = read_record(kind.record, claim.identity, document)
    if record is None:
        return nothing(*said)
    postings = tuple(record.postings(chart))
    if uneven := lopsided(postings):
        return nothing(*said, UNBALANCED.at(document.where, f"its postings of {uneven} do not add up to zero"))
    return Stated(record, pruned(kind.record, document), postings, said)


def lopsided(postings: Sequence[Posting]) -> dt.date | None:
    """Return the first day on which postings do not add up to zero in some currency; None: they balance."""
    sums: defaultdict[tuple[dt.date, str], int] = defaultdict(int)
    for posting in postings:
        sums[posting.date, posting.amount.currency] += posting.amount.minor
    return min((day for (day, _), minor in sums.items() if minor), default=None)
