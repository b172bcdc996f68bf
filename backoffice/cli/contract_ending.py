"""`contract notice`, `terminate`, `timeline`, `terms`: how contracts end, and when; on which terms they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.asking import command
from backoffice.cli.context import Session
from backoffice.cli.contract_records import done, facts_of
from backoffice.cli.records import RecordId, found, record_id
from backoffice.cli.values import DAY, REASON
from backoffice.cli.verbs import verb
from backoffice.core.change import AddRecord, Plan
from backoffice.core.hints import Literal
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.ending import Side, give_notice, too_late_for
from backoffice.kinds.contract.ending import terminate as terminated
from backoffice.kinds.contract.outlook import long
from backoffice.kinds.contract.situation import Situation
from backoffice.reports import report_of


@verb(
    "notice",
    examples=[
        "backoffice contract notice office-lease --dry-run",
        "backoffice contract notice office-lease --on 2026-11-30 --method letter --evidence 'registered, RR 123'",
        "backoffice contract notice licence --extend",
    ],
)
@record_id("contract")
@click.option("--extend", is_flag=True, help="Take up the option to extend it, instead of ending it.")
@click.option("--by", type=click.Choice(["us", "them"]), default="us", help="Who gave it; us unless you say.")
@click.option("--method", default="", metavar="TEXT", help="How: letter, e-mail, portal.")
@click.option("--evidence", default="", metavar="TEXT", help="What proves that it arrived.")
@options.on_day("Day on which it arrived, or will arrive")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def notice(
    session: Session,
    identity: str,
    *,
    extend: bool,
    by: Side,
    method: str,
    evidence: str,
    on: dt.date | None,
    dry_run: bool,
) -> int:
    """Record notice, and say which term it ends; too late for one, it ends the next."""
    with session.workspace.locked():
        session.refresh()
        facts = facts_of(session, identity)
        seen = Situation.of(facts, on or session.today)
        effect: Literal["end", "extend"] = "extend" if extend else "end"
        plan = give_notice(seen, by=by, effect=effect, method=method, evidence=evidence)
        return done(session, facts, plan, dry_run=dry_run, notes=_said(seen, plan))


def _said(seen: Situation, plan: Plan) -> tuple[str, ...]:
    """Say what the notice ends and, as an alarm, what it comes too late for."""
    events = [step.fields for step in plan.steps if isinstance(step, AddRecord)]
    if not events or events[0].get("effect") == "extend":
        return ()
    said = f"the last day is {long(dt.date.fromisoformat(str(events[0]['last_day'])))}"
    late = too_late_for(seen)
    if late is None:
        return (said,)
    alarm = f"too late for {late.term_end}: notice was due by {long(late.due)}"
    counted = f"counted back from the day after the term it is in time until {long(late.arguable)}; ask a lawyer"
    return (said, alarm, counted) if seen.on <= late.arguable else (said, alarm)


@verb(
    "terminate",
    examples=["backoffice contract terminate design-partnership --ends 2026-04-30 --reason 'by mutual agreement'"],
)
@record_id("contract")
@click.option("--ends", "last", type=DAY, required=True, metavar="DATE", help="The last day of the contract.")
@click.option("--reason", required=True, type=REASON, metavar="TEXT", help="Why; kept with it.")
@click.option(
    "--by", type=click.Choice(["us", "them", "both"]), default="both", help="Who ended it; both unless you say."
)
@options.on_day("Day on which it was agreed or declared")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def terminate(
    session: Session,
    identity: str,
    *,
    last: dt.date,
    reason: str,
    by: Literal["us", "them", "both"],
    on: dt.date | None,
    dry_run: bool,
) -> int:
    """End a contract on a day that its terms do not provide for: by agreement, or for cause."""
    with session.workspace.locked():
        session.refresh()
        facts = facts_of(session, identity)
        plan = terminated(Situation.of(facts, on or session.today), last=last, reason=reason, by=by)
        return done(session, facts, plan, dry_run=dry_run)


@verb(
    "timeline",
    examples=[
        "backoffice contract timeline",
        "backoffice contract timeline acme-msa acme-hosting --as-of 2027-06-30",
        "backoffice contract timeline --svg contracts.svg",
    ],
)
@click.argument("identities", metavar="[ID]...", nargs=-1, type=RecordId("contract"))
@options.file("--svg", "Write it as a picture")
@options.as_of
@options.form()
@click.pass_obj
def timeline(session: Session, identities: tuple[str, ...], svg: Path | None) -> int:
    """Show contracts as bars over three years; of all of them, or of those you name."""
    from backoffice.reports.contract_timeline import bars, contract_timeline

    only = {found(session, Contract, each).id for each in identities}
    if svg is None:
        return output.ask(session, lambda books: contract_timeline(books, as_of=session.as_of, only=only))
    from backoffice.cli.outside import STANDARD, written
    from backoffice.render.look import accent_of
    from backoffice.render.timeline_svg import timeline_svg

    drawn, settings = bars(session.books, as_of=session.as_of, only=only), session.settings
    title = f"{settings.business.name}: contracts"
    picture = timeline_svg(drawn, title=title, as_of=session.as_of, colour=accent_of(settings.look))
    file = written(svg, picture.encode())
    if file != STANDARD:
        output.result(session, [f"Wrote {file}"], {"file": str(file), "contracts": len(drawn)})
    return output.below(session, output.Unread.of(session.books))


terms = command(
    report_of("contract-terms"), "terms", ["backoffice contract terms", "backoffice contract terms --format csv"]
)
