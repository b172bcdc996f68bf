"""Voids and write-offs carry the right copy of their invoice and do not contradict what else happened to it."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.checks.unread import unread
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.kinds.invoice import KIND, Invoice, Issued
from backoffice.kinds.payment import Payment
from backoffice.kinds.refund import CREDIT
from backoffice.kinds.void import Void
from backoffice.kinds.write_off import WriteOff, lowering

NOTHING = Fault("reverses-nothing", "A void or write-off stands beside no issued invoice of its name.")
COPY = Fault(
    "wrong-copy",
    "A void or write-off carries a copy of facts of its invoice (client, project, currency, totals), which is not what "
    "the invoice says.",
)
AGAINST = Fault(
    "void-and-settled",
    "An invoice is void, and something else settles it as well: a payment, a write-off. Each is right alone; a merge "
    "of two branches brings them together. Delete the void if the invoice stands; if not, make the payment credit of "
    "the client, or delete the write-off.",
)
EXCESS = Fault(
    "written-off-too-much",
    "More of an invoice is written off than was open on that day, as happens when one branch writes off what another "
    "has paid or credited: lower its amount to what was really lost.",
)


def reversals(books: Books) -> Iterator[Diagnostic]:
    """Yield voids and write-offs that do not fit."""
    for event in books.all(Void):
        yield from _fits(books, event)
        yield from _settled(books, event)
    for loss in books.all(WriteOff):
        yield from _fits(books, loss)
        if books.get(Invoice, loss.id):
            yield from _excess(books, loss)


def _fits(books: Books, event: Void | WriteOff) -> Iterator[Diagnostic]:
    invoice = books.get(Invoice, event.id)
    if invoice and invoice.issued:
        yield from _copied(event, invoice, invoice.issued)
    elif event.id not in unread(books, KIND):
        yield NOTHING.at(event.where, f"there is no issued invoice {event.id}")


def _copied(event: Void | WriteOff, invoice: Invoice, issued: Issued) -> Iterator[Diagnostic]:
    pairs: list[tuple[str, object, object]] = [
        ("client", event.client, invoice.client),
        ("project", event.project, invoice.project),
        ("currency", event.currency, issued.currency),
    ]
    if isinstance(event, Void):
        pairs.append(("totals", event.totals, issued.totals))
    for name, copy, original in pairs:
        if copy != original:
            hint = f"the invoice is {invoice.where}"
            yield COPY.at(event.where, f"{name} is not that of {event.id}", hint=hint, about=(name,))
    if event.date < issued.date:
        yield COPY.at(event.where, f"{event.id} was issued on {issued.date}, after {event.date}", about=("date",))


def _settled(books: Books, event: Void) -> Iterator[Diagnostic]:
    query = Query(by=("record",), account=books.settings.chart.receivable, document=f"invoice/{event.id}")
    others = [
        balance.key[0] for balance in books.balances(query) if balance.key[0] not in {f"invoice/{event.id}", event.ref}
    ]
    if others:
        way = "; ".join(filter(None, (_otherwise(books, event, ref) for ref in others)))
        hint = f"delete {event.where.path} if the invoice stands" + (f"; if not, {way}" if way else "")
        yield AGAINST.at(event.where, f"{event.id} is void, but settled by {', '.join(others)}", hint=hint)


def _otherwise(books: Books, event: Void, ref: str) -> str:
    """Return how something that settles a void invoice makes room for the void; empty where it cannot."""
    noun, _, identity = ref.partition("/")
    if noun == Payment.noun and (payment := books.get(Payment, identity)):
        if payment.account == CREDIT:
            return f"delete {payment.where.path}"
        return f"take {event.id} out of allocate in {payment.where.path}: it becomes credit of {payment.client}"
    if noun == WriteOff.noun and (loss := books.get(WriteOff, identity)):
        return f"delete {loss.where.path}"
    return ""


def _excess(books: Books, event: WriteOff) -> Iterator[Diagnostic]:
    account, document = books.settings.chart.receivable, f"invoice/{event.id}"
    if books.get(Void, event.id):
        return
    for balance in books.balances(Query(by=(), account=account, document=document, until=event.date)):
        if balance.minor < 0:
            say = f"{-balance.amount} more of {event.id} is written off than was open"
            rest = Money.of(event.amount, event.currency) + balance.amount
            yield EXCESS.at(event.where, say, hint=lowering(event, rest), about=("amount",))


CHECK = Check("reversals", "Voids and write-offs fit their invoice.", reversals, (NOTHING, COPY, AGAINST, EXCESS))
