"""The vaults of a workspace as one command sees them: found, and opened against what this machine has seen of them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from backoffice.cli.context import Session
from backoffice.cli.secret import asking
from backoffice.core.errors import MissingError
from backoffice.vault import identity, opening, pins, recipients
from backoffice.vault.age import Identity, NotYoursError
from backoffice.vault.entries import Entry
from backoffice.vault.opening import DEFAULT, path_of, vault_at
from backoffice.vault.recipients import Recipients
from backoffice.vault.store import Store
from backoffice.workspace.place import state_dir
from backoffice.workspace.workspace import Workspace

INIT = "`backoffice secret init` makes one"


class Found(NamedTuple):
    """An entry where it was found: its vault, the store of that, and the entry."""

    vault: str
    store: Store
    entry: Entry


class Vaults:
    """All vaults of a workspace. Identities are asked for once, and before the lock is taken."""

    def __init__(
        self, session: Session, identity_file: str | None = None, identities: Sequence[Identity] | None = None
    ) -> None:
        self.session = session
        self.explicit = identity_file or ""
        self._identities = identities
        self._open: dict[str, Store] = {}

    @property
    def workspace(self) -> Workspace:
        """The workspace around them."""
        return self.session.workspace

    @cached_property
    def state(self) -> str:
        """The folder of what this machine has seen of them."""
        return state_dir(self.workspace.place)

    @cached_property
    def identity_files(self) -> list[Path]:
        """The files in which the user's private keys are."""
        return identity.find(self.session.environment, explicit=self.explicit)

    @cached_property
    def identities(self) -> Sequence[Identity]:
        """The user's private keys; the passphrase is asked for when one is needed."""
        if self._identities is not None:
            return self._identities
        return [key for path in self.identity_files for key in identity.load(path, ask=asking.passphrase)]

    # ── Finding ─────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def names(self) -> list[str]:
        """The names of the vaults that there are, the default one first."""
        try:
            inner = sorted(os.listdir(Path(self.workspace.root, "secrets")))  # noqa: PTH208 - names are all that is wanted
        except OSError:
            inner = []
        found = [vault_at(path) for path in (path_of(DEFAULT), *(f"secrets/{name}" for name in inner))]
        there = [name for name in found if name and os.path.lexists(f"{self.workspace.root}/{path_of(name)}")]
        return list(dict.fromkeys(there))

    def raw(self, vault: str) -> bytes:
        """Return the bytes of a vault.

        Raises:
            MissingError: There is no such vault.
        """
        raw = self.workspace.current(path_of(vault))
        if raw is None:
            there = f"there are {', '.join(self.names)}; " if self.names else ""
            raise MissingError(f"there is no vault {vault} here", hint=f"{there}{INIT}")
        return raw

    def open(self, vault: str = DEFAULT) -> Store:
        """Return a vault, opened against what this machine has seen of it, which is pinned anew.

        Raises:
            MissingError: There is no such vault, or no identity.
            RefusedError: as ``opening.open_store``.
        """
        if vault not in self._open:
            raw = self.raw(vault)
            pin = pins.pinned(self.state, vault)
            store = opening.open_store(raw, self.identities, path=path_of(vault), pin=pin)
            pins.keep(self.state, vault, opening.pin_of(store, pin))
            self._open[vault] = store
        return self._open[vault]

    def forget(self) -> None:
        """Forget what was read, so that it is read anew, under the lock."""
        self._open.clear()
        self.__dict__.pop("names", None)

    def holds(self, vault: str, store: Store) -> bool:
        """Tell whether a vault was opened, and says what ``store`` says."""
        return vault in self._open and self._open[vault].text == store.text

    def readable(self) -> dict[str, Store]:
        """Return every vault that is encrypted for the user, by name.

        Raises:
            MissingError: There is no vault at all.
            RefusedError: One is damaged, forged or rolled back; or none is for the user.
        """
        found: dict[str, Store] = {}
        refused: list[NotYoursError] = []
        for vault in self.names or [DEFAULT]:
            try:
                found[vault] = self.open(vault)
            except NotYoursError as error:
                refused.append(error)
        if refused and not found:
            raise refused[0]
        return found

    def split(self, given: str, vault: str | None = None) -> tuple[str, str]:
        """Return which vault and name ``given`` means: ``finance/bank`` is ``bank`` where there is a vault finance."""
        if vault:
            return vault, given
        first, slash, rest = given.partition("/")
        if slash and rest and first in self.names:
            return first, rest
        only = self.names[0] if len(self.names) == 1 else DEFAULT
        return only, given

    def find(self, given: str, vault: str | None = None) -> Found:
        """Return the one entry that ``given`` names.

        Raises:
            MissingError: No entry fits, or several do.
        """
        which, name = self.split(given, vault)
        store = self.open(which)
        return Found(which, store, store.get(store.named(name)))

    def recipients(self) -> Recipients:
        """Return who can read what, as the file says now.

        Raises:
            MissingError: There is no such file.
            RefusedError: It cannot be read.
        """
        raw = self.workspace.current(recipients.PATH)
        if raw is None:
            raise MissingError(f"there is no {recipients.PATH}", hint=INIT)
        return recipients.read(raw)

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
