"""Options that many commands share, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from backoffice.cli.context import Session
from backoffice.cli.values import DAY, PERIOD
from backoffice.core.hints import Any, TypeVar
from backoffice.render import FORMATS

F = TypeVar("F", bound=Callable[..., Any])


def _session(context: click.Context) -> Session:
    session: Session = context.find_object(Session)  # type: ignore[assignment]
    return session


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Return a callback that keeps an option's value in the session."""

    def keep(context: click.Context, _: click.Parameter, value: Any) -> Any:  # noqa: ANN401
        if value is not None and (session := context.find_object(Session)):
            setattr(session, name, value)
        return value

    return keep


def common() -> list[click.Option]:
    """Return the options that every command has."""
    return [
        click.Option(
            ["--workspace"],
            metavar="DIR",
            expose_value=False,
            callback=_keep("folder"),
            help="The workspace; else $BACKOFFICE_WORKSPACE, or the nearest folder with backoffice.yaml.",
        ),
        click.Option(
            ["--today"],
            type=DAY,
            metavar="DATE",
            expose_value=False,
            callback=_keep("day"),
            help="Another day than today.",
        ),
    ]


_TABLES = "How to print it; unless you say, a table at a terminal and plain text elsewhere."


def form(*names: str) -> Callable[[F], F]:
    """Return the option --format with these formats (all of them when none is named)."""
    return click.option(
        "--format",
        type=click.Choice(names or FORMATS),
        expose_value=False,
        callback=_keep("form"),
        help=_TABLES if "table" in (names or FORMATS) else "Sentences for people, or JSON for programs.",
    )


as_of = click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    expose_value=False,
    callback=_keep("as_of_day"),
    help="As things stood on that day.",
)

PERIOD_HELP = "2026, 2026-Q1, 2026-03 or 2026-01-15..2026-02-14."

period = click.option("--period", type=PERIOD, metavar="PERIOD", help=f"Dated within {PERIOD_HELP}")

dry_run = click.option("--dry-run", is_flag=True, help="Show what would change as a diff; write nothing.")

yes = click.option("--yes", is_flag=True, help="Do not ask.")


FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
"""A file to write; ``-`` is standard output."""


def file(name: str, help: str) -> Callable[[F], F]:
    """Return an option that says where to write something as a file."""
    return click.option(name, type=FILE, metavar="FILE", help=f"{help}; -: standard output.")


def to_file(help: str) -> Callable[[F], F]:
    """Return the option -o, which says where to write the file that a command makes."""
    return click.option("-o", "--output", "to", type=FILE, metavar="FILE", help=f"{help}; -: standard output.")


opened = click.option("--open", "opened", is_flag=True, help="Open it in the viewer.")


def on_day(help: str) -> Callable[[F], F]:
    """Return the option --on."""
    return click.option("--on", type=DAY, metavar="DATE", help=f"{help}; today unless you say otherwise.")
