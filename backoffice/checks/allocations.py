"""Payments settle invoices that exist, of the same client and currency, and never more than is open."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.ledger import Balance, Query
from backoffice.core.money import Money, total
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.payment import Payment

WRONG_PARTY = Fault("foreign-allocation", "A payment settles an invoice of another client, or in another currency.")
UNISSUED = Fault("paid-draft", "A payment settles a draft, or an invoice that was issued later than it was paid.")
OVERPAID = Fault(
    "over-allocated",
    "More is allocated to an invoice than was open. Two people may have recorded the same payment (a merge keeps both "
    "files): delete one. If the client did pay twice, lower the allocation; the rest becomes their credit.",
)


def allocations(books: Books) -> Iterator[Diagnostic]:
    """Yield allocations that do not fit their invoice, and invoices that were settled more than once."""
    payments: dict[str, list[Payment]] = {}
    for payment in books.all(Payment):
        for number in payment.allocate:
            payments.setdefault(number, []).append(payment)
            if invoice := books.get(Invoice, number):
                yield from _fits(payment, invoice)
    receivable = books.settings.chart.receivable
    for balance in books.balances(Query(by=("document",), account=receivable)):
        number = balance.key[0].partition("/")[2]
        if balance.minor < 0 and number in payments and (invoice := books.get(Invoice, number)):
            excess = balance.amount - _credited(books, balance)
            if excess.amount < 0:
                yield _overpaid(payments[number], invoice, excess)


def _credited(books: Books, balance: Balance) -> Money:
    """Return what credit notes took back of a document, negative: what was paid before is then owed to the client."""
    query = Query(account=books.settings.chart.receivable, document=balance.key[0], source="credit-note")
    return total((each.amount for each in books.balances(query) if each.currency == balance.currency), balance.currency)


def _fits(payment: Payment, invoice: Invoice) -> Iterator[Diagnostic]:
    issued = invoice.issued
    if issued is None:
        yield UNISSUED.at(payment.where, f"{invoice.id} is a draft and cannot be paid", hint=_see(invoice))
        return
    yield from _timely(payment, invoice, issued)
    if payment.client != invoice.client:
        message = f"{invoice.id} is an invoice to {invoice.client}, not to {payment.client}"
        yield WRONG_PARTY.at(payment.where, message, hint=_see(invoice))
    if payment.currency != issued.currency:
        message = f"{invoice.id} is in {issued.currency}, the payment in {payment.currency}"
        yield WRONG_PARTY.at(payment.where, message, hint=_see(invoice))


def _timely(payment: Payment, invoice: Invoice, issued: Issued) -> Iterator[Diagnostic]:
    if payment.date < issued.date:
        message = f"{invoice.id} was issued on {issued.date}, after this payment of {payment.date}"
        yield UNISSUED.at(payment.where, message, hint=_see(invoice))


def _overpaid(payments: list[Payment], invoice: Invoice, excess: Money) -> Diagnostic:
    *others, last = sorted(payments, key=lambda payment: (payment.date, payment.id))
    also = f", as {', '.join(str(other.where) for other in others)} settles it too" if others else ""
    say = f"{-excess} more is allocated to {invoice.id} than was open{also}"
    return OVERPAID.at(last.where, say, hint=_see(invoice))


def _see(invoice: Invoice) -> str:
    return f"the invoice is {invoice.where}"


CHECK = Check("allocations", "Payments fit the invoices they settle.", allocations, (WRONG_PARTY, UNISSUED, OVERPAID))
