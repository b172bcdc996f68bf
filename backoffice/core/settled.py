"""Documents that were paid to the end, and how long after their due day: what the ledger says of how people pay."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from backoffice.core.deadline import Deadline
from backoffice.core.ledger import Balance, Entry, Query, balances
from backoffice.core.named import NamedTuple

PAID, GIVEN_UP = "payment", "write-off"
"""The nouns of what settles a document by money, and of what settles it without."""
DUE = "payment"
"""The kind of the deadline by which a document is to be paid."""


class Settled(NamedTuple):
    """A document of which nothing was open on a day, and something was paid and nothing given up.

    ``closed`` is the day of its last payment, ``late`` how many days past the due day that was (negative: early).
    ``paid`` is what the payments came to, in minor units, and ``weighed`` the days of each times what it paid.
    """

    party: str
    document: str
    currency: str
    closed: dt.date
    late: int
    paid: int
    weighed: int


def settled(entries: Iterable[Entry], dues: Iterable[Deadline], query: Query) -> list[Settled]:
    """Return the documents with a due day that were settled in an account until a day, sorted; by the whole journal.

    Args:
        entries: The journal.
        dues: Deadlines, of whatever kind.
        query: The account, until when, and whose documents; nothing else of it counts.
    """
    due = {each.subject: each.day for each in dues if each.kind == DUE}
    asked = query._replace(by=("party", "document", "source", "date"), nonzero=False)
    found: defaultdict[tuple[str, str, str], list[Balance]] = defaultdict(list)
    for balance in balances(entries, asked):
        party, document, _, _ = balance.key
        found[party, document, balance.currency].append(balance)
    done = (_settled(*key, moves, due[key[1]]) for key, moves in sorted(found.items()) if key[1] in due)
    return [each for each in done if each]


def _settled(party: str, document: str, currency: str, moves: list[Balance], due: dt.date) -> Settled | None:
    payments = [(dt.date.fromisoformat(each.key[3]), -each.minor) for each in moves if each.key[2] == PAID]
    paid = sum(minor for _, minor in payments)
    if paid <= 0 or sum(each.minor for each in moves) > 0 or any(each.key[2] == GIVEN_UP for each in moves):
        return None
    closed = max(day for day, _ in payments)
    weighed = sum((day - due).days * minor for day, minor in payments)
    return Settled(party, document, currency, closed, (closed - due).days, paid, weighed)
