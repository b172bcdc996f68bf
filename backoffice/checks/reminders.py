"""Reminders, disputes and promises fit their invoice, and nobody was reminded of what was not open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from backoffice.checks.check import Check
from backoffice.checks.unread import unread
from backoffice.core.books import Books, having
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.hints import TypeAlias
from backoffice.core.ledger import Query
from backoffice.core.money import Money, total
from backoffice.kinds.dispute import Dispute
from backoffice.kinds.invoice import KIND, Invoice
from backoffice.kinds.payment import Payment, lowering
from backoffice.kinds.promise import Promise
from backoffice.kinds.reminder import Reminder

UNFIT = Fault(
    "unfit-event",
    "A reminder, a dispute or a promise is about no issued invoice, says something of it (client, currency) that the "
    "invoice does not, or its file is not named after the invoice and the level or day.",
)
SETTLED = Fault(
    "reminded-too-much",
    "On the day of a reminder less was open than it says: a payment of an earlier day was recorded afterwards, on "
    "another branch perhaps. The client should hear that the reminder was a mistake.",
    "warning",
)
DISPUTED = Fault(
    "reminded-while-disputed",
    "A client was reminded of an invoice that they dispute; two branches may have done one each.",
    "warning",
)
OVER = Fault(
    "late-charges-overpaid",
    "Payments settle more late charges of an invoice than its reminders claim. Lower `late_charges` of one of them; "
    "the rest becomes the client's credit.",
)

Event: TypeAlias = "Reminder | Dispute | Promise"


def reminders(books: Books) -> Iterator[Diagnostic]:
    """Yield events that do not fit, and reminders that should not have been."""
    disputes: defaultdict[str, list[Dispute]] = defaultdict(list)
    for dispute in books.all(Dispute):
        disputes[dispute.invoice].append(dispute)
        yield from _fits(books, dispute, None)
    for promise in books.all(Promise):
        yield from _fits(books, promise, promise.currency)
    for reminder in books.all(Reminder):
        unfit = list(_fits(books, reminder, reminder.currency))
        yield from unfit or _justified(books, reminder, disputes[reminder.invoice])
    yield from _charges(books)


def _fits(books: Books, event: Event, currency: str | None) -> Iterator[Diagnostic]:
    if event.id != event.expected:
        yield UNFIT.at(event.where, f"this file should be named {event.expected}", about=("invoice",))
    invoice = books.get(Invoice, event.invoice)
    if invoice is None or invoice.issued is None:
        if event.invoice not in unread(books, KIND):
            yield UNFIT.at(event.where, f"there is no issued invoice {event.invoice}", about=("invoice",))
        return
    see = f"the invoice is {invoice.where}"
    if event.client != invoice.client:
        say = f"{invoice.id} is an invoice to {invoice.client}, not to {event.client}"
        yield UNFIT.at(event.where, say, hint=see, about=("client",))
    if currency not in {None, invoice.issued.currency}:
        say = f"{invoice.id} is in {invoice.issued.currency}, not in {currency}"
        yield UNFIT.at(event.where, say, hint=see, about=("currency",))
    if event.date < invoice.issued.date:
        say = f"{invoice.id} was issued on {invoice.issued.date}, after {event.date}"
        yield UNFIT.at(event.where, say, hint=see, about=("date",))


def _justified(books: Books, reminder: Reminder, disputes: list[Dispute]) -> Iterator[Diagnostic]:
    for dispute in disputes:
        if dispute.lasts(reminder.date) and dispute.date < reminder.date:
            message = f"{reminder.invoice} was disputed since {dispute.date} ({dispute.where})"
            yield DISPUTED.at(reminder.where, message, about=("date",))
    account, until = books.settings.chart.receivable, reminder.bank_as_of or reminder.date
    query = Query(by=("record", "date"), account=account, document=f"invoice/{reminder.invoice}", until=until)
    entries = books.balances(query)
    then = total((each.amount for each in entries), reminder.currency)
    if then < Money.of(reminder.open, reminder.currency):
        latest = max(entries, key=lambda each: each.key[1]).key[0]
        message = f"{then} of {reminder.invoice} was open on {until}, not {reminder.open}: see {latest}"
        yield SETTLED.at(reminder.where, message, about=("open",))


def _charges(books: Books) -> Iterator[Diagnostic]:
    paid: defaultdict[str, list[Payment]] = defaultdict(list)
    for payment in having(books, Payment, "late_charges"):
        for number in payment.late_charges:
            paid[number].append(payment)
    for number, payments in paid.items():
        claims = [each for each in books.all(Reminder) if each.invoice == number]
        claimed = max((each.charges.amount for each in claims), default=Decimal(0))
        excess = sum((each.late_charges[number] for each in payments), start=-claimed)
        if excess > 0:
            *others, last = sorted(payments, key=lambda each: (each.date, each.id))
            by = ", ".join(str(each.where) for each in (*claims, *others))
            message = f"{last.money(excess)} more late charges of {number} are paid than its reminders claim"
            way = lowering(last, "late_charges", number, last.money(excess), twin=bool(others))
            hint = f"see {by}; {way}" if by else f"there is no reminder of it; {way}"
            yield OVER.at(last.where, message, hint=hint, about=("late_charges", number))


CHECK = Check(
    "reminders", "Reminders, disputes and promises fit their invoice.", reminders, (UNFIT, SETTLED, DISPUTED, OVER)
)
