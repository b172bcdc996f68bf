"""`tool show`: everything about a tool, and the commands that show what it takes to log in."""

from __future__ import annotations

import shlex

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.records import found, record_id
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.hints import Any
from backoffice.core.report import Column, Report, Table
from backoffice.kinds.tool import KIND, Tool


@verb("show", examples=["backoffice tool show cloudflare", "backoffice tool show cloudflare --format json"])
@record_id("tool")
@options.as_of
@options.form("table", "plain", "json", "md", "html")
@click.pass_obj
def show(session: Session, identity: str) -> None:
    """Show all about one tool: fields, what refers to it, and how to look up its secrets; no vault is opened."""
    from backoffice.cli import sheet

    def as_data(books: Books) -> dict[str, Any]:
        tool = found(session, Tool, identity)
        return sheet.data(KIND, books, tool, session.as_of) | {"commands": _commands(tool)}

    def as_report(books: Books) -> Report:
        tool = found(session, Tool, identity)
        report = sheet.sheet(KIND, books, tool, session.as_of)
        rows = [(each,) for each in _commands(tool)]
        commands = Table("commands", (Column("command"),), rows, title="Look up its secrets", headings=False)
        first, *others = report.tables
        return report._replace(tables=(first, *([commands] if rows else []), *others))

    if session.form == "json":
        output.envelope(session, {"data": session.ask(as_data)})
    else:
        output.shown(session, session.ask(as_report))


def _commands(tool: Tool) -> list[str]:
    return [f"backoffice secret show {shlex.quote(secret)}" for secret in tool.secrets]
