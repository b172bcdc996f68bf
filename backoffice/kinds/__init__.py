"""The kinds of records, one module each. To add a kind, write its module and add its name here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from backoffice.core.kind import Kind
from backoffice.core.remember import remembered

KINDS: tuple[str, ...] = (
    "settings",
    "client",
    "project",
    "schedule",
    "quote",
    "answer",
    "invoice",
    "void",
    "write_off",
    "reminder",
    "dispute",
    "promise",
    "credit_note",
    "payment",
    "refund",
    "expense",
    "contract_template",
    "clause",
    "time",
    "retainer",
    "contract",
    "sending",
    "signature",
    "chase",
    "withdrawal",
    "notice",
    "termination",
    "document",
    "tool",
    "holidays",
)
"""Modules of this package, in the order in which people meet the kinds."""


@remembered
def kind_of(noun: str) -> Kind:
    """Return the kind called ``noun`` (``write-off``), importing only its module.

    Raises:
        KeyError: when there is no such kind.
    """
    name = noun.replace("-", "_")
    if name not in KINDS:
        raise KeyError(noun)
    kind: Kind = import_module(f"{__name__}.{name}").KIND
    return kind


def kinds() -> Iterator[Kind]:
    """Yield every kind."""
    return (kind_of(name) for name in KINDS)
