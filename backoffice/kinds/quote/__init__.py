"""Quotes as a kind: what a list of them shows, and until when they can be accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.deadline import Deadline
from backoffice.core.hints import get_args
from backoffice.core.kind import ANYTHING, Flag, Kind, ListColumn, Seen
from backoffice.core.money import Money
from backoffice.kinds.quote.offer import FAULTS, Quote
from backoffice.kinds.quote.situation import Situation, State, gather


def situation(seen: Seen) -> Situation:
    """Return where a quote in a list stands."""
    return seen.around or Situation(seen.record)


def _net(seen: Seen) -> Money | None:
    """What was accepted; before that, what is offered, by the first option."""
    stands = situation(seen)
    agreed = stands.agreed
    return Money.of(agreed.net, stands.currency) if agreed else stands.quote.net()


def _billed(seen: Seen) -> Money | None:
    stands = situation(seen)
    return stands.billed(seen.as_of) if stands.agreed else None


def _left(seen: Seen) -> Money | None:
    stands = situation(seen)
    return stands.left_net(seen.as_of) if stands.agreed else None


def _waiting(seen: Seen) -> bool:
    return situation(seen).state(seen.as_of) == "sent"


def _to_bill(seen: Seen) -> bool:
    return situation(seen).state(seen.as_of) == "accepted"


_TOTALS = {"sent": "Waiting", "accepted": "Agreed", "billed": "Agreed"}


def _counts(seen: Seen) -> str:
    """What waits for an answer and what was agreed are two totals; what was declined or expired is in none."""
    return _TOTALS.get(situation(seen).state(seen.as_of), "")


def deadlines(books: Books, as_of: dt.date, until: dt.date) -> Iterator[Deadline]:
    """Yield until when quotes that wait for an answer can be accepted."""
    for stands in gather(books).values():
        sent = stands.quote.sent
        if sent and stands.state(as_of) == "sent" and sent.until <= until:
            what = f"{sent.number} to {sent.buyer.name} ({stands.quote.net()}) can be accepted until then"
            yield Deadline(sent.until, stands.quote.ref, "quote", what)


EXAMPLE = """\
---
client: acme
subject: New catalogue
valid: 30d
lines:
  - {text: Design, quantity: 6, unit: day, price: 760}
  - {text: "Print, 500 copies", price: 1450, income: print, option: Print run of 500}
  - {text: "Print, 1000 copies", price: 2100, income: print, option: Print run of 1000}
  - {text: Photographs, price: 900, optional: yes}
deposit: 30
milestones:
  - {name: Concept approved, percent: 40}
  - {name: Catalogue delivered, percent: 60}
---
They decide in the week after the fair.
"""

KIND = Kind(
    record=Quote,
    plural="quotes",
    help="Offers to clients: what they come to, what was said to them, what is still to be billed.",
    paths=("quotes/{year}/{id}.md", "quotes/drafts/{id}.md"),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,40}",
    columns=(
        ListColumn("number", lambda seen: seen.record.id),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("subject", lambda seen: seen.record.subject, optional=True),
        ListColumn("date", lambda seen: seen.record.dated, optional=True),
        ListColumn("until", lambda seen: seen.record.sent.until if seen.record.sent else None),
        ListColumn("net", _net),
        ListColumn("state", lambda seen: situation(seen).state(seen.as_of), filter=True),
        ListColumn("billed", _billed),
        ListColumn("left", _left),
    ),
    counts=_counts,
    around=gather,
    deadlines=deadlines,
    flags=(
        Flag("waiting", "Only quotes that wait for an answer.", _waiting),
        Flag("to-bill", "Only accepted quotes of which something is to be billed.", _to_bill),
    ),
    states=dict.fromkeys(get_args(State), ANYTHING),
    faults=FAULTS,
    archived="sent.pdf_sha256",
    example=EXAMPLE,
)
