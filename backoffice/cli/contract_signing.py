"""`contract send`, `sign`, `decline`: from the draft to what all have signed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import found, record_id, require_readable
from backoffice.cli.verbs import verb
from backoffice.core.change import AddFile, AddRecord, Plan
from backoffice.core.errors import RefusedError
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.facts import Facts, gather
from backoffice.kinds.contract.signing import Executed
from backoffice.kinds.contract.signing import decline as declined
from backoffice.kinds.contract.signing import send as sent
from backoffice.kinds.contract.signing import sign as signed
from backoffice.kinds.contract.situation import Situation

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")

_by = click.option("--by", "name", required=True, metavar="NAME", help="Which signatory; part of the name will do.")


@verb("send", examples=["backoffice contract send acme-msa", "backoffice contract send acme-msa --on 2026-11-20"])
@record_id("contract")
@options.on_day("Day on which it went out")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def send(session: Session, identity: str, on: dt.date | None, dry_run: bool) -> int:
    """Record that a contract went out to be signed; its terms are frozen from then on."""
    with session.workspace.locked():
        session.refresh()
        facts = facts_of(session, identity)
        return done(session, facts, sent(facts, on=on or session.today), dry_run=dry_run)


@verb(
    "sign",
    examples=[
        "backoffice contract sign acme-msa --by ada --file signed.pdf",
        "backoffice contract sign acme-msa --by ada --file signed.pdf --method ink --evidence 'returned by post'",
    ],
)
@record_id("contract")
@_by
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The executed file; a copy is kept beside the contract.",
)
@click.option("--method", default="", metavar="TEXT", help="How: ink, e-mail, name of a signing service.")
@click.option("--evidence", default="", metavar="TEXT", help="What proves it.")
@options.on_day("Day of the signature")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def sign(
    session: Session,
    identity: str,
    *,
    name: str,
    file: Path | None,
    method: str,
    evidence: str,
    on: dt.date | None,
    dry_run: bool,
) -> int:
    """Record that a signatory signed, with what proves it and the executed file."""
    with session.workspace.locked():
        session.refresh()
        facts = facts_of(session, identity)
        day, executed = on or session.today, _executed(file) if file else None
        plan = signed(facts, name, on=day, method=method, evidence=evidence, executed=executed)
        return done(session, facts, plan, dry_run=dry_run, notes=_waiting(facts, plan, day))


@verb("decline", examples=["backoffice contract decline acme-msa --by ada --reason 'liability too wide'"])
@record_id("contract")
@_by
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept with it.")
@options.on_day("Day of the refusal")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def decline(session: Session, identity: str, *, name: str, reason: str, on: dt.date | None, dry_run: bool) -> int:
    """Record that a signatory refused to sign."""
    with session.workspace.locked():
        session.refresh()
        facts = facts_of(session, identity)
        plan = declined(facts, name, on=on or session.today, reason=reason)
        return done(session, facts, plan, dry_run=dry_run)


def _waiting(facts: Facts, plan: Plan, day: dt.date) -> tuple[str, ...]:
    """Say who has not signed yet once the plan is carried out."""
    now = {str(step.fields["signatory"]) for step in plan.steps if isinstance(step, AddRecord)}
    if not now:
        return ()
    missing = [name for name in Situation.of(facts, day).missing if name not in now]
    return (f"waiting for {', '.join(missing)}" if missing else "all have signed",)


def _executed(file: Path) -> Executed:
    suffix = file.suffix.lower()
    if not _SUFFIX.fullmatch(suffix):
        raise RefusedError(f"{file.name} has no ending that says what it is", hint="such as .pdf")
    try:
        return Executed(file.read_bytes(), suffix)
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}") from None


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
