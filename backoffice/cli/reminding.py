"""`invoice remind`: who is to be reminded of what; the letters, a draft of each message, and the record of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import click

from backoffice.automation.dunning import Case
from backoffice.cli import options, output
from backoffice.cli.changes import DRY, carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import RecordId, require_readable
from backoffice.cli.settling import ready
from backoffice.cli.values import DAY
from backoffice.cli.verbs import verb
from backoffice.core.change import AddFile
from backoffice.core.errors import RefusedError
from backoffice.core.filed import pdf_of
from backoffice.core.hints import Any
from backoffice.core.part import replaced
from backoffice.core.seal import hash_of
from backoffice.kinds import kind_of

BEARING = ("invoice", "payment", "credit-note", "void", "write-off", "dispute", "promise", "reminder", "settings")
"""Kinds whose broken files could make a reminder wrong."""


@verb(
    "remind",
    examples=[
        "backoffice invoice remind --dry-run",
        "backoffice invoice remind --bank-as-of 2026-11-20",
        "backoffice invoice remind 21 50 --dry-run --format json",
    ],
)
@click.argument("numbers", metavar="[NUMBER]...", type=RecordId("invoice"), nargs=-1)
@click.option(
    "--bank-as-of",
    type=DAY,
    metavar="DATE",
    help="All that reached the bank by that day is recorded; for when no newer payment says so.",
)
@click.option("--no-pdf", is_flag=True, help="Write no letters, only the records.")
@options.on_day("Day of the letters")
@options.dry_run
@options.form()
@click.pass_obj
def remind(
    session: Session,
    numbers: Sequence[str],
    *,
    bank_as_of: dt.date | None,
    no_pdf: bool,
    on: dt.date | None,
    dry_run: bool,
) -> int:
    """Write reminders of all overdue invoices whose turn it is, or of those named.

    Each gets a letter in the client's language beside the invoice, and a draft of a message in outbox/; nothing is
    sent. Disputed and promised invoices are left alone. Running it again writes nothing new.
    """
    from backoffice.automation.dunning import cases

    day = on or session.today
    with session.workspace.locked():
        session.refresh()
        wanted = {ready(session, each).id for each in numbers}
        found = [
            each
            for each in cases(session.books, as_of=day, bank_as_of=bank_as_of)
            if not wanted or each.about.invoice.id in wanted
        ]
        stale = _stale(session, day, bank_as_of)
        if dry_run:
            return _previewed(session, found, day, stale)
        _require_readable(session)
        if stale and any(case.reminder for case in found):
            raise RefusedError(stale, hint="record what has arrived, then name the day: --bank-as-of DATE")
        return _written(session, found, wanted, pdf=not no_pdf)


def _stale(session: Session, day: dt.date, bank_as_of: dt.date | None) -> str:
    """Return why the bank is not known well enough to remind anybody; empty: it is."""
    from backoffice.automation.dunning import bank_known

    within = session.settings.dunning.bank_within
    known = [each for each in (bank_known(session.books, day), bank_as_of) if each and each <= day]
    if known and within.after(max(known)) >= day:
        return ""
    newest = f"the newest payment recorded is of {max(known)}" if known else "no payment is recorded"
    return f"{newest}; what arrived since could have settled these invoices"


def _require_readable(session: Session) -> None:
    kinds = [kind_of(noun) for noun in BEARING]
    broken = [each.where.path for each in session.books.problems if each.severity == "error"]
    refs = [f"{kind.noun}/{kind.identity(path)}" for path in broken for kind in kinds if kind.identity(path)]
    require_readable(session, *refs)


def _previewed(session: Session, found: Sequence[Case], day: dt.date, stale: str) -> int:
    from backoffice.automation.dunning import dunning

    report = dunning(found, as_of=day)
    wrong = _wrong(found)
    if session.form == "json":
        from backoffice.render.to_json import members

        output.envelope(session, {**members(report), "dry_run": True, "stale": stale or None}, diagnostics=wrong.errors)
    else:
        output.shown(session, report)
        output.complain(f"backoffice: {DRY}")
    if stale:
        output.complain(f"backoffice: warning: {stale}; --bank-as-of DATE says that you have looked")
    return max(output.below(session, output.Unread.of(session.books)), _told(session, wrong))


def _wrong(found: Iterable[Case]) -> output.Unread:
    errors = tuple(case.wrong for case in found if case.wrong)
    return output.Unread(len(errors), errors)


def _told(session: Session, wrong: output.Unread) -> int:
    """Say why some could not be reminded; the others were."""
    if session.form != "json":
        output.diagnostics(wrong.errors)
    return 1 if wrong.errors else 0


def _written(session: Session, found: Sequence[Case], named: Iterable[str], *, pdf: bool) -> int:
    from backoffice.automation.dunning import remind as planned

    wanted, wrong = [case for case in found if case.reminder], _wrong(found)
    papers: list[AddFile] = []
    if pdf:
        letters = list(_letters(session, wanted))
        wanted, papers = [case for case, _ in letters], [file for _, files in letters for file in files]
    plan = planned(wanted).then(*papers)
    alone = {case.about.invoice.id: f"{case.action}, {case.why}" for case in found if not case.reminder}
    spared = [f"{each} is left alone: {alone.get(each, 'it is not overdue')}" for each in sorted(named)]
    spared = [each for each in spared if each.partition(" ")[0] not in {case.about.invoice.id for case in wanted}]
    if spared and not plan:
        plan = plan._replace(summary="; ".join(spared))
    said = [f"Reminded of {len(wanted)} invoice{'s' * (len(wanted) != 1)}"]
    said += [line for case in wanted for line in _told_of(case, [each.path for each in papers])]
    said += [f"  {each}" for each in spared]
    rest = [{"invoice": case.about.invoice.id, "action": case.action, "why": case.why} for case in found]
    data: dict[str, Any] = {
        "reminders": [_facts(case) for case in wanted],
        "left_alone": [each for each in rest if not str(each["action"]).startswith("remind")],
    }
    code = carry_out(session, plan, dry_run=False, said=said, data=data)
    return max(code, _told(session, wrong))


def _told_of(case: Case, papers: Sequence[str]) -> Iterator[str]:
    """Yield what an invoice is reminded of, and below it the letter and the message, where there are any."""
    invoice = case.about.invoice
    yield f"  {invoice.id} {invoice.client}: {_sums(case)}, {case.why}"
    mine = [each for each in papers if each.rpartition("/")[2].startswith(f"{invoice.id}--")]
    if mine:
        yield f"    {', '.join(mine)}"


def _sums(case: Case) -> str:
    charges = case.reminder.charges if case.reminder else None
    return f"reminder {case.about.sent + 1}, {case.about.open}" + (f" and {charges} of charges" if charges else "")


def _facts(case: Case) -> dict[str, Any]:
    from backoffice.automation.dunning import path_of
    from backoffice.core.plain import fields_tree

    return {**fields_tree(case.reminder), "path": path_of(case), "why": case.why}


def _letters(session: Session, wanted: Sequence[Case]) -> Iterator[tuple[Case, list[AddFile]]]:
    """Yield each case with its letter, for which the record vouches, and a draft of a message, if it has an address."""
    from backoffice.automation.dunning import path_of
    from backoffice.cli.reminder_mail import message
    from backoffice.mail.draft import OUTBOX
    from backoffice.render.limited import letter_pdfs
    from backoffice.render.reminder_page import composed

    load, settings = session.workspace.current, session.settings
    letters = [
        (case, reminder, composed(reminder, case.about.invoice, case.about.issued, settings, load))
        for case in wanted
        if (reminder := case.reminder)
    ]
    for (case, reminder, letter), paper in zip(letters, letter_pdfs(each for *_, each in letters), strict=True):
        output.complain(*(f"backoffice: warning: {each}" for each in paper.warnings))
        made = [AddFile(pdf_of(path_of(case)), paper.pdf)]
        if mail := message(session, case, letter, paper.pdf):
            made.append(AddFile(f"{OUTBOX}/{reminder.id}.eml", mail))
        yield case._replace(reminder=replaced(reminder, pdf_sha256=hash_of(paper.pdf))), made
