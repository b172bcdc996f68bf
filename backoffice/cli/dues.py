"""`due`: what has to be done by when; as a table, a calendar to subscribe to, or a page for the morning."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.asking import options_of, scope_of
from backoffice.cli.context import Session
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.deadline import Deadline
from backoffice.core.hints import Any
from backoffice.core.money import Money
from backoffice.core.report import Report
from backoffice.kinds import KINDS, kind_of
from backoffice.reports import report_of

FURTHEST = 3650
"""So many days ahead a deadline is looked for before its event is cancelled."""


@verb(
    "due",
    examples=[
        "backoffice due",
        "backoffice due --days 7 --person linh",
        "backoffice due --kind contract --format json",
        "backoffice due --days 365 --ics ~/calendars/backoffice.ics",
        "backoffice due --page TODAY.md",
    ],
)
@options.file("--ics", "Write them as a calendar that other programs read")
@options.file("--page", "Write them as a page for the morning, such as TODAY.md")
@options.as_of
@options.form()
@click.pass_obj
def due(session: Session, /, ics: Path | None, page: Path | None, **given: Any) -> int:  # noqa: ANN401
    """Show what is overdue and what falls due soon, of all kinds; the first day to act comes first."""
    from backoffice.cli.outside import STANDARD
    from backoffice.cli.secret.dues import secrets
    from backoffice.reports.due import due as report_due
    from backoffice.reports.due import wanted

    if ics is None and page is None:
        more = secrets(session)

        def build(books: Books) -> Report:
            scope = scope_of(session, books, given)
            return report_due(books, wanted(scope), as_of=scope.as_of, more=more)

        return output.ask(session, build)
    files = [_calendar(session, ics, given)] if ics else []
    files += [_page(session, page, given)] if page else []
    if names := [str(file) for file in files if file != STANDARD]:
        output.result(session, [f"Wrote {name}" for name in names], {"files": names})
    return output.below(session, output.Unread.of(session.books))


due.params[:0] = options_of(report_of("due"))


def _dues(session: Session, given: dict[str, Any], days: int | None = None) -> list[tuple[Deadline, Money | None]]:
    from backoffice.cli.secret.dues import counted, secrets
    from backoffice.reports.due import unsettled, wanted

    scope = scope_of(session, session.books, given)
    asked = wanted(scope)._replace(days=scope.days if days is None else days)
    return list(unsettled(session.books, asked, as_of=session.as_of, more=counted(secrets(session))))


def _calendar(session: Session, file: Path, given: dict[str, Any]) -> Path:
    from backoffice.cli.outside import before, written
    from backoffice.formats.ics import calendar, cancelled, events

    business, today = session.settings.business.name, session.as_of
    dues = _dues(session, given)
    usual = dt.datetime.combine(today, dt.time(), dt.UTC)
    found = events(business, dues, _stamps(session, [deadline for deadline, _ in dues]), usual)
    old, gone = before(file), []
    if old is not None:
        furthest = events(business, _dues(session, given, FURTHEST), {}, usual)
        gone = cancelled(old.decode("utf-8", "replace"), [each.uid for each in furthest], as_of=today)
    return written(file, calendar(f"{business}: due", found, gone).encode())


def _stamps(session: Session, deadlines: list[Deadline]) -> dict[str, dt.datetime]:
    """Return when the records of deadlines were last changed, as far as that is committed."""
    paths: dict[str, str] = {}
    for subject in {each.subject for each in deadlines}:
        noun, _, identity = subject.partition("/")
        if noun in KINDS and (record := session.books.get(kind_of(noun).record, identity)):
            paths[subject] = record.where.path
    times = session.workspace.changed_at(list(paths.values()))
    return {subject: times[path] for subject, path in paths.items() if path in times}


def _page(session: Session, file: Path, given: dict[str, Any]) -> Path:
    from backoffice.cli.outside import written
    from backoffice.render.to_today import today_page

    text = today_page(
        session.settings.business.name, _dues(session, given), as_of=session.as_of, whose=given.get("person") or ""
    )
    return written(file, text.encode())
