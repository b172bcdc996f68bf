"""The process that holds secrets: no core dump, no other process of the user looks inside, no swap where allowed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hardened:
    """What the system granted."""

    undumpable: bool
    no_core: bool
    locked: bool


def harden() -> Hardened:
    """Harden this process, as far as the system lets us; never fails. Call it before anything is decrypted."""
    raise NotImplementedError
