"""Every example in a command's help is one that the command line understands, options and all."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from backoffice.cli.context import Session
from backoffice.cli.main import root
from backoffice.cli.verbs import Verb


def examples(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Yield the examples of a command and of all below it, without what a shell makes of them."""
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from examples(below, click.Context(below, parent=ctx, info_name=name))
    elif isinstance(command, Verb):
        yield from (each[each.index("backoffice ") :] for each in command.examples if _is_plain(each))


def _is_plain(line: str) -> bool:
    return "backoffice " in line and "$(backoffice completion" not in line and " -- " not in line


@pytest.mark.parametrize("line", sorted({*examples(root, click.Context(root, info_name="backoffice"))}))
def test_the_example_can_be_typed(line: str) -> None:
    words = shlex.split(line.split(" | ", maxsplit=1)[0].split(" > ", maxsplit=1)[0].removesuffix(")"))[1:]
    context = root.make_context("backoffice", words, obj=Session(os.environ, str(Path.cwd())))
    try:
        while isinstance(context.command, click.Group):
            name, command, rest = context.command.resolve_command(context, [*context._protected_args, *context.args])
            assert command is not None
            context = command.make_context(name, rest, parent=context)
    except click.BadParameter as error:
        if "does not exist" not in error.message:  # a file of the user's
            raise
