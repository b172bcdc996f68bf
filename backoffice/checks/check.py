"""A check, declared: its name, its tier, and the faults it can find."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.named import NamedTuple

Tier: TypeAlias = Literal["basic", "strict"]
"""Basic checks always run; strict ones are for those who want everything in order (``check --tier strict``)."""


class Check(NamedTuple):
    """One named check."""

    name: str
    help: str
    run: Callable[[Books], Iterator[Diagnostic]]
    faults: tuple[Fault, ...]
    tier: Tier = "basic"
