"""A contract that a command is about: what happened to it, and what a command did to it."""

from __future__ import annotations

from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import found, require_readable
from backoffice.core.change import AddFile, AddRecord, Plan
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.facts import Facts, gather


def facts_of(session: Session, given: str) -> Facts:
    """Return a contract and what happened to it, if its file is sound.

    Raises:
        MissingError: when there is none, or several could be meant.
        RefusedError: when its file, or the settings, have an error.
    """
    contract = found(session, Contract, given)
    require_readable(session, contract.ref, "settings/settings")
    return gather(session.books)[contract.id]


def done(session: Session, facts: Facts, plan: Plan, *, dry_run: bool, notes: tuple[str, ...] = ()) -> int:
    """Carry out a plan about a contract, and say what it means (``notes``)."""
    data = {"contract": facts.contract.id, "already": not plan, "notes": list(notes)}
    paths = [f"  {step.path}" for step in plan.steps if isinstance(step, AddRecord | AddFile)]
    said = [plan.summary, *paths, *(f"  {note}" for note in notes)]
    return carry_out(session, plan, dry_run=dry_run, said=said, data=data)
