"""`contract chase`, `void`: what becomes of a contract that nobody signs."""

from __future__ import annotations

import datetime as dt

import click

from backoffice.cli import options
from backoffice.cli.context import Session
from backoffice.cli.contract_mail import drafts
from backoffice.cli.contract_records import done, facts_of
from backoffice.cli.records import record_id
from backoffice.cli.values import REASON
from backoffice.cli.verbs import verb
from backoffice.kinds.contract.chasing import chase as chased
from backoffice.kinds.contract.chasing import void as voided
from backoffice.kinds.contract.situation import Situation


@verb(
    "chase",
    examples=[
        "backoffice contract chase acme-msa",
        "backoffice contract chase acme-msa --method telephone --said 'back next week'",
    ],
)
@record_id("contract")
@click.option(
    "--method", default="", metavar="TEXT", help="How you reminded them yourself; without it, a mail is drafted."
)
@click.option("--said", default="", metavar="TEXT", help="What they said.")
@options.on_day("Day of the reminder")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def chase(session: Session, identity: str, *, method: str, said: str, on: dt.date | None, dry_run: bool) -> int:
    """Remind those who are to sign next: record it, and draft the mail where you have not called them."""
    with session.workspace.locked():
        session.refresh()
        facts = facts_of(session, identity)
        seen = Situation.of(facts, on or session.today)
        plan = chased(seen, method=method or "e-mail", said=said)
        names = seen.waiting if plan and not method else ()
        mails, notes = drafts(session, facts, names, chase=len(facts.chases) + 1)
        return done(session, facts, plan.then(*mails) if plan else plan, dry_run=dry_run, notes=notes)


@verb("void", examples=["backoffice contract void acme-msa --reason 'they want other payment terms'"])
@record_id("contract")
@click.option("--reason", required=True, type=REASON, metavar="TEXT", help="Why; kept with it.")
@options.on_day("Day on which it was withdrawn")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def void(session: Session, identity: str, *, reason: str, on: dt.date | None, dry_run: bool) -> int:
    """Withdraw a contract that went out, before all have signed it."""
    with session.workspace.locked():
        session.refresh()
        facts = facts_of(session, identity)
        return done(session, facts, voided(Situation.of(facts, on or session.today), reason=reason), dry_run=dry_run)
