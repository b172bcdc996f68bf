"""Budgets of projects: how much of the agreed time and money is used."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from backoffice.core.books import Books
from backoffice.core.money import Money
from backoffice.core.report import Cell, Column, Report, Share, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.budgets import Budget, budgets
from backoffice.kinds.unbilled import Unbilled

COLUMNS = (
    Column("project"),
    Column("client", optional=True),
    Column("hours", "Agreed time"),
    Column("worked"),
    Column("time_share", "Time used"),
    Column("budget"),
    Column("invoiced", optional=True),
    Column("unbilled", optional=True),
    Column("money_share", "Money used"),
    Column("state"),
)


def project_budgets(books: Books, *, as_of: dt.date, client: str = "", by: str = "running") -> Report:
    """Return a row for each project with a budget; ``by`` is ``running`` or ``all``."""
    found = (
        each
        for each in budgets(Unbilled(books), until=as_of)
        if client in {"", each.project.client} and (by == "all" or each.project.state(as_of) == "running")
    )
    table = Table("project_budgets", COLUMNS, [_row(each) for each in found], empty="No project has a budget.")
    return Report("project-budgets", "Budgets of projects", (table,), scope=f"as of {as_of}, without tax")


def _row(budget: Budget) -> tuple[Cell, ...]:
    project, money = budget.project, bool(budget.project.budget)
    agreed = Money.of(project.budget or 0, budget.invoiced.currency)
    return (
        project.id,
        project.client,
        project.hours,
        budget.worked or None,
        _share(budget.time_share),
        agreed if money else None,
        budget.invoiced if money else None,
        budget.unbilled if money else None,
        _share(budget.money_share),
        budget.state,
    )


def _share(value: Decimal | None) -> Share | None:
    return None if value is None else Share(value=value)


def _build(books: Books, scope: Scope) -> Report:
    return project_budgets(books, as_of=scope.as_of, client=scope.client, by=scope.by or "running")


REPORT = Declared(
    "project-budgets",
    "How much of the agreed time and money of projects is used, and which are almost used up or over.",
    _build,
    options=("client", "by"),
    by=("running", "all"),
)
