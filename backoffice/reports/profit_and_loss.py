"""Profit and loss on the accrual basis: income, what it cost to deliver, and everything else.

profit = income − cost of delivery − overhead
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from backoffice.core.books import Books
from backoffice.core.hints import TypeAlias
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope

Sums: TypeAlias = "dict[str, int]"
"""Minor units by heading of a column."""

SECTIONS = ("Income", "Delivery", "Overhead")


def profit_and_loss(books: Books, *, period: Period, by: str = "total") -> Report:
    """Return income and expenses of ``period``, a row for each account and currency.

    ``by`` is ``total``, ``month``, ``quarter`` or ``year``: what the columns stand for.
    """
    headings = list(dict.fromkeys(_heading(month, by) for month in _months(period)))
    sections = _sections(books, period, by)
    rows: list[tuple[Cell, ...]] = []
    totals: list[tuple[Cell, ...]] = []
    for currency in sorted({currency for currency, *_ in sections}):
        rows += [
            (section, account, *_cells(sums, headings, currency))
            for (of, section, account), sums in _ordered(sections)
            if of == currency
        ]
        totals += _results(sections, headings, currency)
    wide = (*headings, "total") if len(headings) > 1 else ("total",)
    columns = (
        Column("section"),
        Column("account"),
        *(Column(name, name.title() if name.isalpha() else name) for name in wide),
    )
    table = Table("profit_and_loss", columns, rows, tuple(totals), empty="No income and no expenses in this period.")
    return Report("profit-and-loss", "Profit and loss", (table,), scope=f"{period}, accrual basis, without tax")


def _months(period: Period) -> Iterator[str]:
    return (f"{month.start:%Y-%m}" for month in period.months())


def _heading(month: str, by: str) -> str:
    year, number = month[:4], int(month[5:])
    return {"month": month, "quarter": f"{year}-Q{(number + 2) // 3}", "year": year}.get(by, "total")


def _sections(books: Books, period: Period, by: str) -> dict[tuple[str, str, str], Sums]:
    """Sums by currency, section and account, with the sign people expect: costs and income both positive."""
    chart = books.settings.chart
    found: defaultdict[tuple[str, str, str], Sums] = defaultdict(lambda: defaultdict(int))
    for root, sign in ((chart.income, -1), (chart.expenses, 1)):
        query = Query(by=("account", "nature", "month"), account=root, since=period.start, until=period.end)
        for balance in books.balances(query):
            account, nature, month = balance.key
            section = "Income" if sign < 0 else "Delivery" if nature == "delivery" else "Overhead"
            key = (balance.currency, section, account.removeprefix(f"{root}:"))
            found[key][_heading(month, by)] += balance.minor * sign
    return found


def _ordered(sections: dict[tuple[str, str, str], Sums]) -> list[tuple[tuple[str, str, str], Sums]]:
    return sorted(sections.items(), key=lambda item: (item[0][0], SECTIONS.index(item[0][1]), item[0][2]))


def _cells(sums: Sums, headings: Sequence[str], currency: str) -> tuple[Cell, ...]:
    each = tuple(Money.of_minor(sums[name], currency) if name in sums else None for name in headings)
    whole = Money.of_minor(sum(sums.values()), currency)
    return (*each, whole) if len(headings) > 1 else (whole,)


def _results(
    sections: dict[tuple[str, str, str], Sums], headings: Sequence[str], currency: str
) -> Iterator[tuple[Cell, ...]]:
    by_section: dict[str, Sums] = {name: defaultdict(int) for name in SECTIONS}
    for (of, section, _), sums in sections.items():
        if of == currency:
            for name, minor in sums.items():
                by_section[section][name] += minor
    income, delivery, overhead = (by_section[name] for name in SECTIONS)
    gross = {name: income[name] - delivery[name] for name in headings}
    profit = {name: gross[name] - overhead[name] for name in headings}
    for title, sums in (
        ("Income", income),
        ("Delivery", delivery),
        ("Gross profit", gross),
        ("Overhead", overhead),
        ("Profit", profit),
    ):
        yield (title, currency, *_cells(sums, headings, currency))


def _build(books: Books, scope: Scope) -> Report:
    period = scope.period or Period.parse(f"{scope.as_of.year:04}")
    until = max(period.start, min(period.end, scope.as_of))
    return profit_and_loss(books, period=Period(period.start, until), by=scope.by or "total")


REPORT = Declared(
    "profit-and-loss",
    "Income, cost of delivery, overhead and profit of a period; this year so far unless --period says otherwise.",
    _build,
    options=("period", "by"),
    by=("total", "month", "quarter", "year"),
)
