"""Commands and groups of them: help with examples, loaded only when they are run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

import click

from backoffice.cli import options
from backoffice.cli.context import Session
from backoffice.core.errors import UsageError
from backoffice.core.hints import Any

LONG = 160
"""Letters that what a command does may have in a list; longer sentences end in an ellipsis."""


class Helpful(click.Group):
    """A group that knows what was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names.

        Raises:
            UsageError: when there is none; with the nearest.
        """
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            near = self.near(ctx, args[0])
            hint = f"did you mean {' or '.join(near)}?" if near else f"{ctx.command_path} --help"
            raise UsageError(f"{ctx.command_path} has no command {args[0]!r}", hint=hint)
        return super().resolve_command(ctx, args)

    def near(self, ctx: click.Context, word: str) -> list[str]:
        """Return what could be meant by a word: commands that begin with it or as it does, else those like it."""
        import difflib

        names = self.list_commands(ctx)
        begun = [name for name in names if name.startswith(word) or word.startswith(name)]
        return begun[:3] or difflib.get_close_matches(word, names, n=2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, as one whole sentence."""
        names = self.list_commands(ctx)
        commands = [(name, self.get_command(ctx, name)) for name in names]
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.get_short_help_str(limit=LONG)) for name, each in commands if each])


class Verb(click.Command):
    """A command with the options that all have, and with examples below its help."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **attributes: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **attributes)
        self.examples = tuple(examples)
        self.params += options.common()

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run the command, whose name the session keeps for the answer."""
        if session := ctx.find_object(Session):
            session.command = ctx.command_path.partition(" ")[2]
        return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the examples."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write("".join(f"  {line}\n" for line in folded(example, formatter.width - 2)))


def folded(command: str, width: int) -> list[str]:
    """Return a command in lines that a shell takes as one, broken between its words where it is longer than ``width``.

    An option stays with its value.
    """
    import re

    if len(command) <= width:
        return [command]
    pieces = re.findall(r"""(?:^|\s)(-\S+\s(?=[^-|]))?((?:[^\s'"]|'[^']*'|"[^"]*")+)""", command)
    first, *others = map("".join, pieces)
    lines = [first]
    for piece in others:
        if len(lines[-1]) + len(piece) + len("  \\") > width:
            lines[-1] += " \\"
            lines.append(f"    {piece}")
        else:
            lines[-1] += f" {piece}"
    return lines


def verb(name: str, *, examples: Sequence[str], short: str = "") -> Callable[[Callable[..., Any]], Verb]:
    """Return a decorator that makes a function a command; its docstring is the help."""
    return click.command(name, cls=Verb, examples=examples, short_help=short or None)


class Lazy(Helpful):
    """A group whose commands are named by where they are, ``module:attribute``, and imported when asked for."""

    def __init__(self, *arguments: Any, targets: Mapping[str, str], **attributes: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **attributes)
        self.targets = targets

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order in which they were declared."""
        return list(self.targets)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        target = self.targets.get(cmd_name)
        return loaded(target) if target else None


def loaded(target: str) -> click.Command:
    """Return the command at ``module:attribute``; the module is one of this package."""
    module, _, attribute = target.partition(":")
    command: click.Command = getattr(import_module(f"backoffice.cli.{module}"), attribute)
    return command
