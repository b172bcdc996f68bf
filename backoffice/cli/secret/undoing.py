"""Why `undo` leaves vaults alone: an older vault put back is what every machine has to refuse."""

from __future__ import annotations

from collections.abc import Iterable

from backoffice.core.errors import RefusedError
from backoffice.vault.recipients import PATH
from backoffice.vault.shape import vault_at


def require_no_vault(paths: Iterable[str]) -> None:
    """Refuse to put back an older vault, or older recipients.

    Raises:
        RefusedError: One of the paths is that of a vault.
    """
    if any(path == PATH or vault_at(path) for path in paths):
        hint = "`secret history NAME` tells what was changed; `secret restore` and `secret edit` change it back"
        raise RefusedError("a change of vaults is not undone by going back to an older one", hint=hint)
