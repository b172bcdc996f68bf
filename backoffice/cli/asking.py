"""Questions about the whole business: the morning page, what is due, and every report."""

from __future__ import annotations

from collections.abc import Callable

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.cli.records import RecordId
from backoffice.cli.values import PERIOD
from backoffice.cli.verbs import Helpful, Verb, verb
from backoffice.core.books import Books
from backoffice.core.hints import Any
from backoffice.core.scope import Declared, Scope
from backoffice.reports import REPORTS, report_of

_OPTIONS: dict[str, Callable[[Declared], click.Option]] = {
    "period": lambda _: click.Option(["--period"], type=PERIOD, metavar="PERIOD", help=options.PERIOD_HELP),
    "client": lambda of: click.Option(
        ["--client"], type=RecordId("client"), metavar="ID", required="client" in of.needs, help="Of this client only."
    ),
    "days": lambda _: click.Option(
        ["--days"], type=click.IntRange(0, 3650), metavar="N", default=30, help="So many days ahead; 30 by default."
    ),
    "basis": lambda _: click.Option(
        ["--basis"],
        type=click.Choice(["accrual", "cash"]),
        default="accrual",
        help="When it counts: when it is invoiced, which is the default, or when it is paid.",
    ),
    "person": lambda _: click.Option(["--person"], metavar="NAME", help="Only what this one of us looks after."),
    "kind": lambda _: click.Option(
        ["--kind"], metavar="WORD", help="Only deadlines of this kind (notice), or about these records (contract)."
    ),
    "by": lambda of: click.Option(
        ["--by"], type=click.Choice(of.by), default=of.by[0], help=f"{of.by[0].capitalize()} by default."
    ),
}
"""The options that reports may declare, by the field of ``Scope`` that each fills."""


_PDF = "client-statement"
"""The report that can be written as a letter."""


def _answered(session: Session, report: Declared, given: dict[str, Any]) -> int:
    if file := given.pop("pdf", None):
        from backoffice.cli.stating import statement_pdf

        statement_pdf(session, scope_of(session, session.books, given), file)
        return 0
    return output.ask(session, lambda books: report.build(books, scope_of(session, books, given)))


def scope_of(session: Session, books: Books, given: dict[str, Any]) -> Scope:
    """Return the scope that options ask for."""
    scope = {name: value for name, value in given.items() if value is not None}
    if "client" in scope:
        scope["client"] = named("client", books.ids("client"), scope["client"])
    return Scope(session.as_of, **scope)


def _pdf_option() -> click.Option:
    says = "Write it as a letter, in the client's language; -: to standard output."
    return click.Option(["--pdf"], type=options.FILE, metavar="FILE", help=says)


def command(report: Declared, name: str, examples: list[str]) -> Verb:
    """Return the command that answers with a report."""

    @verb(name, examples=examples)
    @options.as_of
    @options.form()
    @click.pass_obj
    def asked(session: Session, /, **given: Any) -> int:  # noqa: ANN401 - the options of the report
        return _answered(session, report, given)

    asked.help = asked.short_help = report.help
    asked.params[:0] = options_of(report)
    if name == _PDF:
        asked.params.insert(len(report.options), _pdf_option())
    return asked


def options_of(report: Declared) -> list[click.Option]:
    """Return the options that a report declares."""
    return [_OPTIONS[option](report) for option in report.options]


class Reports(Helpful):
    """A command for every report, made from its declaration."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all reports."""
        return [name.replace("_", "-") for name in REPORTS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Make the command of one report."""
        if cmd_name.replace("-", "_") not in REPORTS:
            return None
        declared = report_of(cmd_name)
        call = " ".join([f"backoffice report {cmd_name}", *(f"--{each} acme" for each in declared.needs)])
        by = [f"{call} --by {declared.by[-1]}"] if declared.by else []
        return command(declared, cmd_name, [call, *by, f"{call} --as-of 2026-03-31 --format html"])


report = Reports("report", help="Answer a question from the books, in any format.", no_args_is_help=True)
status = command(report_of("status"), "status", ["backoffice", "backoffice status --format html > morning.html"])
