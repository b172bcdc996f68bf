"""Budgets of projects: the agreed time and money, and what is used of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from backoffice.core.hours import Minutes
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.kinds.project import Project
from backoffice.kinds.time import TimeEntry
from backoffice.kinds.unbilled import Unbilled

ALMOST, FULL = Decimal("0.8"), Decimal(1)
"""From which share of a budget on somebody should know."""


class Budget(NamedTuple):
    """A project with what is used of its budgets: all time recorded, and what is invoiced or waits to be billed."""

    project: Project
    worked: Minutes
    invoiced: Money
    unbilled: Money

    @property
    def time_share(self) -> Decimal | None:
        """How much of the agreed time is used; None where none is agreed."""
        return Decimal(self.worked) / self.project.hours if self.project.hours else None

    @property
    def money_share(self) -> Decimal | None:
        """How much of the agreed money is used; None where none is agreed."""
        used = self.invoiced + self.unbilled
        return used.amount / self.project.budget if self.project.budget else None

    @property
    def state(self) -> str:
        """Return ``over``, ``almost used`` or nothing, by the budget that is used most."""
        share = max((each for each in (self.time_share, self.money_share) if each is not None), default=Decimal(0))
        return "over" if share > FULL else "almost used" if share >= ALMOST else ""

    def warnings(self) -> Iterator[str]:
        """Yield what somebody should know who works on it."""
        project, used = self.project, self.invoiced + self.unbilled
        for share, much, of in (
            (self.time_share, self.worked, project.hours),
            (self.money_share, used, Money.of(project.budget or 0, used.currency)),
        ):
            if share is not None and share >= ALMOST:
                yield f"{project.id} has used {much} of {of} ({share * 100:.0f} %)"


def budgets(source: Unbilled, *, until: dt.date) -> Iterator[Budget]:
    """Yield the projects that have a budget, by id, as of a day.

    Invoiced is net income in the currency of the budget; discounts on whole invoices are not taken off.
    """
    worked: defaultdict[str, int] = defaultdict(int)
    for entry in source.books.all(TimeEntry):
        worked[entry.project or ""] += entry.minutes if entry.date <= until else 0
    income = source.books.balances(Query(by=("project",), account=source.settings.chart.income, until=until))
    waiting: defaultdict[tuple[str, str], int] = defaultdict(int)
    for each in source.hours(until=until):
        waiting[each.entry.project or "", each.currency] += each.amount.minor
    for project in source.projects.values():
        currency = project.currency or source.currency_of(project.client)
        key = (project.id, currency)
        invoiced = -sum(each.minor for each in income if (each.key[0], each.currency) == key)
        money = Money.of_minor(invoiced, currency), Money.of_minor(waiting[key], currency)
        if project.budget or project.hours:
            yield Budget(project, Minutes(worked[project.id]), *money)
