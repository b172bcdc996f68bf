"""Checks: what is wrong between records, though each is right by itself.

To add a check, write its module and add its name here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from backoffice.checks.check import Check, Tier
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic

CHECKS: tuple[str, ...] = (
    "references",
    "taxes",
    "currencies",
    "numbering",
    "allocations",
    "discounts",
    "refunds",
    "reversals",
    "credits",
    "reminders",
    "deposits",
    "quotes",
    "periods",
    "working_time",
    "billing",
    "files",
    "twins",
    "contracts",
    "documents",
    "tools",
    "unfiled",
)
"""Modules of this package, each with its ``CHECK``."""


def checks(tier: Tier = "strict") -> Iterator[Check]:
    """Yield the checks of a tier; the strict tier has them all."""
    for name in CHECKS:
        check: Check = import_module(f"{__name__}.{name}").CHECK
        if tier == "strict" or check.tier == "basic":
            yield check


def run(books: Books, tier: Tier = "basic") -> Iterator[Diagnostic]:
    """Yield every finding of the checks of a tier."""
    for check in checks(tier):
        yield from check.run(books)
