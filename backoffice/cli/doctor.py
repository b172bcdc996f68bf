"""`doctor`: is everything there that the tool needs, and what would make it better?"""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from backoffice import __version__
from backoffice.cli import clock, options, output
from backoffice.cli.context import Session
from backoffice.cli.verbs import verb
from backoffice.cli.zones import nearest
from backoffice.core.errors import BackofficeError
from backoffice.core.hints import Literal
from backoffice.core.report import Column, Report, Table
from backoffice.workspace import journal, trust
from backoffice.workspace.git import condition
from backoffice.workspace.git.call import installed, run
from backoffice.workspace.place import Place, cache_dir, find

State = Literal["fine", "hint", "problem"]
MANY_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands, and what to do about it."""

    what: str
    state: State
    says: str


@verb(
    "doctor", examples=["backoffice doctor", "backoffice doctor --format json", "backoffice doctor --keep clients/a.md"]
)
@click.option("--keep", multiple=True, metavar="PATH", help="Keep this file as it is and finish an interrupted change.")
@options.form()
@click.pass_obj
def doctor(session: Session, keep: tuple[str, ...]) -> int:
    """Look whether everything is there that the tool needs; exit with 1 when something is missing."""
    if keep and (finished := session.workspace.finish(keep)):
        output.complain(f"backoffice: finished “{finished}”, and kept {', '.join(keep)}")
    found = [*_of_the_machine(), *_of_the_workspace(session)]
    columns = (Column("what"), Column("state"), Column("says"))
    rows = [(each.what, each.state, each.says) for each in found]
    output.answer(session, Report("doctor", "", (Table("findings", columns, rows),)))
    return int(any(each.state == "problem" for each in found))


def _of_the_machine() -> Iterator[Finding]:
    yield Finding("backoffice", "fine", f"{__version__} with Python {platform.python_version()}")
    yield _looked("printing", _printing)


def _printing() -> Finding:
    from backoffice.render.libraries import known_by_exact_names

    with known_by_exact_names():
        from backoffice.render import to_pdf  # noqa: F401 - its libraries are what is looked for

    return Finding("printing", "fine", "the libraries for PDF are there")


def _of_the_workspace(session: Session) -> Iterator[Finding]:
    try:
        place = find(
            session.directory,
            explicit=session.folder or "",
            environment=session.environment.get("BACKOFFICE_WORKSPACE", ""),
        )
    except BackofficeError as missing:
        yield Finding("workspace", "hint", f"{missing.message}; {missing.hint}")
        return
    yield Finding("workspace", "fine", place.root)
    if not installed() or place.git_dir is None:
        says = "there is no git repository: " if installed() else "git is not installed: "
        yield Finding("git", "problem", f"{says}nothing can be written")
        return
    for what, look in _LOOKS.items():
        yield _looked(what, lambda look=look: look(place))  # type: ignore[misc]
    yield _looked("clock", lambda: _clock(session))
    yield from _vaults(session)


def _vaults(session: Session) -> Iterator[Finding]:
    from backoffice.cli.secret.looking import findings

    try:
        yield from (Finding(what, state, says) for what, state, says in findings(session))
    except BackofficeError as error:
        yield Finding("vault", "problem", f"{error.message}; {error.hint}" if error.hint else error.message)


def _looked(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except BackofficeError as error:
        return Finding(what, "problem", f"{error.message}; {error.hint}" if error.hint else error.message)
    except (OSError, ImportError) as error:
        return Finding(what, "problem", str(error))


def _git(place: Place) -> Finding:
    version = run(place, "version").decode("utf-8", "replace").strip().removeprefix("git version ")
    old = tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < (2, 36)
    return Finding("git", "problem" if old else "fine", f"{version}{'; 2.36 or later is needed' if old else ''}")


def _trust(place: Place) -> Finding:
    if trust.trusted(place, outward=True):
        return Finding("trust", "fine", "no git setting runs programs that you have not agreed to")
    return Finding("trust", "problem", f"{trust.risks(place)[0]} could run a program; backoffice trust")


def _identity(place: Place) -> Finding:
    author, _ = condition.identities(place)
    return Finding("identity", "fine", author.rpartition("> ")[0] + ">" if "> " in author else author)


def _writable(place: Place) -> Finding:
    tip = condition.require_writable(place)
    return Finding("branch", "fine", tip.ref.removeprefix("refs/heads/"))


def _journal(place: Place) -> Finding:
    if journal.pending(place):
        return Finding("recovery", "hint", "a command was interrupted; the next change finishes it first")
    return Finding("recovery", "fine", "no command was interrupted")


def _speed(place: Place) -> Finding:
    many = run(place, "ls-files", "-z").count(b"\0") > MANY_FILES
    wanted = {"core.untrackedCache": "true", **({"feature.manyFiles": "true"} if many else {})}
    missing = [
        f"git config {key} {value}"
        for key, value in wanted.items()
        if run(place, "config", "--get", key, fine=(0, 1)).decode().strip() != value
    ]
    return Finding("speed", "hint" if missing else "fine", "; ".join(missing) or "git is set up for large workspaces")


def _cache(place: Place) -> Finding:
    return Finding("cache", "fine", f"{cache_dir(place)}; deleting it costs a second")


def _clock(session: Session) -> Finding:
    zone = session.settings.timezone
    if clock.VARIABLE in session.environment:
        return Finding("clock", "hint", f"{clock.VARIABLE} says {session.today}, whatever day it is")
    if not clock.knows(zone):
        return Finding("clock", "problem", f"there is no time zone {zone!r}: {nearest(zone)}")
    return Finding("clock", "fine", f"{session.today} in {zone}")


_LOOKS: dict[str, Callable[[Place], Finding]] = {
    "trust": _trust,
    "git": _git,
    "identity": _identity,
    "branch": _writable,
    "recovery": _journal,
    "speed": _speed,
    "cache": _cache,
}
