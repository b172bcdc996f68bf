"""What projects or clients bring in, what was bought for them, and what is left for an hour of work.

margin = invoiced − delivery expenses;  per hour = margin / time worked
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from backoffice.core.books import Books
from backoffice.core.hints import TypeAlias
from backoffice.core.hours import HOUR, Minutes
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Share, Table
from backoffice.core.sales import sales
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.expense import Expense
from backoffice.kinds.time import TimeEntry
from backoffice.kinds.unbilled import Unbilled

Sums: TypeAlias = "defaultdict[tuple[str, str], int]"
"""Minor units by project or client, and currency."""
NOTE = "Hours cost nothing here: what a person costs is not recorded. Overhead is not shared out."


def project_profitability(books: Books, *, period: Period, by: str = "project", client: str = "") -> Report:
    """Return a row for each project (or client) and currency in which it was invoiced or something bought for it.

    Time is shown, and an hour's worth computed, in the row of the currency in which most was invoiced.
    """
    source = Unbilled(books)
    income, costs = _income(source, period, by, client), _costs(source, period, by, client)
    worked: defaultdict[str, int] = defaultdict(int)
    for entry in books.all(TimeEntry):
        of = source.client_of(entry)
        if entry.date in period and of and client in {"", of}:
            worked[(entry.project or "") if by == "project" else of] += entry.minutes
    keys = sorted({*income, *costs, *_only_worked(worked, {name for name, _ in (*income, *costs)}, source)})
    first = {name: max((income[key], key[1]) for key in keys if key[0] == name)[1] for name, _ in keys}
    rows = [
        _row(key, income[key], costs[key], worked[key[0]] if first[key[0]] == key[1] else 0) for key in keys if key[0]
    ]
    rest = [_row((f"no {by}", key[1]), income[key], costs[key], 0) for key in keys if not key[0]]
    columns = (
        Column(by),
        Column("invoiced"),
        Column("expenses"),
        Column("margin"),
        Column("margin_share", "Share", optional=True),
        Column("worked"),
        Column("per_hour", "Per hour"),
    )
    table = Table("project_profitability", columns, rows + rest, empty="Nothing was invoiced or bought in this time.")
    title = f"Profitability of {by}s"
    return Report("project-profitability", title, (table,), scope=f"{period}, without tax", notes=(NOTE,))


def _income(source: Unbilled, period: Period, by: str, client: str) -> Sums:
    found: Sums = defaultdict(int)
    for each in sales(source.books, since=period.start, until=period.end):
        if client in {"", each.client}:
            found[each.project if by == "project" else each.client, each.currency] += each.minor
    return found


def _costs(source: Unbilled, period: Period, by: str, client: str) -> Sums:
    found: Sums = defaultdict(int)
    for expense in source.books.all(Expense):
        of = source.client_of(expense)
        if expense.nature == "delivery" and expense.date in period and client in {"", of}:
            net = expense.money - Money.of(expense.vat, expense.currency)
            found[(expense.project or "") if by == "project" else of, expense.currency] += net.minor
    return found


def _only_worked(worked: dict[str, int], known: set[str], source: Unbilled) -> Iterator[tuple[str, str]]:
    """Yield what was only worked on, in the currency in which it will be billed."""
    for name in worked.keys() - known - {""}:
        project = source.projects.get(name)
        yield name, source.currency_of(project.client if project else name)


def _row(key: tuple[str, str], income: int, costs: int, minutes: int) -> tuple[Cell, ...]:
    name, currency = key
    margin = Money.of_minor(income - costs, currency)
    share = Share(value=Decimal(income - costs) / income) if income > 0 else None
    hourly = Money.of(margin.amount * HOUR / minutes, currency) if minutes else None
    invoiced, spent = Money.of_minor(income, currency), Money.of_minor(costs, currency)
    return name, invoiced, spent if costs else None, margin, share, Minutes(minutes) if minutes else None, hourly


def _build(books: Books, scope: Scope) -> Report:
    period = scope.period or Period.parse(f"{scope.as_of.year:04}")
    until = min(period.end, scope.as_of)
    limits = Period(min(period.start, until), until)
    return project_profitability(books, period=limits, by=scope.by or "project", client=scope.client)


REPORT = Declared(
    "project-profitability",
    "What projects or clients bring in after what was bought for them, and for an hour of work; this year so far.",
    _build,
    options=("period", "client", "by"),
    by=("project", "client"),
)
