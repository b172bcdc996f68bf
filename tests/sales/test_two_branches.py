"""Whatever two people do to one invoice on two branches: it merges to what one after the other could have done too, git
finds a conflict, or `check` finds the fault and names repairs that work. hledger agrees each time."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from backoffice.formats import hledger
from tests.formats.test_ledgers_agree import ask_hledger
from tests.oracles import needs
from tests.sales.branches import Branches, expected, pairs, repairs
from tests.sales.deeds import STATES

ROUNDS = 3
"""So many faults may follow from one merge."""
SOME = (
    ("open", "pay", "pay yesterday"),
    ("open", "pay", "void"),
    ("open", "pay a part", "write off yesterday"),
    ("open", "pay a part", "credit a line"),
    ("open", "use credit", "pay credit back"),
    ("open", "another is issued", "another is issued earlier"),
    ("deposit paid", "final", "credit"),
    ("unbilled", "bill expenses", "bill both"),
)


def outcome(branches: Branches, one: str, other: str) -> str:
    """Return what becomes of a merge, after everything about it has been seen to be right."""
    for name in (one, other):
        assert branches.after(name)[1], f"{name} is refused"
    if not branches.merge(one, other):
        return "conflict"
    same = branches.after(one)[0] == branches.after(other)[0] or one == other
    effects = [branches.deeds[name].effect for name in ([one] if same else [one, other])]
    merged = branches.sums()
    assert dict(merged) == expected(branches.start, *effects)
    agrees(branches)
    if wrong := branches.errors():
        repaired(branches)
        return wrong[0].code
    orders = [branches.after(*names) for names in ([one, other], [other, one])]
    assert any(possible and sums == merged for _, possible, sums in orders), "nobody could have done both"
    return "merged"


def agrees(branches: Branches) -> None:
    journal = "".join(hledger.journal(branches.books()))
    table = ask_hledger(journal, "--strict", "balance", "-N", "-O", "csv", "--layout=bare")
    sums = {row["account"]: int(Decimal(row["balance"]) * 100) for row in csv.DictReader(table.splitlines())}
    assert sums == dict(branches.sums())


def repaired(branches: Branches) -> None:
    """See that every repair that the first fault names leads to sound books, alone or with those named next."""
    merged, ways = branches.tip, repairs(branches.errors()[0].hint)
    assert ways, branches.errors()
    for way in ways:
        branches.git("reset", "--quiet", "--hard", merged)
        branches.repair(way)
        for _ in range(ROUNDS):
            if wrong := branches.errors():
                branches.repair(repairs(wrong[0].hint)[0])
        assert not branches.errors(), way
        agrees(branches)
    branches.git("reset", "--quiet", "--hard", merged)


@needs("hledger")
def test_some_pairs(tmp_path: Path) -> None:
    made: dict[str, Branches] = {}
    found = []
    for state, one, other in SOME:
        made[state] = made.get(state) or Branches(tmp_path / state, state)
        found.append(outcome(made[state], one, other))
    assert found == [
        "over-allocated",
        "void-and-settled",
        "over-allocated",
        "merged",
        "credit-overdrawn",
        "conflict",
        "deducted-twice",
        "billed-twice",
    ]


@needs("hledger")
@pytest.mark.proof
@pytest.mark.parametrize("state", STATES)
def test_every_pair(tmp_path: Path, state: str) -> None:
    branches = Branches(tmp_path / "books", state)
    failed: dict[str, str] = {}
    for one, other in pairs(branches.deeds):
        try:
            outcome(branches, one, other)
        except AssertionError as error:
            failed[f"{one} + {other}"] = str(error)
            branches.git("reset", "--quiet", "--hard")
    assert not failed
