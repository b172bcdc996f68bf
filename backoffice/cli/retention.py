"""`retention`: which papers may go, how long the others stay, and by which rule."""

from __future__ import annotations

import click

from backoffice.cli import options, output
from backoffice.cli.asking import command
from backoffice.cli.context import Session
from backoffice.cli.verbs import Lazy, Verb, verb
from backoffice.core.scope import Scope
from backoffice.reports import report_of

_REPORT = report_of("retention")

retention = Lazy(
    "retention",
    help="How long papers are kept: what may go, what stays until when, and by which rule.",
    no_args_is_help=True,
    targets={
        "due": "retention:due",
        "list": "retention:listed",
        "classes": "retention:classes",
        "hold": "retaining:hold",
        "release": "retaining:release",
        "dispose": "retaining:dispose",
    },
)


def _part(name: str, by: str, text: str, examples: list[str]) -> Verb:
    """Return the command that answers with one part of the report."""

    @verb(name, examples=examples)
    @options.as_of
    @options.form()
    @click.pass_obj
    def asked(session: Session) -> int:
        return output.ask(session, lambda books: _REPORT.build(books, Scope(session.as_of, by=by)))

    asked.help = asked.short_help = text
    return asked


due = _part(
    "due",
    "due",
    "List the documents whose time is over: they may go, unless they are on hold.",
    ["backoffice retention due", "backoffice retention due --as-of 2027-01-01 --format csv"],
)
listed = _part(
    "list",
    "all",
    "List every document with its class, the last day it has to be kept, and why.",
    ["backoffice retention list", "backoffice retention list --format html > kept.html"],
)
classes = _part(
    "classes",
    "class",
    "List the classes: how long their papers are kept, counted from when, and by which law.",
    ["backoffice retention classes", "backoffice retention classes --format md"],
)
of_documents = command(
    _REPORT,
    "retention",
    [
        "backoffice document retention",
        "backoffice document retention --by all --as-of 2027-01-01",
        "backoffice document retention --by class",
    ],
)
