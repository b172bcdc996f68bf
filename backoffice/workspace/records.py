"""From the bytes of a file to the record it states, with everything that follows from it alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.document import Document, Reading, Tree
from backoffice.core.hints import Any
from backoffice.core.kind import Kind
from backoffice.core.ledger import Chart, Posting
from backoffice.core.named import NamedTuple
from backoffice.core.record import Record
from backoffice.core.schema import pruned
from backoffice.core.schema import read as read_record
from backoffice.kinds import kind_of
from backoffice.workspace.claims import Claim, Claims
from backoffice.workspace.faults import BAD_ID, MANY_RECORDS, SAME_ENTRY, UNBALANCED


class Stated(NamedTuple):
    """What a file states, or one entry of it: a record with its tree and postings, or none; and what is wrong with it.

    ``name`` is the record's id; that of what is no record is a place that no other has.
    """

    name: str
    record: Record | None
    tree: Mapping[str, Tree]
    postings: Sequence[Posting]
    said: tuple[Diagnostic, ...]


def nothing(name: str, *said: Diagnostic) -> Stated:
    """Return that a file, or an entry of it, states no record, and why."""
    return Stated(name, None, {}, (), said)


def form_of_ids(pattern: str) -> str:
    """Return in words, where they suffice, which ids a pattern allows."""
    letters, _, rest = pattern.partition("]")
    if not rest.startswith("[") or rest.count("[") > 1:
        return f"ids look like {pattern}"
    return f"ids are {'letters' if 'A-Z' in letters else 'small letters'}, digits and dashes, such as acme-website"


def stated(claims: Claims, claim: Claim, path: str, raw: bytes, chart: Chart) -> tuple[Stated, ...]:
    """Return what the file at ``path`` with these bytes states: one record, or those of a ledger file."""
    kind = kind_of(claim.noun)
    if kind.key is None and not claims.allows(claim):
        hint = form_of_ids(claims.form(claim.noun))
        said = BAD_ID.at(Location(path), f"{claim.identity!r} is no id of this kind", hint=hint)
        return (nothing(claim.identity, said),)
    from backoffice.formats import frontmatter  # YAML, which a command that meets no changed file never needs

    reading = frontmatter.read(path, raw)
    if kind.key:
        return tuple(_entries(kind, reading, chart))
    if reading.diagnostics or len(reading.documents) != 1:
        wrong = MANY_RECORDS.at(Location(path, 1), f"{len(reading.documents)} records in one file")
        return (nothing(claim.identity, *(reading.diagnostics or (wrong,))),)
    return (_one(kind, claim.identity, reading.documents[0], chart),)


def _one(kind: Kind, identity: str | Callable[[Any], str], document: Document, chart: Chart) -> Stated:
    name = identity if isinstance(identity, str) else str(document.where)
    record, said = read_record(kind.record, identity, document)
    if record is None:
        return nothing(name, *said)
    postings = tuple(record.postings(chart))
    if uneven := lopsided(postings):
        return nothing(name, *said, UNBALANCED.at(document.where, f"its postings of {uneven} do not add up to zero"))
    return Stated(record.id, record, pruned(kind.record, document), postings, said)


def _entries(kind: Kind, reading: Reading, chart: Chart) -> Iterator[Stated]:
    """Yield what each entry of a ledger file states; of those with one id, the first counts."""
    yield from (nothing(str(each.where), each) for each in reading.diagnostics)
    lines: dict[str, int] = {}
    for document in reading.documents:
        one, where = _one(kind, kind.key or "", document, chart), document.where
        if one.record and not kind.allows(one.name):
            hint = form_of_ids(kind.id_pattern)
            yield nothing(str(where), BAD_ID.at(where, f"{one.name!r} is no id of this kind", hint=hint))
        elif one.record and one.name in lines:
            message = f"{kind.noun} {one.name} stands on line {lines[one.name]} already"
            yield nothing(str(where), SAME_ENTRY.at(where, message, hint="delete one, or tell them apart"))
        else:
            lines[one.name] = where.line
            yield one


def lopsided(postings: Sequence[Posting]) -> dt.date | None:
    """Return the first day on which postings do not add up to zero in some currency; None: they balance."""
    sums: defaultdict[tuple[dt.date, str], Decimal] = defaultdict(Decimal)
    for posting in postings:
        amount = posting.amount
        sums[posting.date, amount.currency] += amount.amount
    return min((day for (day, _), rest in sums.items() if rest), default=None)
