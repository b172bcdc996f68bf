"""What late payment costs the client: fees, interest by the day, flat compensation. Claims of their own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from backoffice.core.books import Books
from backoffice.core.diagnostic import Fault
from backoffice.core.dunning import Level, late_interest, slices
from backoffice.core.duration import add_days
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.reminder import Reminder

NO_REFERENCE = Fault(
    "no-reference-rate",
    "A reminder is to charge interest from a day on which the settings have no reference rate. Rates are dated: add "
    "those from the due date of the invoice on under `dunning.interest.reference` in backoffice.yaml, as the central "
    "bank published them.",
)


class Charges(NamedTuple):
    """What one reminder claims beside the invoice."""

    fees: Money
    interest: Money
    compensation: Money


def charged(
    books: Books, invoice: Invoice, issued: Issued, last: Reminder | None, level: Level, *, own: bool, on: dt.date
) -> Charges:
    """Return what a reminder at ``level`` claims, with what the ``last`` one claimed; ``own``: a level of the client.

    Fees and compensation are amounts of one currency, so invoices in another are charged interest alone.

    Raises:
        NoRateError: when interest is due for a day without reference rate.
    """
    fees, interest, compensation = (
        (last.fees, last.interest, last.compensation) if last else (Decimal(0), Decimal(0), Decimal(0))
    )
    if issued.currency == _currency(books, invoice, own=own):
        fees += level.fee
    if level.compensation and not compensation and issued.currency == books.settings.currency:
        compensation = books.settings.dunning.compensation
    if level.interest:
        interest = interest_of(books, invoice, issued, on=on).amount
    return Charges(*(Money.of(each, issued.currency) for each in (fees, interest, compensation)))


def _currency(books: Books, invoice: Invoice, *, own: bool) -> str:
    client = books.get(Client, invoice.client) if own else None
    return (client.currency if client else None) or books.settings.currency


def interest_of(books: Books, invoice: Invoice, issued: Issued, *, on: dt.date) -> Money:
    """Return the interest on an invoice from the day after its due date to ``on``.

    Raises:
        NoRateError: when there is no reference rate on one of the days.
    """
    query = Query(by=("date",), account=books.settings.chart.receivable, document=invoice.ref, until=on)
    changes = [(dt.date.fromisoformat(each.key[0]), each.amount) for each in books.balances(query)]
    found = slices(changes, books.settings.dunning.interest, first=add_days(issued.due, 1), last=on)
    return late_interest(found, issued.currency)
