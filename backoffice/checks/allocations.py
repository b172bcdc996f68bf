"""Payments settle invoices that exist, of the same client and currency, and never more than is open."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books, Excerpt
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.ledger import Balance, Query
from backoffice.core.money import Money, total
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.paying import UNISSUED
from backoffice.kinds.payment import Payment, lowering
from backoffice.kinds.refund import CREDIT
from backoffice.kinds.void import Void
from backoffice.kinds.write_off import WriteOff

WRONG_PARTY = Fault("foreign-allocation", "A payment settles an invoice of another client, or in another currency.")
OVERPAID = Fault(
    "over-allocated",
    "More is allocated to an invoice than was open. Two people may have recorded the same payment (a merge keeps both "
    "files): delete one. If the client did pay twice, lower the allocation; the rest becomes their credit. What comes "
    "after an invoice was written off settles nothing: it `recovers` the loss.",
)


def allocations(books: Books) -> Iterator[Diagnostic]:
    """Yield allocations that do not fit their invoice, and invoices that were settled more than once."""
    payments: dict[str, list[Payment]] = {}
    stated = books.stated(Invoice, "client", "issued.currency", "issued.date")
    known: dict[str, Excerpt] = {number: tuple(facts) for number, *facts in stated}
    for payment in books.all(Payment):
        for number in payment.allocate:
            payments.setdefault(number, []).append(payment)
            *whose, date = known.get(number, ("",))
            fits = whose == [payment.client, payment.currency] and date <= payment.date.isoformat()
            if not fits and (invoice := books.get(Invoice, number)):
                yield from _fits(payment, invoice)
    receivable = books.settings.chart.receivable
    for balance in books.balances(Query(by=("document",), account=receivable)):
        number = balance.key[0].partition("/")[2]
        if balance.minor < 0 and number in payments and (invoice := books.get(Invoice, number)):
            excess = _credited(books, balance) - balance.amount
            if excess.amount > 0:
                yield from _overpaid(books, payments[number], invoice, excess)


def _credited(books: Books, balance: Balance) -> Money:
    """Return what credit notes took back of a document, negative: what was paid before is then owed to the client."""
    query = Query(account=books.settings.chart.receivable, document=balance.key[0], source="credit-note")
    return total((each.amount for each in books.balances(query) if each.currency == balance.currency), balance.currency)


def _fits(payment: Payment, invoice: Invoice) -> Iterator[Diagnostic]:
    issued, about = invoice.issued, ("allocate", invoice.id)
    if issued is None:
        say = f"{invoice.id} is a draft and cannot be paid"
        yield UNISSUED.at(payment.where, say, hint=_see(invoice), about=about)
        return
    yield from _timely(payment, invoice, issued)
    if payment.client != invoice.client:
        message = f"{invoice.id} is an invoice to {invoice.client}, not to {payment.client}"
        yield WRONG_PARTY.at(payment.where, message, hint=_see(invoice), about=about)
    if payment.currency != issued.currency:
        message = f"{invoice.id} is in {issued.currency}, the payment in {payment.currency}"
        yield WRONG_PARTY.at(payment.where, message, hint=_see(invoice), about=about)


def _timely(payment: Payment, invoice: Invoice, issued: Issued) -> Iterator[Diagnostic]:
    if payment.date < issued.date:
        message = f"{invoice.id} was issued on {issued.date}, after this payment of {payment.date}"
        yield UNISSUED.at(payment.where, message, hint=_see(invoice), about=("date",))


def _overpaid(books: Books, payments: list[Payment], invoice: Invoice, excess: Money) -> Iterator[Diagnostic]:
    """Yield what is settled too much; where a void or a later write-off does so, that is the fault of these."""
    *others, last = sorted(payments, key=lambda payment: (payment.date, payment.id))
    loss = books.get(WriteOff, invoice.id)
    if books.get(Void, invoice.id) or (loss and loss.date >= last.date):
        return
    also = f", as {', '.join(str(other.where) for other in others)} settles it too" if others else ""
    say = f"{excess} more is allocated to {invoice.id} than was open{also}"
    way = _way(last, invoice, excess, twin=bool(others)) if loss is None else _recovering(last, loss, excess)
    yield OVERPAID.at(last.where, say, hint=f"{_see(invoice)}; {way}", about=("allocate", invoice.id))


def _recovering(payment: Payment, loss: WriteOff, excess: Money) -> str:
    whole = payment.allocate[loss.id] == excess.amount
    what = "put recovers in place of allocate" if whole else f"move {excess.amount} of it from allocate to recovers"
    return f"it was written off by {loss.where}: {what} in {payment.where.path}"


def _way(payment: Payment, invoice: Invoice, excess: Money, *, twin: bool) -> str:
    if payment.account == CREDIT:
        return f"delete {payment.where.path}: the credit is there again"
    return lowering(payment, "allocate", invoice.id, excess, twin=twin)


def _see(invoice: Invoice) -> str:
    return f"the invoice is {invoice.where}"


CHECK = Check("allocations", "Payments fit the invoices they settle.", allocations, (WRONG_PARTY, UNISSUED, OVERPAID))
