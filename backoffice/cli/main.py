"""The command `backoffice` and its parts: a group for every kind of record, and the commands without a noun."""

from __future__ import annotations

from collections.abc import Mapping

import click

from backoffice import __version__
from backoffice.cli import options
from backoffice.cli.context import Session
from backoffice.cli.verbs import LONG, Lazy, loaded
from backoffice.core.errors import MissingError
from backoffice.kinds import KINDS, kind_of

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Every day": {
        "status": "asking:status",
        "due": "dues:due",
        "report": "asking:report",
        "find": "finding:find",
        "check": "checking:check",
        "retention": "retention:retention",
        "secret": "secret.group:secret",
    },
    "The workspace": {
        "init": "starting:init",
        "log": "history:log",
        "undo": "history:undo",
        "export": "exporting:export",
        "template": "templating:template",
        "schema": "schemas:schema",
        "doctor": "doctor:doctor",
        "trust": "trusting:trust",
        "completion": "completing:completion",
    },
}
"""Commands without a noun, by the heading they have in the help."""

NOUNS = tuple(name.replace("_", "-") for name in KINDS)


EVERYWHERE = frozenset({"list", "show", "new", "edit", "path"})
"""Verbs that every kind has, and that are no commands of themselves."""


class Root(Lazy):
    """Kinds first, then everything else; without a word: the morning page, or help where there is no workspace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every noun and command."""
        return [*NOUNS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the group of a noun, or a command."""
        if cmd_name in NOUNS:
            from backoffice.cli.nouns import group

            return group(kind_of(cmd_name))
        return super().get_command(ctx, cmd_name)

    def near(self, ctx: click.Context, word: str) -> list[str]:
        """Return what could be meant by a word, a verb without its noun among it."""
        from backoffice.cli.nouns import TRADE

        ours = [f"{noun} {word}" for noun, verbs in TRADE.items() if word in verbs]
        return ours or ([f"client {word}", f"invoice {word}"] if word in EVERYWHERE else super().near(ctx, word))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write nouns and commands under headings."""
        with formatter.section("Records"):
            formatter.write_dl([(noun, kind_of(noun).help) for noun in NOUNS])
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                rows = [(name, loaded(target).get_short_help_str(limit=LONG)) for name, target in commands.items()]
                formatter.write_dl(rows)


@click.group(
    "backoffice",
    cls=Root,
    targets={name: target for section in SECTIONS.values() for name, target in section.items()},
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`backoffice COMMAND --help` shows examples.",
)
@click.version_option(__version__, message="backoffice %(version)s")
@click.pass_context
def root(ctx: click.Context) -> int | None:
    """Run the back office of a small business from plain text files in git."""
    if ctx.invoked_subcommand:
        return None
    session = ctx.ensure_object(Session)
    try:
        _ = session.workspace
    except MissingError as missing:
        if session.folder or session.environment.get("BACKOFFICE_WORKSPACE"):
            raise
        click.echo(f"{ctx.get_help()}\n\nNo workspace here: {missing.hint}.")
        return 0
    code: int | None = ctx.invoke(loaded("asking:status"))
    return code


root.params += options.common()
