"""Contracts as a kind: what a list of them shows, and what can be asked of them."""

from __future__ import annotations

import datetime as dt

from backoffice.core.filed import beside
from backoffice.core.hints import get_args
from backoffice.core.kind import ANYTHING, Flag, Kind, ListColumn, Seen
from backoffice.kinds.contract.agreement import FAULTS, Contract
from backoffice.kinds.contract.facts import Facts, gather
from backoffice.kinds.contract.outlook import deadlines, outlook, signed_count
from backoffice.kinds.contract.situation import OVER, UNSIGNED, Situation, State


def situation(seen: Seen) -> Situation:
    """Return where a contract in a list stands."""
    return Situation.of(seen.around or Facts(seen.record), seen.as_of)


def _act_by(seen: Seen) -> dt.date | None:
    stands = situation(seen)
    decision = None if stands.state in OVER | UNSIGNED else stands.decision
    return decision.act_by if decision else None


def _is_live(seen: Seen) -> bool:
    return situation(seen).state not in OVER | UNSIGNED


EXAMPLE = """\
---
name: Hosting and care of the shop
type: service
side: provider
client: acme
effective: 2025-12-01
term: 24m
renewal: {mode: auto, period: 12m}
notice: {initial: 3m, transit: 5d, method: letter}
price:
  amount: 2000
  currency: EUR
  per: month
  steps:
    - {since: 2026-12-01, amount: 2100}
signatories:
  - {name: Ada Example, role: Managing director, email: ada@acme.example}
  - {name: Bo Beispiel, side: us}
obligations:
  - {text: Send the report on availability, every: quarter + 25d}
---
# Hosting and care

The text of the contract may stand here.
"""

KIND = Kind(
    record=Contract,
    plural="contracts",
    help="What was agreed with whom: terms, renewal, notice, price, signatures.",
    paths=("contracts/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Contract"),
        ListColumn("party", lambda seen: seen.record.party, optional=True),
        ListColumn("type", lambda seen: seen.record.type, filter=True, optional=True),
        ListColumn("state", lambda seen: situation(seen).state, filter=True),
        ListColumn("signed", lambda seen: signed_count(situation(seen)), optional=True),
        ListColumn("term_ends", lambda seen: situation(seen).term_end),
        ListColumn("act_by", _act_by),
        ListColumn("outlook", lambda seen: outlook(situation(seen)), title="If nobody does anything", wraps=True),
    ),
    around=gather,
    deadlines=deadlines,
    flags=(
        Flag("unsigned", "Only contracts that not all have signed.", lambda seen: situation(seen).state in UNSIGNED),
        Flag("live", "Only contracts that are signed and not over.", _is_live),
    ),
    states=dict.fromkeys(get_args(State), ANYTHING),
    files=lambda record: beside(record.where.path, *((each.file, each.sha256) for each in record.documents)),
    hashed="documents",
    faults=FAULTS,
    example=EXAMPLE,
)
