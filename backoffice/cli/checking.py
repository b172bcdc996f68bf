"""`check`: everything that is wrong, in the form that editors and people know from compilers."""

from __future__ import annotations

from collections.abc import Sequence

import click

from backoffice.checks import run
from backoffice.checks.check import Tier
from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.faults import known_faults
from backoffice.cli.naming import named
from backoffice.cli.verbs import verb
from backoffice.cli.zones import unknown_zone
from backoffice.core.books import Books, by_place
from backoffice.core.diagnostic import Diagnostic
from backoffice.core.errors import BackofficeError
from backoffice.core.hints import cast
from backoffice.render.text import visible


@verb(
    "check",
    examples=["backoffice check", "backoffice check --tier strict", "backoffice check --explain changed-invoice"],
)
@click.option(
    "--tier", type=click.Choice(["basic", "strict"]), default="basic", help="strict looks for untidiness too."
)
@click.option("--explain", metavar="CODE", help="Say what a code means, and what to do; of all of them: all.")
@options.form("plain", "json")
@click.pass_obj
def check(session: Session, tier: str, explain: str | None) -> int:
    """Find everything that is wrong in the files and between them; exit with 1 when there is an error."""
    if explain is not None:
        return _explained(session, explain)
    from backoffice.cli.secret.guarding import looked_at
    from backoffice.workspace.claims import Claims
    from backoffice.workspace.folders import astray

    found, unreadable, zone = session.ask(
        lambda books: (_found(books, cast("Tier", tier)), books.unreadable, _zone(books))
    )
    place = session.workspace.place
    beside = [*unknown_zone(session, zone), *astray(place.root, Claims.of_kinds()), *looked_at(place)]
    found = sorted({*session.workspace.placed(found), *beside}, key=by_place)
    if session.form == "json":
        output.envelope(session, {"data": [output.finding(each) for each in found]})
    else:
        output.page(f"{visible(line)}\n" for each in found for line in output.located(each))
        output.complain(f"backoffice: {_summary(found, unreadable)}")
    return int(any(each.severity == "error" for each in found))


def _found(books: Books, tier: Tier) -> list[Diagnostic]:
    """Return all that is wrong, by place; where there are no settings, what is wrong in the files."""
    found = set(books.problems)
    try:
        found.update(run(books, tier))
    except BackofficeError as error:
        found.update(error.diagnostics)
    return sorted(found, key=by_place)


def _zone(books: Books) -> str:
    """Return the time zone of the settings; where those cannot be read, what is wrong is said already."""
    try:
        return books.settings.timezone
    except BackofficeError:
        return "UTC"


def _summary(found: Sequence[Diagnostic], bad: int) -> str:
    severities = [str(each.severity) for each in found]
    counted = [
        f"{count} {name}{'s' * (count != 1)}" for name in ("error", "warning") if (count := severities.count(name))
    ]
    unreadable = [f"{bad} record{'s' * (bad != 1)} unreadable"] if bad else []
    return ", ".join([*counted, *unreadable]) or "all is well"


def _explained(session: Session, code: str) -> int:
    known = known_faults()
    if code == "all":
        lines = [f"{each.fault.code}: {each.fault.explain.partition('. ')[0].rstrip('.')}." for each in known.values()]
        output.result(session, [part for line in lines for part in output.folded(line)], {"codes": list(known)})
        return 0
    fault = known[named("code", list(known), code, "backoffice check --explain all")].fault
    data = {"code": fault.code, "severity": str(fault.severity), "explain": fault.explain}
    output.result(session, [f"{fault.code} ({fault.severity})", "", *output.folded(fault.explain)], data)
    return 0
