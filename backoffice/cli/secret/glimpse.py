"""What the short ways to secrets share: the vaults that the words mean, where all is as usual, and how to print."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator

from backoffice.cli.secret import there
from backoffice.vault import glance, harden, keyfile
from backoffice.vault.shape import DEFAULT, place_of
from backoffice.workspace import place


class Glimpse:
    """The vaults of the workspace that the words mean. Everything here fails where something is not as usual."""

    def __init__(self, asked: dict[str, str]) -> None:
        environment = os.environ
        found = place.find(
            os.getcwd(),  # noqa: PTH109 - pathlib is slow to import
            explicit=asked.get("workspace", ""),
            environment=environment.get("BACKOFFICE_WORKSPACE", ""),
        )
        if found.unfinished:
            raise InterruptedError
        harden.harden()
        self.place = found
        self.root = found.root
        self.names = there.vaults(found.root)
        self.chosen = asked.get("vault", "")
        self.state = place.state_dir(found)
        file = asked.get("identity") or environment.get(keyfile.VARIABLE) or keyfile.default_path(environment)
        self.key = glance.identity(file)

    def text(self, vault: str) -> str:
        """Return the text of a vault that this machine has read before."""
        if vault not in self.names:
            raise ValueError(vault)
        with open(f"{self.state}/vault/{vault}.json", "rb") as pin:  # noqa: PTH123 - pathlib is slow to import
            return glance.opened(glance.raw_of(f"{self.root}/{place_of(vault)}"), self.key, pin.read())

    def split(self, given: str) -> tuple[str, str]:
        """Return which vault and which entry ``given`` means."""
        if self.chosen:
            return self.chosen, given
        first, slash, rest = given.partition("/")
        if slash and rest and first in self.names:
            return first, rest
        return (self.names[0] if len(self.names) == 1 else DEFAULT), given

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every vault with its text."""
        yield from ((vault, self.text(vault)) for vault in ([self.chosen] if self.chosen else self.names))


def printed(text: str) -> int:
    """Print text, and return the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
