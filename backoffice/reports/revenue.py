"""Revenue month by month: as it was earned by delivery, against what was invoiced and what was paid; without tax."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from backoffice.core.books import Books
from backoffice.core.errors import ValueTextError
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.sales import DOCUMENTS, Sold, sales, settled
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.invoice import Invoice

COLUMNS = (
    Column("month"),
    Column("earned"),
    Column("invoiced"),
    Column("paid"),
    Column("deferred"),
    Column("unpaid"),
)


def revenue(books: Books, *, period: Period) -> Report:
    """Return what was earned, invoiced and paid in each month, and how far they are apart at its end.

    ``deferred`` is invoiced and not yet earned (negative: earned and not yet invoiced), ``unpaid`` invoiced and neither
    paid nor given up. An invoice is earned evenly over the days of its period of delivery, else on its tax point or
    issue date; what a credit note takes back, on the day of the credit note.
    """
    found: dict[str, defaultdict[tuple[str, str], int]] = {
        "earned": _earned(books, period.end),
        "invoiced": _by_month(sales(books, since=None, until=period.end)),
        "paid": _by_month(sales(books, since=None, until=period.end, basis="cash")),
        "settled": _by_month(settled(books, until=period.end)),
    }
    currencies = sorted({currency for sums in found.values() for currency, _ in sums})
    rows = [row for currency in currencies for row in _rows(found, currency, period)]
    table = Table("revenue", COLUMNS, rows, empty="Nothing was earned in this period.")
    return Report("revenue", "Revenue", (table,), scope=f"{period}, without tax")


def _rows(
    found: dict[str, defaultdict[tuple[str, str], int]], currency: str, period: Period
) -> Iterator[tuple[Cell, ...]]:
    for each in period.months():
        month = f"{each.start:%Y-%m}"
        inside = {name: sums.get((currency, month), 0) for name, sums in found.items()}
        so_far = {
            name: sum(minor for (of, then), minor in sums.items() if of == currency and then <= month)
            for name, sums in found.items()
        }
        amounts = (*(inside[name] for name in ("earned", "invoiced", "paid")), *_apart(so_far))
        yield (month, *(Money.of_minor(minor, currency) for minor in amounts))


def _apart(so_far: dict[str, int]) -> tuple[int, int]:
    """Return what is invoiced and not earned, and what is invoiced and neither paid nor given up."""
    return so_far["invoiced"] - so_far["earned"], so_far["invoiced"] - so_far["settled"]


def _by_month(sold: Iterable[Sold]) -> defaultdict[tuple[str, str], int]:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for each in sold:
        sums[each.currency, each.month] += each.minor
    return sums


def _earned(books: Books, until: dt.date) -> defaultdict[tuple[str, str], int]:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    kept: defaultdict[str, int] = defaultdict(int)
    chart = books.settings.chart
    for account in (chart.income, chart.discounts):
        query = Query(by=("document", "month", "source"), account=account, until=until)
        for each in books.balances(query):
            document, month, source = each.key
            if source in {"invoice", "void"}:
                kept[document] -= each.minor
            elif source in DOCUMENTS or (source == "payment" and account == chart.discounts):
                sums[each.currency, month] -= each.minor
    for document, minor in kept.items():
        invoice = books.get(Invoice, document.partition("/")[2])
        if invoice and invoice.issued and minor:
            for month, part in _spread(minor, _delivered(invoice, invoice.issued.date)):
                sums[invoice.issued.currency, month] += part
    return sums


def _delivered(invoice: Invoice, issued: dt.date) -> Period:
    try:
        return Period.parse(invoice.delivered)
    except ValueTextError:
        day = invoice.tax_point or issued
        return Period(day, day)


def _spread(minor: int, span: Period) -> Iterator[tuple[str, int]]:
    """Yield the part of each month, by its days; always from the beginning, so that the last closes to the cent."""
    days, given, gone = (span.end - span.start).days + 1, 0, 0
    for each in span.months():
        gone += (each.end - each.start).days + 1
        reached = (2 * minor * gone + days) // (2 * days)
        yield f"{each.start:%Y-%m}", reached - given
        given = reached


def _build(books: Books, scope: Scope) -> Report:
    period = scope.period or Period.parse(f"{scope.as_of.year:04}")
    return revenue(books, period=Period(period.start, max(period.start, min(period.end, scope.as_of))))


REPORT = Declared(
    "revenue",
    "What was earned by delivery, invoiced and paid month by month; this year so far unless --period says otherwise.",
    _build,
    options=("period",),
)
