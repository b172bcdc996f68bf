"""`check`: everything that is wrong, in the form that editors and people know from compilers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import click

from backoffice.checks import run
from backoffice.checks.check import Tier
from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.faults import known_faults
from backoffice.cli.naming import named
from backoffice.cli.verbs import verb
from backoffice.core.diagnostic import Diagnostic


@verb(
    "check",
    examples=["backoffice check", "backoffice check --tier strict", "backoffice check --explain changed-invoice"],
)
@click.option(
    "--tier", type=click.Choice(["basic", "strict"]), default="basic", help="strict looks for untidiness too."
)
@click.option("--explain", metavar="CODE", help="Say what a code means, and what to do.")
@options.form("plain", "json")
@click.pass_obj
def check(session: Session, tier: str, explain: str | None) -> int:
    """Find everything that is wrong in the files and between them; exit with 1 when there is an error."""
    if explain is not None:
        return _explained(session, explain)
    from backoffice.cli.secret.guarding import looked_at

    found = sorted(
        {*session.books.problems, *run(session.books, cast("Tier", tier)), *looked_at(session.workspace.place)},
        key=lambda each: (each.where, each.code),
    )
    if session.form == "json":
        output.envelope(session, {"data": [output.finding(each) for each in found]})
    else:
        output.page(f"{line}\n" for each in found for line in output.located(each))
        output.complain(f"backoffice: {_summary(session, found)}")
    return int(any(each.severity == "error" for each in found))


def _summary(session: Session, found: Iterable[Diagnostic]) -> str:
    severities = [str(each.severity) for each in found]
    counted = [
        f"{count} {name}{'s' * (count != 1)}" for name in ("error", "warning") if (count := severities.count(name))
    ]
    bad = session.books.unreadable
    unreadable = [f"{bad} record{'s' * (bad != 1)} unreadable"] if bad else []
    return ", ".join([*counted, *unreadable]) or "all is well"


def _explained(session: Session, code: str) -> int:
    known = known_faults()
    fault = known[named("code", list(known), code)].fault
    data = {"code": fault.code, "severity": str(fault.severity), "explain": fault.explain}
    output.result(session, [f"{fault.code} ({fault.severity})", "", fault.explain], data)
    return 0
