"""`invoice draft`: time and expenses that nobody has billed yet, as the draft of an invoice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import click

from backoffice.automation.billing import Bill, By, Wanted, bill
from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.cli.values import PERIOD
from backoffice.cli.verbs import verb
from backoffice.core.errors import RefusedError, UsageError
from backoffice.core.hours import Minutes
from backoffice.core.period import Period
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import Invoice

READ = ("time/", "invoices/", "credit-notes/", "expenses/", "projects/", "clients/", "backoffice.yaml")
"""Where nothing may be unreadable: it may bill an hour, or be one."""


@verb(
    "draft",
    examples=[
        "backoffice invoice draft --from-time acme --period 2026-11",
        "backoffice invoice draft --from-time acme --from-expenses acme --period 2026-11 --by day --dry-run",
        "backoffice invoice draft --from-expenses acme",
    ],
)
@click.option("--from-time", "time", metavar="CLIENT", help="Bill this client's time that is not billed.")
@click.option("--from-expenses", "expenses", metavar="CLIENT", help="Bill expenses on that are for this client.")
@click.option("--period", type=PERIOD, metavar="PERIOD", help=f"Worked or bought within {options.PERIOD_HELP}")
@click.option("--project", metavar="ID", help="Of this project only.")
@click.option(
    "--by",
    type=click.Choice(["task", "day", "person", "project"]),
    default="task",
    help="What a line of the invoice stands for; a task unless you say.",
)
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def draft(
    session: Session,
    time: str | None,
    expenses: str | None,
    *,
    period: Period | None,
    project: str | None,
    by: By,
    dry_run: bool,
) -> int:
    """Make the draft of an invoice from time and expenses that no invoice bills yet.

    Its lines name what they bill, so that nothing is billed twice; look at it, change it, then issue it. Time is
    rounded here, once, as the client's file says. Without --period: all up to today.
    """
    with session.workspace.locked():
        session.refresh()
        _require_all(session)
        wanted = _wanted(session, time, expenses, period=period, project=project, by=by)
        made = bill(session.books, wanted, _days(session, wanted.client))
        return carry_out(
            session, made.plan, dry_run=dry_run, said=_said(made.plan.summary, made.draft), data=_data(made)
        )


def _wanted(
    session: Session,
    time: str | None,
    expenses: str | None,
    *,
    period: Period | None,
    project: str | None,
    by: By,
) -> Wanted:
    books = session.books
    clients = {named("client", books.ids("client"), each) for each in (time, expenses) if each}
    if len(clients) != 1:
        hint = "backoffice invoice draft --from-time acme --from-expenses acme"
        raise UsageError("an invoice is for one client" if clients else "say --from-time or --from-expenses", hint=hint)
    return Wanted(
        client=clients.pop(),
        until=period.end if period else session.today,
        period=period,
        time=time is not None,
        expenses=expenses is not None,
        by=by,
        project=named("project", books.ids("project"), project) if project else "",
    )


def _days(session: Session, name: str) -> Callable[[dt.date], str]:
    """Return how days are written on a client's invoices."""
    from backoffice.render.localise import Wording

    client, settings = session.books.get(Client, name), session.settings
    language = (client.language if client else None) or settings.look.language
    return Wording(language, settings.business.address.country).date


def _require_all(session: Session) -> None:
    """Refuse while something cannot be read that may be billed, or may bill it."""
    wrong = [each for each in session.books.problems if each.severity == "error" and each.where.path.startswith(READ)]
    if wrong:
        files = ", ".join(dict.fromkeys(each.where.path for each in wrong))
        raise RefusedError(f"{files} has to be put right first", diagnostics=wrong)


def _said(summary: str, made: Invoice | None) -> list[str]:
    said = [summary.replace("Draft", "Drafted", 1)]
    return [*said, f"  {made.where.path}", f"backoffice invoice preview {made.id} shows it"] if made else said


def _data(bill: Bill) -> dict[str, Any]:
    made = bill.draft
    if made is None:
        return {"draft": None, "path": None, "billed_by": list(bill.billed_by), "already": True}
    return {
        "draft": made.id,
        "path": made.where.path,
        "client": made.client,
        "minutes": Minutes(sum(minutes for line in made.lines for minutes in line.time.values())),
        "entries": sorted(name for line in made.lines for name in line.time),
        "expenses": sorted(name for line in made.lines for name in line.expenses),
        "already": False,
    }
