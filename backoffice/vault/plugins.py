"""Age plugins are programs named by a key, so that a key from elsewhere could run one: only those on a list may run."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from backoffice.core.errors import RefusedError


class Talk(Protocol):
    """How a plugin reaches the user: to ask for a touch, a PIN, a yes."""

    def display_message(self, message: str) -> None:
        """Show what the plugin says."""
        ...

    def confirm(self, message: str, yes_string: str, no_string: str | None) -> bool | None:
        """Ask a question with two answers; None where nobody can be asked."""
        ...

    def request_public_string(self, description: str) -> str | None:
        """Ask for a text that may be seen."""
        ...

    def request_passphrase(self, description: str) -> str | None:
        """Ask for a text that may not be seen."""
        ...


class Silent:
    """Nobody is there: every question of a plugin goes without an answer."""

    def display_message(self, message: str) -> None:
        """Show nothing."""

    def confirm(self, message: str, yes_string: str, no_string: str | None) -> None:
        """Answer nothing."""
        del message, yes_string, no_string

    def request_public_string(self, description: str) -> None:
        """Answer nothing."""
        del description

    def request_passphrase(self, description: str) -> None:
        """Answer nothing."""
        del description


class Plugins(NamedTuple):
    """The names of plugins that may be run (``yubikey`` for ``age-plugin-yubikey``), and how they reach the user."""

    allowed: frozenset[str] = frozenset()
    talk: Talk = Silent()

    def require(self, name: str) -> None:
        """Refuse a plugin that may not be run.

        Raises:
            RefusedError: naming it.
        """
        if name not in self.allowed:
            hint = f"if you trust the program age-plugin-{name}, allow it by name"
            raise RefusedError(f"this key would run the age plugin {name}, which is not allowed", hint=hint)


NO_PLUGINS = Plugins()
