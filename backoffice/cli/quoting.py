"""`quote send`, `accept`, `decline`, `expire`, `pdf`: from the draft of an offer to what becomes of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from pathlib import Path

import click

from backoffice.automation.quoting import billed_already, drafted
from backoffice.cli import options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.issuing import drawn
from backoffice.cli.outside import told, written
from backoffice.cli.quote_billing import PERCENT, part_of, sound
from backoffice.cli.records import drafts_of, found, record_id, require_named, require_readable, shown_path
from backoffice.cli.series import following, require_no_number_drafted
from backoffice.cli.values import Value
from backoffice.cli.verbs import verb
from backoffice.core.change import AddFile, AddRecord, Plan
from backoffice.core.errors import MissingError, RefusedError
from backoffice.core.filed import pdf_of
from backoffice.core.record import Record
from backoffice.kinds.answer import Answer
from backoffice.kinds.client import Client
from backoffice.kinds.quote import KIND
from backoffice.kinds.quote.answering import accepted, answer, declined, expired
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.quote.sending import draft_identity, sealed, sent
from backoffice.kinds.quote.sending import send as planned
from backoffice.kinds.quote.situation import Situation
from backoffice.render.to_json import plain

_PAST = {"Accept": "Accepted", "Decline": "Declined", "Expire": "Expired", "Add": "Added"}
NEW_ID = Value("id", str)


@verb("send", examples=["backoffice quote send acme-catalogue", "backoffice quote send acme-catalogue --dry-run"])
@record_id("quote", "draft")
@options.on_day("Day on which it is sent")
@click.option("--offline", is_flag=True, help="Take a number of this device's own series; ask no remote.")
@click.option("--no-pdf", is_flag=True, help="Do not write the PDF beside the quote.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def send(session: Session, identity: str, *, on: dt.date | None, offline: bool, no_pdf: bool, dry_run: bool) -> int:
    """Give the draft of a quote its number: freeze it, write its PDF, and commit both.

    Nothing is mailed. Sending the same draft again says which number it has.
    """
    with session.workspace.locked():
        session.refresh()
        if earlier := _sent_before(session, identity):
            said = [f"{earlier.id} was sent already", f"  {earlier.where.path}"]
            output.result(session, said, {**_facts(earlier), "already": True, "commit": None})
            return 0
        draft = found(session, Quote, identity, among=sorted(drafts_of(session.books, KIND)))
        client = _client(session, draft)
        require_named(session)
        require_no_number_drafted(session.books, "quote")
        day = on or session.today
        become = partial(sent, draft, client, session.settings, on=day)
        become(number="?")
        number = _number(session, draft, day, dry_run=dry_run, offline=offline)
        made = become(number=number)
        paper = b"" if no_pdf or dry_run else drawn(session, made)
        plan = planned(draft, sealed(made, paper))
        path = KIND.path_of(number, year=str(day.year))
        said = [plan.summary.replace("Send", "Sent", 1) + f", valid until {_until(made)}", f"  {path}"]
        if paper:
            plan, said = plan.then(AddFile(pdf_of(path), paper)), [*said, f"  {pdf_of(path)}"]
        return carry_out(session, plan, dry_run=dry_run, said=said, data=_facts(made, path) | {"already": False})


def _number(session: Session, draft: Quote, day: dt.date, *, dry_run: bool, offline: bool) -> str:
    if dry_run:
        return following(session.books, KIND.noun, day)
    pattern, key = session.settings.pattern(KIND.noun), draft_identity(draft)
    return session.workspace.allot("quotes", pattern, day.year, key=key, offline=offline)


def _sent_before(session: Session, given: str) -> Quote | None:
    """Return the quote that a draft of this name became, or that has this number."""
    for quote in session.books.all(Quote) if given not in drafts_of(session.books, KIND) else ():
        if quote.sent and given in {quote.id, quote.sent.draft.rpartition(":")[0]}:
            return quote
    return None


def _client(session: Session, draft: Quote) -> Client:
    require_readable(session, draft.ref, f"client/{draft.client}", "settings/settings")
    if client := session.books.get(Client, draft.client):
        return client
    hint = f"backoffice client new {draft.client}"
    raise RefusedError(f"{draft.where}: there is no client {draft.client}", hint=hint)


def _until(quote: Quote) -> str:
    return str(quote.sent.until) if quote.sent else ""


def _facts(quote: Quote, path: str = "") -> dict[str, object]:
    return {
        "number": quote.id,
        "path": path or quote.where.path,
        "client": quote.client,
        "until": _until(quote),
        "net": plain(quote.net()),
    }


@verb(
    "accept",
    examples=[
        "backoffice quote accept 7",
        'backoffice quote accept 7 --option "run of 500" --with 4 --by "Ada Example"',
        "backoffice quote accept 7 --project acme-catalogue --deposit 30",
    ],
)
@record_id("quote")
@click.option("--option", default="", metavar="NAME", help="Which of its options; part of the name will do.")
@click.option("--with", "extras", type=click.IntRange(min=1), multiple=True, metavar="N", help="Optional line N, too.")
@click.option("--by", default="", metavar="NAME", help="Who accepted it, and how.")
@click.option("--reference", default="", metavar="TEXT", help="The client's order number, for its invoices.")
@click.option("--late", is_flag=True, help="Although it is past its last day.")
@click.option("--project", type=NEW_ID, metavar="ID", help="The project it becomes; written where there is none.")
@click.option("--contract", type=NEW_ID, metavar="ID", help="Write the draft of a contract about it.")
@click.option("--deposit", type=PERCENT, metavar="PERCENT", help="Draft the deposit invoice.")
@click.option("--final", is_flag=True, help="Draft the invoice of all of it.")
@options.on_day("Day on which it was accepted")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def accept(
    session: Session,
    identity: str,
    *,
    option: str,
    extras: tuple[int, ...],
    by: str,
    reference: str,
    late: bool,
    project: str | None,
    contract: str | None,
    deposit: Decimal | None,
    final: bool,
    on: dt.date | None,
    dry_run: bool,
) -> int:
    """Record that a client accepted a quote, and write what follows from it.

    Accepting it again with the same choices writes only what is not there yet.
    """
    with session.workspace.locked():
        session.refresh()
        stands = sound(session, identity)
        chosen = {"option": option, "by": by, "reference": reference, "project": project or ""}
        given = accepted(stands, on=on or session.today, extras=extras, late=late, **chosen)
        plan = answer(stands, given)
        stands = stands._replace(answer=stands.answer or given)
        wanted = _records(session, stands, project, contract)
        if deposit or final:
            part = part_of(deposit=deposit, progress=None, milestone=None, final=final)
            wanted += [] if billed_already(stands, part) else [drafted(session.books, stands, part)]
        plan = _with_records(plan, stands, wanted)
        return _done(session, stands, plan, dry_run=dry_run)


def _records(session: Session, stands: Situation, project: str | None, contract: str | None) -> list[Record]:
    """Return the project and the contract that were asked for and are not there yet."""
    from backoffice.automation.accepting import contract_of, project_of

    wanted: list[Record] = []
    if stands.answer is None:
        return wanted
    if project and project not in session.books.ids("project"):
        wanted.append(project_of(stands.quote, stands.answer, project))
    if contract and contract not in session.books.ids("contract"):
        wanted.append(contract_of(stands.quote, stands.answer, contract))
    return wanted


def _with_records(plan: Plan, stands: Situation, wanted: list[Record]) -> Plan:
    """Return the plan of an answer with what follows from it."""
    from backoffice.automation.accepting import adding

    if not wanted:
        return plan
    names = ", ".join(f"{each.noun} {each.id}" for each in wanted)
    said = f"{plan.summary}, with {names}" if plan else f"Add {names} for {stands.quote.id}"
    return plan._replace(summary=said).then(*map(adding, wanted))


@verb("decline", examples=['backoffice quote decline 7 --reason "Too dear"'])
@record_id("quote")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept with it.")
@click.option("--by", default="", metavar="NAME", help="Who declined it, and how.")
@options.on_day("Day on which it was declined")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def decline(session: Session, identity: str, *, reason: str, by: str, on: dt.date | None, dry_run: bool) -> int:
    """Record that a client does not want what a quote offers."""
    with session.workspace.locked():
        session.refresh()
        stands = sound(session, identity)
        return _answered(session, stands, declined(stands, on=on or session.today, by=by, reason=reason), dry_run)


@verb("expire", examples=['backoffice quote expire 7 --reason "Prices of paper have risen"'])
@record_id("quote")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept with it.")
@options.on_day("Day from which it cannot be accepted")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def expire(session: Session, identity: str, *, reason: str, on: dt.date | None, dry_run: bool) -> int:
    """Record that a quote is no longer binding; one that is past its day need not be told so."""
    with session.workspace.locked():
        session.refresh()
        stands = sound(session, identity)
        return _answered(session, stands, expired(stands, on=on or session.today, reason=reason), dry_run)


def _answered(session: Session, stands: Situation, given: Answer, dry_run: bool) -> int:
    plan = answer(stands, given)
    return _done(session, stands._replace(answer=stands.answer or given), plan, dry_run=dry_run)


def _done(session: Session, stands: Situation, plan: Plan, *, dry_run: bool) -> int:
    left = stands.left() if stands.agreed else None
    data = {
        "quote": stands.quote.id,
        "outcome": stands.answer.outcome if stands.answer else None,
        "left": plain(left) if left else None,
        "already": not plan,
    }
    word, _, rest = plan.summary.partition(" ")
    said = [
        f"{_PAST.get(word, word)} {rest}",
        *(f"  {step.path}" for step in plan.steps if isinstance(step, AddRecord)),
    ]
    return carry_out(session, plan, dry_run=dry_run, said=said, data=data)


@verb("pdf", examples=["backoffice quote pdf 7", "backoffice quote pdf acme-catalogue -o draft.pdf --open"])
@record_id("quote")
@options.to_file("Where to write the PDF")
@options.opened
@options.form("plain", "json")
@click.pass_obj
def pdf(session: Session, identity: str, to: Path | None, opened: bool) -> None:
    """Print where the PDF of a quote is; with -o, write it anew. That of a draft is marked as one."""
    quote = found(session, Quote, identity)
    archived = pdf_of(quote.where.path)
    if to is None and not session.books.has_file(archived):
        raise MissingError(f"{quote.id} has no PDF", hint=f"backoffice quote pdf {quote.id} -o {quote.id}.pdf")
    file = written(to, _paper(session, quote)) if to else Path(shown_path(session, archived))
    told(session, file, {"number": quote.id, "pdf": str(file)}, opened=opened)


def _paper(session: Session, quote: Quote) -> bytes:
    if quote.sent:
        return drawn(session, quote)
    made = sent(quote, _client(session, quote), session.settings, on=session.today, number="DRAFT")
    return drawn(session, made, preview=True)
