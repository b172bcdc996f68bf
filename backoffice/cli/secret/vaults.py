"""The vaults of a workspace as one command sees them: read, and with the people who can read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from backoffice.cli.context import Session
from backoffice.cli.secret import asking
from backoffice.cli.secret.reading import INIT, Found, Reading
from backoffice.core.errors import MissingError
from backoffice.vault import opening, pins, recipients
from backoffice.vault.age import Identity
from backoffice.vault.plugins import Plugins
from backoffice.vault.recipients import Recipients
from backoffice.vault.store import Store
from backoffice.workspace.workspace import Workspace

__all__ = ["INIT", "Found", "Vaults"]


class Vaults(Reading):
    """All vaults of a workspace. Identities are asked for once, and before the lock is taken."""

    def __init__(
        self, session: Session, identity_file: str | None = None, identities: Sequence[Identity] | None = None
    ) -> None:
        super().__init__(
            session.workspace.place, session.environment, asking.passphrase, identity_file=identity_file or ""
        )
        self.session = session
        if identities is not None:
            self.__dict__["identities"] = identities

    @cached_property
    def plugins(self) -> Plugins:
        """Which age plugins may be run; about others, a person at the terminal is asked."""
        from backoffice.cli.secret.plugging import allowed

        return allowed(self.state)

    @property
    def workspace(self) -> Workspace:
        """The workspace around them."""
        return self.session.workspace

    def forget(self) -> None:
        """Forget what was read, so that it is read anew, under the lock."""
        self._open.clear()
        self.__dict__.pop("names", None)

    def holds(self, vault: str, store: Store) -> bool:
        """Tell whether a vault was opened, and says what ``store`` says."""
        return vault in self._open and self._open[vault].text == store.text

    def recipients(self) -> Recipients:
        """Return who can read what, as the file says now.

        Raises:
            MissingError: There is no such file.
            RefusedError: It cannot be read.
        """
        raw = self.workspace.current(recipients.PATH)
        if raw is None:
            raise MissingError(f"there is no {recipients.PATH}", hint=INIT)
        return recipients.read(raw, plugins=self.plugins)

    def accepted_recipients(self) -> Recipients:
        """Return who can read what, to build on.

        Raises:
            RefusedError: What the file says now was not accepted on this machine.
        """
        people = self.recipients()
        opening.require_accepted(people, pins.accepted(self.state))
        return people

    @cached_property
    def today(self) -> dt.date:
        """The day it is, without reading the books."""
        from backoffice.cli.secret.days import today

        return today(self.session)
