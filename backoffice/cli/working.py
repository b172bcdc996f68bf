"""`time start`, `stop`, `add` and `edit`: working time, as people say it on one line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import click

from backoffice.cli import clock, options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.persons import person_of, person_option
from backoffice.cli.places import Place, placed
from backoffice.cli.records import RecordId, found, require_readable
from backoffice.cli.values import Value
from backoffice.cli.verbs import verb
from backoffice.core.change import Plan
from backoffice.core.dates import parse_date
from backoffice.core.errors import RefusedError, UsageError, ValueTextError
from backoffice.core.hours import Clock, Stretch
from backoffice.kinds import recording
from backoffice.kinds.budgets import budgets
from backoffice.kinds.time import TimeEntry, path_of
from backoffice.kinds.unbilled import Unbilled

T = TypeVar("T")
CLOCK = Value("time", Clock.parse)
_SAID = r"(?:(\d{4}-\d\d-\d\d)\s+)?(\S+?)(?:\s+([^\s:][^:]*?))?\s*(?::(?:\s+(.*))?)?"
_FORM = 'it looks like "2026-11-20 09:00-12:15 acme/website: homepage" or "45m acme: call"'

task_option = click.option("--task", default="", metavar="TEXT", help="What sort of work, where the words do not say.")
free_option = click.option("--not-billable", "free", is_flag=True, help="It is never billed.")
at_option = click.option("--at", type=CLOCK, metavar="TIME", help="Another time than now, such as 9:00.")


class Said(NamedTuple):
    """What was said on one line: the day, if any, the time, where, and what."""

    day: dt.date | None
    time: Stretch
    where: str
    text: str


def said(line: str) -> Said:
    """Return what a line such as ``2026-11-20 09:00-12:15 acme/website: homepage`` says.

    Raises:
        UsageError: when it cannot be read so.
    """
    tight = re.sub(r"(\d:\d\d)\s*-\s*(\d)", r"\1-\2", " ".join(line.split()))
    match = re.fullmatch(_SAID, tight)
    if match is None:
        raise UsageError(f"{line!r} is not an entry of time", hint=_FORM)
    day, time, where, text = match.groups()
    return Said(_read(day, parse_date) if day else None, _read(time, Stretch.parse), where or "", text or "")


def _read(text: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(text)
    except ValueTextError as expected:
        raise UsageError(f"{text!r} is not {expected}", hint=_FORM) from None


@verb(
    "add",
    examples=[
        'backoffice time add "2026-11-20 09:00-12:15 acme/website: homepage"',
        'backoffice time add "3h15m acme/website/design: homepage"',
        'backoffice time add "45m: bookkeeping" --person ada --dry-run',
    ],
)
@click.argument("words", metavar="ENTRY...", nargs=-1, required=True)
@person_option
@task_option
@free_option
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def add(session: Session, words: tuple[str, ...], person: str | None, task: str, *, free: bool, dry_run: bool) -> int:
    """Record time: the day (else today), from when to when or how long, where, and what.

    WHERE is a project, or client/project, with /task behind it; a client alone; or nothing for internal work. Recording
    the same again changes nothing.
    """
    heard = said(" ".join(words))
    with session.workspace.locked():
        session.refresh()
        new = _entry(session, person, heard.day or session.today, heard, task=task, free=free)
        plan = recording.add([new], _known(session, new.person))
        return _done(session, plan, new, dry_run=dry_run)


@verb(
    "start",
    examples=[
        "backoffice time start acme/website homepage, first draft",
        "backoffice time start acme-website --task design --at 9:00",
    ],
)
@click.argument("words", metavar="[WHERE] [TEXT]...", nargs=-1)
@person_option
@task_option
@free_option
@at_option
@options.on_day("Another day")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def start(
    session: Session,
    words: tuple[str, ...],
    person: str | None,
    task: str,
    *,
    free: bool,
    at: Clock | None,
    on: dt.date | None,
    dry_run: bool,
) -> int:
    """Start a timer: an entry without an end, in the file of the month, on every machine that has it.

    WHERE is one word, as for `time add`; what comes after it, or after a colon, is the text. Starting the same again
    changes nothing; while another one runs, stop that first.
    """
    place, _, text = (words or ("",))[0].partition(":")
    with session.workspace.locked():
        session.refresh()
        day, begun = _moment(session, on, at)
        heard = Said(day, Stretch(begun), place, " ".join([text, *words[1:]]).strip())
        new = _entry(session, person, day, heard, task=task, free=free)
        return _done(session, recording.start(new, _known(session, new.person)), new, dry_run=dry_run)


@verb("stop", examples=["backoffice time stop", "backoffice time stop --on 2026-11-20 --at 17:30"])
@person_option
@at_option
@options.on_day("The day it ended")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def stop(session: Session, person: str | None, at: Clock | None, on: dt.date | None, *, dry_run: bool) -> int:
    """Stop the timer that runs, wherever it was started; over midnight the rest is an entry of the next day."""
    with session.workspace.locked():
        session.refresh()
        who = person_of(session, person)
        known = _known(session, who)
        going = sorted(recording.running(known), key=lambda each: (each.date, each.time.start))
        if not going:
            return _done(session, Plan(f"no timer of {who} runs"), None, dry_run=dry_run)
        entry = going[-1]
        day, end = _moment(session, on or (entry.date if at else None), at)
        plan = recording.stop(entry, _position(session, entry), known, on=day, at=end)
        return _done(session, plan, entry, dry_run=dry_run)


@verb("edit", examples=["backoffice time edit", "backoffice time edit ada", "backoffice time edit ada-2026-11-20-0900"])
@click.argument("identity", metavar="[ID|PERSON]", type=RecordId("time"), required=False)
@click.option("--no-commit", is_flag=True, help="Leave the change uncommitted.")
@click.pass_obj
def edit(session: Session, identity: str | None, *, no_commit: bool) -> int:
    """Open a file of time in $VISUAL or $EDITOR, this month's unless you name an entry; check and commit it."""
    from backoffice.cli.editing import edit_file

    if identity and re.search(r"\d{4}-\d\d-\d\d", identity):
        path = found(session, TimeEntry, identity).where.path
    else:
        path = path_of(person_of(session, identity), session.today)
    return edit_file(session, path, no_commit=no_commit)


def _entry(session: Session, person: str | None, day: dt.date, heard: Said, *, task: str, free: bool) -> TimeEntry:
    place = placed(session.books, heard.where) if heard.where.strip() else Place()
    if task and place.task:
        raise UsageError(f"the task is {place.task} or {task}", hint="leave --task out, or the part behind the slash")
    return recording.entry_of(
        person_of(session, person),
        day,
        heard.time,
        project=place.project,
        client=place.client,
        task=place.task or task,
        text=heard.text,
        billable=not free,
    )


def _known(session: Session, person: str) -> list[TimeEntry]:
    """Return all time of a person.

    Raises:
        RefusedError: while some of it cannot be read.
    """
    broken = [each for each in session.books.problems if each.where.path.startswith(f"time/{person}/")]
    if wrong := [each for each in broken if each.severity == "error"]:
        files = ", ".join(dict.fromkeys(each.where.path for each in wrong))
        raise RefusedError(f"{files} has to be put right first", diagnostics=wrong)
    require_readable(session, "settings/settings")
    return [entry for entry in session.books.all(TimeEntry) if entry.person == person]


def _moment(session: Session, on: dt.date | None, at: Clock | None) -> tuple[dt.date, Clock]:
    return on or session.today, at if at is not None else Clock.of(clock.moment(session.settings.timezone))


def _position(session: Session, entry: TimeEntry) -> int:
    """Return which entry of its file this is, counted from 0.

    Raises:
        RefusedError: when another one stands on its line, so that they cannot be told apart.
    """
    from backoffice.formats.frontmatter import read

    reading = read(entry.where.path, session.workspace.current(entry.where.path) or b"")
    fitting = [at for at, each in enumerate(reading.documents) if each.where == entry.where]
    if len(fitting) != 1:
        raise RefusedError(
            f"{entry.where} has more than one entry on the line", hint=f"edit {entry.where.path} by hand"
        )
    return fitting[0]


def _done(session: Session, plan: Plan, entry: TimeEntry | None, *, dry_run: bool) -> int:
    data = {
        "id": entry.id if entry else None,
        "path": entry.where.path if entry else None,
        "already": not plan,
    }
    words = {"Record": "Recorded", "Start": "Started"}
    first, _, rest = plan.summary.partition(" ")
    lines = [f"{words.get(first, first)} {rest}", *([f"  {entry.where.path}"] if entry else [])]
    code = carry_out(session, plan, dry_run=dry_run, said=lines, data=data)
    if plan and entry and entry.project and not dry_run:
        _warn(session, entry.project)
    return code


def _warn(session: Session, project: str) -> None:
    """Say when the budget of a project is almost used, or more than that."""
    found = budgets(Unbilled(session.refresh()), until=session.today)
    warnings = (warning for each in found if each.project.id == project for warning in each.warnings())
    output.complain(*(f"backoffice: warning: {each}" for each in warnings))
