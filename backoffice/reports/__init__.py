"""Reports: questions answered from the books, one module each. To add one, write its module and add its name here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from backoffice.core.scope import Declared

REPORTS: tuple[str, ...] = (
    "status",
    "due",
    "aged_receivables",
    "client_statement",
    "lateness",
    "sales",
    "revenue",
    "client_value",
    "concentration",
    "profit_and_loss",
    "balances",
    "contracts",
    "contract_terms",
    "contract_timeline",
    "recurring",
    "relationships",
    "quote_conversion",
    "unbilled",
    "retainers",
    "time",
    "project_budgets",
    "project_profitability",
    "retention",
)
"""Modules of this package, each with its ``REPORT``."""


def report_of(name: str) -> Declared:
    """Return the report called ``name`` (``aged-receivables``), importing only its module.

    Raises:
        KeyError: when there is no such report.
    """
    module = name.replace("-", "_")
    if module not in REPORTS:
        raise KeyError(name)
    declared: Declared = import_module(f"{__name__}.{module}").REPORT
    return declared


def reports() -> Iterator[Declared]:
    """Yield every report."""
    return (report_of(name) for name in REPORTS)
