"""Age plugins: which programs a key may run, and how they reach the person at the terminal."""

from __future__ import annotations

from backoffice.cli import output
from backoffice.cli.secret import asking
from backoffice.vault import pins
from backoffice.vault.plugins import Plugins, Talk


class Terminal(Talk):
    """A person at a terminal, where there is one."""

    def __init__(self, state: str) -> None:
        self.state = state

    def allows(self, name: str) -> bool:
        """Ask whether a plugin may be run, before it is run for the first time."""
        known = pins.plugins(self.state)
        if name in known:
            return True
        if not asking.reachable() or not self.confirm(question(name), "yes", "no"):
            return False
        pins.keep_plugins(self.state, known | {name})
        return True

    def display_message(self, message: str) -> None:
        """Show what the plugin says."""
        output.complain(message)

    def confirm(self, message: str, yes_string: str, no_string: str | None) -> bool | None:
        """Ask a question with two answers; no where there is nobody."""
        if not asking.reachable():
            return None
        output.complain(f"{message} ({yes_string}{f' or {no_string}' if no_string else ''})")
        import click

        return click.confirm("Yes?", default=False, err=True)

    def request_public_string(self, description: str) -> str | None:
        """Ask for a text that may be seen."""
        import click

        return click.prompt(description, err=True, type=str) if asking.reachable() else None

    def request_passphrase(self, description: str) -> str | None:
        """Ask for a text that may not be seen."""
        return asking.typed(description).reveal() if asking.reachable() else None


def question(name: str) -> str:
    """Return what to ask about a plugin: the program that it would run, by its path."""
    program = f"age-plugin-{name}"
    from shutil import which

    where = which(program) or "which is not installed"
    return f"A key wants to run the program {program} ({where}), which sees what it is to unlock. Allow it from now on?"


def allowed(state: str) -> Plugins:
    """Return the plugins that may be run, and who is asked about others."""
    return Plugins(pins.plugins(state), Terminal(state))
