"""`schedule preview` and `schedule run`: what schedules are going to bill, and the drafts of what has come."""

from __future__ import annotations

import datetime as dt

import click

from backoffice.cli import options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import found, record_id, require_readable
from backoffice.cli.values import DAY
from backoffice.cli.verbs import verb
from backoffice.core.duration import Duration
from backoffice.core.period import Period
from backoffice.kinds import kind_of
from backoffice.kinds.schedule import Schedule


@verb(
    "preview",
    examples=["backoffice schedule preview", "backoffice schedule preview acme-retainer --months 3 --format csv"],
)
@record_id("schedule", required=False)
@click.option("--months", default=12, type=click.IntRange(1, 120), metavar="N", help="So many months ahead; else 12.")
@options.form()
@click.pass_obj
def preview(session: Session, identity: str | None, months: int) -> int:
    """Show what schedules are going to bill, or one of them; writes nothing."""
    from backoffice.reports.recurring import recurring

    only = found(session, Schedule, identity).id if identity else ""
    period = Period(session.today, Duration(months=months).after(session.today))
    return output.answer(session, recurring(session.books, period=period, schedule=only))


@verb("run", examples=["backoffice schedule run", "backoffice schedule run --until 2026-12-31 --dry-run"])
@click.option("--until", type=DAY, metavar="DATE", help="What is to be billed by that day; else by today.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def run(session: Session, until: dt.date | None, dry_run: bool) -> int:
    """Make drafts of all that schedules bill and nothing bills yet.

    Nothing is issued or sent. Running it again, or on another machine, makes the same drafts once.
    """
    from backoffice.automation.recurring import draft, due, floods

    with session.workspace.locked():
        session.refresh()
        _require_invoices(session)
        day = until or session.today
        wanted = list(due(session.books, until=day))
        output.complain(
            *(
                f"backoffice: warning: {identity} catches up on {count} periods; look at them before you issue them"
                for identity, count in floods(wanted)
            )
        )
        plan = draft(wanted, until=day)
        drafts = [
            {
                "schedule": each.schedule.id,
                "period": each.instalment.name,
                "draft": each.name,
                "path": each.draft.where.path,
                "date": str(each.instalment.day),
            }
            for each in wanted
        ]
        said = [plan.summary.replace("Draft", "Drafted", 1), *(f"  {each['path']}" for each in drafts)]
        code = carry_out(session, plan, dry_run=dry_run, said=said, data={"until": str(day), "drafts": drafts})
        return max(code, output.below(session, _unread(session)))


def _unread(session: Session) -> output.Unread:
    """Return the schedules that cannot be read; the others were run."""
    schedules, known = kind_of("schedule"), set(session.books.ids("schedule"))
    broken = [
        each
        for each in session.books.problems
        if each.severity == "error" and (schedules.identity(each.where.path) or "") not in known | {""}
    ]
    return output.Unread(len({each.where.path for each in broken}), tuple(broken))


def _require_invoices(session: Session) -> None:
    """Refuse while an invoice cannot be read: it may be the one that bills a period."""
    invoices = kind_of("invoice")
    broken = [each for each in session.books.problems if each.severity == "error"]
    ids = [identity for each in broken if (identity := invoices.identity(each.where.path))]
    require_readable(session, *(f"invoice/{identity}" for identity in ids))
