"""`completion`: the line that teaches a shell to complete commands, options and record ids."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.verbs import verb


@verb(
    "completion",
    examples=[
        "echo 'eval \"$(backoffice completion bash)\"' >> ~/.bashrc",
        "backoffice completion fish > ~/.config/fish/completions/backoffice.fish",
    ],
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands, options and the ids of records."""
    made = get_completion_class(shell)
    if made is not None:
        root = context.find_root()
        root.ensure_object(Session)
        output.raw([made(root.command, {}, "backoffice", "_BACKOFFICE_COMPLETE").source(), "\n"])
