"""`contract send`, `sign`, `decline`: from the draft to what all have signed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

from backoffice.cli import options
from backoffice.cli.context import Session
from backoffice.cli.contract_mail import drafts
from backoffice.cli.contract_records import done, facts_of
from backoffice.cli.records import record_id
from backoffice.cli.values import DAY, REASON
from backoffice.cli.verbs import verb
from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Literal
from backoffice.kinds.contract.facts import Facts
from backoffice.kinds.contract.signing import Executed
from backoffice.kinds.contract.signing import decline as declined
from backoffice.kinds.contract.signing import send as sent
from backoffice.kinds.contract.signing import sign as signed
from backoffice.kinds.contract.situation import Situation

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")

_by = click.option("--by", "name", required=True, metavar="NAME", help="Which signatory; part of the name will do.")


@verb(
    "send",
    examples=[
        "backoffice contract send acme-msa --dry-run",
        "backoffice contract send acme-msa --until 2026-12-20",
        "backoffice contract send acme-msa --parallel --on 2026-11-20",
    ],
)
@record_id("contract")
@click.option("--until", type=DAY, metavar="DATE", help="Last day on which it can be signed; may be put off later.")
@click.option("--parallel", is_flag=True, help="All sign at once, instead of one after the other.")
@options.on_day("Day on which it went out")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def send(
    session: Session, identity: str, *, until: dt.date | None, parallel: bool, on: dt.date | None, dry_run: bool
) -> int:
    """Freeze a contract and write what goes out: its PDF, and a draft of the mail to those who sign first.

    The drafts are in outbox/, to be looked at and sent from your mail program; nothing is sent here.
    """
    with session.workspace.locked():
        session.refresh()
        facts, day = facts_of(session, identity), on or session.today
        order: Literal["sequential", "parallel"] = "parallel" if parallel else "sequential"
        plan = sent(facts, on=day, order=order, expires=until)
        if not plan or facts.sendings:
            return done(session, facts, plan, dry_run=dry_run)
        paper = _paper(session, facts, day)
        plan = sent(facts, on=day, order=order, expires=until, paper=paper)
        names = [each.name for each in facts.contract.signatories]
        mails, notes = drafts(session, facts, names if parallel else names[:1], paper, until=until)
        return done(session, facts, plan.then(*mails), dry_run=dry_run, notes=notes)


def _paper(session: Session, facts: Facts, on: dt.date) -> Executed | None:
    """Return the PDF that goes out; None where the contract is a file already, or has no text."""
    from backoffice.cli.contract_papers import drawn

    contract = facts.contract
    if contract.notes.strip() and not any(each.role == "text" for each in contract.documents):
        return Executed(drawn(session, contract, on), ".pdf")
    return None


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
        missing = _missing(facts, plan, day)
        notes = (f"waiting for {', '.join(missing)}" if missing else "all have signed",) if plan else ()
        one_by_one = any(each.order == "sequential" and each.file for each in facts.sendings)
        mails, more = drafts(session, facts, missing[:1] if plan and one_by_one else [])
        return done(session, facts, plan.then(*mails) if plan else plan, dry_run=dry_run, notes=(*notes, *more))


@verb("decline", examples=["backoffice contract decline acme-msa --by ada --reason 'liability too wide'"])
@record_id("contract")
@_by
@click.option("--reason", required=True, type=REASON, metavar="TEXT", help="Why; kept with it.")
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


def _missing(facts: Facts, plan: Plan, day: dt.date) -> list[str]:
    """Return who has not signed yet once the plan is carried out."""
    now = {str(step.fields["signatory"]) for step in plan.steps if isinstance(step, AddRecord)}
    return [name for name in Situation.of(facts, day).missing if name not in now]


def _executed(file: Path) -> Executed:
    suffix = file.suffix.lower()
    if not _SUFFIX.fullmatch(suffix):
        raise RefusedError(f"{file.name} has no ending that says what it is", hint="such as .pdf")
    try:
        return Executed(file.read_bytes(), suffix)
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}") from None
