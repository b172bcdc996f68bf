"""Age plugins are programs named by a key, so that a key from elsewhere could run one: only those on a list may run."""

from __future__ import annotations

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple


class Talk:
    """How a plugin reaches the user: to ask for a touch, a PIN, a yes. This one reaches nobody."""

    def allows(self, name: str) -> bool:
        """Tell whether a plugin that is not on the list may be run, now and from now on."""
        del name
        return False

    def display_message(self, message: str) -> None:
        """Show what the plugin says."""

    def confirm(self, message: str, yes_string: str, no_string: str | None) -> bool | None:
        """Return the answer to a question with two of them; None where nobody can be asked."""
        del message, yes_string, no_string
        return None

    def request_public_string(self, description: str) -> str | None:
        """Return a text that may be seen; None where nobody can be asked."""
        del description
        return None

    def request_passphrase(self, description: str) -> str | None:
        """Return a text that may not be seen; None where nobody can be asked."""
        del description
        return None


class Plugins(NamedTuple):
    """The names of plugins that may be run (``yubikey`` for ``age-plugin-yubikey``), and how they reach the user.

    Whether any other may be run is asked before it is.
    """

    allowed: frozenset[str] = frozenset()
    talk: Talk = Talk()

    def require(self, name: str) -> None:
        """Refuse a plugin that may not be run.

        Raises:
            RefusedError: naming it.
        """
        if name not in self.allowed and not self.talk.allows(name):
            hint = f"if you trust the program age-plugin-{name}: `backoffice secret plugin {name}`"
            raise RefusedError(f"this key would run the age plugin {name}, which is not allowed", hint=hint)


NO_PLUGINS = Plugins()
