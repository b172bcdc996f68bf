"""`invoice dispute` and `invoice promise`: what a client says about an invoice that is not paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import click

from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import record_id
from backoffice.cli.settling import paths_of, ready
from backoffice.cli.values import AMOUNT, DAY
from backoffice.cli.verbs import verb
from backoffice.core.change import Plan
from backoffice.core.errors import UsageError
from backoffice.kinds.dispute import Dispute, settle
from backoffice.kinds.dispute import dispute as disputed
from backoffice.kinds.promise import Promise
from backoffice.kinds.promise import promise as promised


@verb(
    "dispute",
    examples=[
        'backoffice invoice dispute 32 --reason "Booklets cut crookedly"',
        'backoffice invoice dispute 32 --settled "We print them anew"',
    ],
)
@record_id("invoice", "number")
@click.option("--reason", metavar="TEXT", help="What they say is wrong.")
@click.option("--settled", metavar="TEXT", help="How it was settled; reminders go on.")
@options.on_day("Day of it")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def dispute(
    session: Session, identity: str, *, reason: str | None, settled: str | None, on: dt.date | None, dry_run: bool
) -> int:
    """Record that a client objects to an invoice, which stops reminders of it, or that this is settled."""
    if bool(reason) == bool(settled):
        raise UsageError("say either --reason or --settled")
    day = on or session.today
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        earlier = [each for each in session.books.all(Dispute) if each.invoice == invoice.id]
        if settled:
            plan = settle(invoice, earlier, on=day, outcome=settled)
        else:
            plan = disputed(invoice, earlier, on=day, reason=reason or "")
        return _done(session, invoice.id, plan, dry_run=dry_run)


@verb(
    "promise",
    examples=[
        "backoffice invoice promise 54 2026-11-27",
        'backoffice invoice promise 54 2026-11-27 1000.00 --note "Ms Hart, by telephone"',
    ],
)
@record_id("invoice", "number")
@click.argument("pay_by", metavar="DATE", type=DAY)
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--note", default="", metavar="TEXT", help="Who said so, and how.")
@options.on_day("Day on which they said so")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def promise(
    session: Session,
    identity: str,
    pay_by: dt.date,
    amount: Decimal | None,
    *,
    note: str,
    on: dt.date | None,
    dry_run: bool,
) -> int:
    """Record that a client will pay an invoice by DATE: all of it, or AMOUNT. Until then nobody reminds them."""
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        earlier = [each for each in session.books.all(Promise) if each.invoice == invoice.id]
        plan = promised(invoice, earlier, on=on or session.today, pay_by=pay_by, amount=amount, note=note)
        return _done(session, invoice.id, plan, dry_run=dry_run)


def _done(session: Session, number: str, plan: Plan, *, dry_run: bool) -> int:
    said = [plan.summary.replace("Record ", "Recorded ", 1).replace("Settle ", "Settled ", 1), *paths_of(plan)]
    return carry_out(session, plan, dry_run=dry_run, said=said, data={"invoice": number, "already": not plan})
