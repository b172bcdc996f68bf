"""The vaults of a workspace as they are read: found, and opened against what this machine has seen of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from backoffice.cli import output
from backoffice.cli.secret import there
from backoffice.core.errors import MissingError
from backoffice.core.named import NamedTuple
from backoffice.vault import identity, opening, pins
from backoffice.vault.age import Ask, Identity, NotYoursError, require_size
from backoffice.vault.entries import Entry
from backoffice.vault.opening import path_of
from backoffice.vault.pins import ForgetfulError, Pin
from backoffice.vault.plugins import NO_PLUGINS, Plugins
from backoffice.vault.shape import DEFAULT
from backoffice.vault.store import Store
from backoffice.workspace import files
from backoffice.workspace.place import Place, state_dir

INIT = "`backoffice secret init` makes one"


class Found(NamedTuple):
    """An entry where it was found: its vault, the store of that, and the entry."""

    vault: str
    store: Store
    entry: Entry


class Reading:
    """All vaults of a workspace, to be read. Identities are asked for once."""

    def __init__(self, place: Place, environment: Mapping[str, str], ask: Ask, *, identity_file: str = "") -> None:
        self.place = place
        self.environment = environment
        self.ask = ask
        self.explicit = identity_file
        self._open: dict[str, Store] = {}

    @cached_property
    def state(self) -> str:
        """The folder of what this machine has seen of them."""
        return state_dir(self.place)

    @cached_property
    def plugins(self) -> Plugins:
        """Which age plugins may be run."""
        return NO_PLUGINS

    @cached_property
    def identity_files(self) -> list[str]:
        """The files in which the user's private keys are."""
        return identity.find(self.environment, explicit=self.explicit)

    @cached_property
    def identities(self) -> Sequence[Identity]:
        """The user's private keys; the passphrase is asked for when one is needed."""
        loaded = (identity.load(path, ask=self.ask, plugins=self.plugins) for path in self.identity_files)
        return [key for keys in loaded for key in keys]

    @cached_property
    def names(self) -> list[str]:
        """The names of the vaults that there are, the default one first."""
        return there.vaults(self.place.root)

    def raw(self, vault: str) -> bytes:
        """Return the bytes of a vault.

        Raises:
            MissingError: There is no such vault.
            RefusedError: It is too large, which is seen before it is read.
        """
        with suppress(OSError):
            require_size(os.lstat(f"{self.place.root}/{path_of(vault)}").st_size, path_of(vault))
        raw = files.read(self.place.root, path_of(vault))
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
            self.remember(vault, opening.pin_of(store, pin))
            self._open[vault] = store
        return self._open[vault]

    def remember(self, vault: str, pin: Pin) -> None:
        """Remember what was seen of a vault; where that is impossible, say so: nobody is kept from their passwords."""
        try:
            pins.keep(self.state, vault, pin)
        except ForgetfulError as error:
            output.complain(f"backoffice: {error.message}")

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
