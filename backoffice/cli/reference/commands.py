"""The commands, from the command line's own declarations: one page for each noun, and for each command without one."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

import click

from backoffice.cli.main import root
from backoffice.cli.options import common
from backoffice.cli.reference.markdown import code, fenced, page, plain, table

_INTRO = "`backoffice NOUN VERB`, or `backoffice COMMAND`; `bo` is short for `backoffice`."
_NAMES = (
    "**Names are forgiving.** Where a command takes an ID, a beginning, an end or any part of one will do, as long "
    "as it fits one record."
)
_COMMON = frozenset(option.name for option in common())


def pages() -> Mapping[str, str]:
    """Return the overview, and a page for each word that can follow ``backoffice``."""
    context = click.Context(root, info_name="backoffice", **root.context_settings)  # commands keep their help option
    found = list(_subcommands(root, context))
    rows = [(f"[{command.name}](commands/{command.name}.md)", plain(_short(command))) for command, _ in found]
    everywhere = page("## Options of every command", _options(root, common=True))
    overview = page("Commands", _INTRO, _NAMES, table(("command", "does"), rows))
    details = {f"commands/{command.name}.md": "\n".join(_page(command, within)) for command, within in found}
    return {"commands.md": f"{overview}\n{everywhere}"} | details


def _subcommands(group: click.Group, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None  # noqa: S101 - it was listed
        yield command, click.Context(command, parent=context, info_name=name)


def _page(command: click.Command, context: click.Context) -> Iterator[str]:
    yield page(context.command_path, plain(_help(command)))
    if isinstance(command, click.Group):
        for verb, within in _subcommands(command, context):
            yield page(f"## {within.command_path}", plain(_help(verb)), *_details(verb, within))
    else:
        yield page("## Use", *_details(command, context))


def _help(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "")


def _short(command: click.Command) -> str:
    return _help(command).partition("\n\n")[0].replace("\n", " ")


def _details(command: click.Command, context: click.Context) -> Iterator[str]:
    yield fenced(" ".join([context.command_path, *command.collect_usage_pieces(context)]), "text")
    yield _options(command, common=False)
    if examples := getattr(command, "examples", ()):
        yield fenced("\n".join(examples), "sh")


def _options(command: click.Command, *, common: bool) -> str:
    rows = [
        (code(_spelled(option)), plain(option.help or ""))
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden and (option.name in _COMMON) is common
    ]
    return table(("option", "does"), rows)


def _spelled(option: click.Option) -> str:
    """Return an option with what it takes, as one would type it."""
    names = ", ".join(option.opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    if isinstance(option.type, click.IntRange):
        return f"{names} N"
    return f"{names} {option.metavar or option.type.name.upper()}"
