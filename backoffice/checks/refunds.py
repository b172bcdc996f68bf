"""Refunds, credit and recovered losses: nothing is paid back, used or recovered that was not there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from backoffice.checks.check import Check
from backoffice.core.books import Books, R
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.ledger import Balance, Query
from backoffice.core.money import Money, total
from backoffice.core.record import Record
from backoffice.kinds import kind_of
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.payment import Payment, lowering
from backoffice.kinds.refund import CREDIT, Refund
from backoffice.kinds.write_off import WriteOff

OVER = Fault(
    "over-refunded",
    "More of an invoice was paid back than was paid too much of it. Two people may have recorded the same refund: "
    "delete one.",
)
FOREIGN = Fault("foreign-refund", "A refund pays back an invoice of another client, in another currency, or a draft.")
USED = Fault(
    "credit-overdrawn",
    "More credit of a client was used or paid back than there was. Two people may have used the same credit; a merge "
    "keeps both files: delete one.",
)
UNLOST = Fault(
    "unfit-recovery",
    "A payment recovers what was not written off by then, or more than was. A payment of what is still open is "
    "allocated, not recovered.",
)


def refunds(books: Books) -> Iterator[Diagnostic]:
    """Yield refunds, uses of credit and recoveries beyond what there was."""
    yield from _refunded(books)
    account = books.settings.chart.client_credit
    for balance in books.balances(Query(by=("party",), account=account)):
        if balance.minor > 0:
            yield from _overdrawn(books, balance)
    yield from _recovered(books)


def _refunded(books: Books) -> Iterator[Diagnostic]:
    by_invoice: defaultdict[str, list[Refund]] = defaultdict(list)
    for refund in books.all(Refund):
        for number in refund.invoices:
            by_invoice[number].append(refund)
    for number, found in by_invoice.items():
        if invoice := books.get(Invoice, number):
            unfit = [each for refund in found for each in _unfit(refund, invoice)]
            yield from unfit or _over(books, invoice, found)


def _unfit(refund: Refund, invoice: Invoice) -> Iterator[Diagnostic]:
    hint = f"the invoice is {invoice.where}"
    if invoice.issued is None:
        yield FOREIGN.at(refund.where, f"{invoice.id} is a draft", hint=hint, about=("invoices", invoice.id))
        return
    for name, theirs, ours in (
        ("client", invoice.client, refund.client),
        ("currency", invoice.issued.currency, refund.currency),
    ):
        if theirs != ours:
            say = f"{invoice.id} is of {theirs}, the refund of {ours}"
            yield FOREIGN.at(refund.where, say, hint=hint, about=(name,))
    if refund.date < invoice.issued.date:
        say = f"{invoice.id} was issued on {invoice.issued.date}, after this refund"
        yield FOREIGN.at(refund.where, say, hint=hint, about=("date",))


def _over(books: Books, invoice: Invoice, found: list[Refund]) -> Iterator[Diagnostic]:
    currency = found[0].currency
    query = Query(account=books.settings.chart.receivable, document=invoice.ref)
    now = total((each.amount for each in books.balances(query)), currency)
    back = total((refund.money(refund.invoices[invoice.id]) for refund in found), currency)
    over = min(now, back)
    if over.amount > 0:
        say = f"{over} more of {invoice.id} was paid back than was paid too much"
        last, said = _last(found, say, unless=lambda each: each.account != CREDIT)
        way = f"delete {last.where.path} if that is the same, or did not leave"
        hint = f"the invoice is {invoice.where}; {way}; what comes back: backoffice invoice pay {invoice.id}"
        yield OVER.at(last.where, said, hint=hint, about=("invoices", invoice.id))


def _last(records: Sequence[R], say: str, unless: Callable[[R], bool] = lambda _: False) -> tuple[R, str]:
    """Return the latest of several records, ``unless`` there is another, and what to say there of all."""
    *others, last = sorted(records, key=lambda each: (not unless(each), each.dated or dt.date.min, each.id))
    also = ", ".join(str(each.where) for each in others)
    return last, f"{say}, together with {also}" if also else say


def _overdrawn(books: Books, balance: Balance) -> Iterator[Diagnostic]:
    query = Query(("record",), account=books.settings.chart.client_credit, party=balance.key[0])
    users = [each.key[0] for each in books.balances(query) if each.minor > 0 and each.currency == balance.currency]
    records = [record for ref in users if (record := _record(books, ref))]
    if any(isinstance(each, Payment) and each.credit.amount < 0 for each in records):
        return  # a payment that allocates more than came says so itself
    say = f"{balance.amount} more credit of {balance.key[0]} is used than there was"
    last, said = _last(records, say, unless=lambda each: not isinstance(each, Payment))  # that money has left
    yield USED.at(last.where, said, hint=f"delete {last.where.path}: what it settled is open again", about=("amount",))


def _record(books: Books, ref: str) -> Record | None:
    noun, _, identity = ref.partition("/")
    return books.get(kind_of(noun).record, identity)


def _recovered(books: Books) -> Iterator[Diagnostic]:
    by_invoice: defaultdict[str, list[Payment]] = defaultdict(list)
    query = Query(("record",), account=books.settings.chart.bad_debt, source="payment")
    found = (books.get(Payment, balance.key[0].partition("/")[2]) for balance in books.balances(query))
    for payment in filter(None, found):
        for number in payment.recovers:
            by_invoice[number].append(payment)
    for number, payments in by_invoice.items():
        yield from _beyond(books.get(WriteOff, number), number, payments)


def _beyond(loss: WriteOff | None, number: str, found: list[Payment]) -> Iterator[Diagnostic]:
    if loss is None:
        last, said = _last(found, f"{number} was not written off")
        hint = f"put allocate in place of recovers in {last.where.path}"
        yield UNLOST.at(last.where, said, hint=hint, about=("recovers", number))
        return
    hint = f"the write-off is {loss.where}"
    for payment in found:
        if payment.date < loss.date or payment.client != loss.client or payment.currency != loss.currency:
            say = f"{number} was written off on {loss.date}, of {loss.client} in {loss.currency}"
            yield UNLOST.at(payment.where, say, hint=hint, about=("recovers", number))
            return
    came = total((payment.money(payment.recovers[number]) for payment in found), loss.currency)
    over = came - Money.of(loss.amount, loss.currency)
    if over.amount > 0:
        last, said = _last(found, f"{over} more of {number} is recovered than was written off")
        way = lowering(last, "recovers", number, over, twin=len(found) > 1)
        yield UNLOST.at(last.where, said, hint=f"{hint}; {way}", about=("recovers", number))


CHECK = Check(
    "refunds", "What is paid back, used as credit or recovered was there.", refunds, (OVER, FOREIGN, USED, UNLOST)
)
