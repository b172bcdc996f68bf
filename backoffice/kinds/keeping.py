"""How long papers have to be kept: documents by their class, and by when what they are about has ended; receipts, too.

The file of an expense's receipt is a voucher without anybody saying so: it belongs to the class that has receipts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from backoffice.core.books import Books, having
from backoffice.core.named import NamedTuple
from backoffice.core.retention import RetentionClass
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.facts import Facts, gather
from backoffice.kinds.contract.situation import OVER, Situation
from backoffice.kinds.document import Filed
from backoffice.kinds.expense import Expense


class Kept(NamedTuple):
    """A paper with the name of its class, the class, and the last day on which it has to be kept.

    ``until`` is None while that is open: it has no class, or what it is about goes on (``open_for`` names that).
    """

    paper: Filed | Expense
    retention: str | None
    by: RetentionClass | None
    until: dt.date | None
    open_for: str = ""

    @property
    def name(self) -> str:
        """How it is called: the id of a document; a receipt by its expense."""
        return self.paper.id if isinstance(self.paper, Filed) else self.paper.ref

    @property
    def title(self) -> str:
        """What it is, as one would call it."""
        return self.paper.name if isinstance(self.paper, Filed) else self.paper.title

    @property
    def hold(self) -> str:
        """Why it must be kept whatever its class says; empty: for no such reason."""
        return self.paper.hold if isinstance(self.paper, Filed) else ""

    def may_go(self, on: dt.date) -> bool:
        """Tell whether nothing keeps it any more: its time is over, and it is not on hold."""
        return self.until is not None and self.until < on and not self.hold


def keeping(books: Books, *, as_of: dt.date) -> Iterator[Kept]:
    """Yield how long every document and receipt that is still there has to be kept, as things stand on a day."""
    known, contracts = books.settings.retention, gather(books)
    for document in books.all(Filed):
        if not document.disposed and document.received <= as_of:
            yield kept(document, known, contracts, as_of)
    name, by = next(((name, each) for name, each in known.items() if each.receipts), (None, None))
    for expense in having(books, Expense, "receipt"):
        if (day := expense.date) <= as_of:
            yield Kept(expense, name, by, by.until(dated=day, received=day, ended=None) if by else None)


def kept(document: Filed, known: Mapping[str, RetentionClass], contracts: Mapping[str, Facts], as_of: dt.date) -> Kept:
    """Return how long one document has to be kept; about several contracts, the last of them counts."""
    by = known.get(document.retention or "")
    if by is None:
        return Kept(document, document.retention, None, None)
    ended: dt.date | None = None
    if by.needs_end:
        names = [name for noun, _, name in (ref.partition("/") for ref in document.about) if noun == Contract.noun]
        ends = {name: _ended(contracts[name], as_of) for name in names if name in contracts}
        going_on = [name for name, end in ends.items() if end is None]
        if going_on or not ends:
            return Kept(document, document.retention, by, None, f"contract/{going_on[0]}" if going_on else "")
        ended = max(end for end in ends.values() if end)
    dated = document.date or document.received
    return Kept(document, document.retention, by, by.until(dated=dated, received=document.received, ended=ended))


def _ended(facts: Facts, as_of: dt.date) -> dt.date | None:
    """Return the last day of a contract that is over; None while it is not."""
    stands = Situation.of(facts, as_of)
    if stands.state not in OVER:
        return None
    if stands.stop and stands.state == "terminated":
        return stands.stop.last_day
    replaced = [each.since for each in stands.facts.replaced]
    return max(replaced) if replaced else stands.natural_end
