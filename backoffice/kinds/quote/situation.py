"""Where a quote stands: what the client said to it, and what of it was billed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from backoffice.core.books import Books, referring
from backoffice.core.lines import Rates, Totals
from backoffice.core.money import ZERO, Money, share_out, total
from backoffice.core.record import Record
from backoffice.core.tax import TaxCode
from backoffice.kinds.answer import Answer
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.quote.offer import Quote, Sent
from backoffice.kinds.void import Void

State: TypeAlias = Literal["draft", "sent", "expired", "declined", "accepted", "billed"]
Group: TypeAlias = tuple[str, str]
"""A kind of income under a tax code: what a part of a quote is billed by."""


class Bill(NamedTuple):
    """What one record bills of a quote, or takes back: without tax, and without the deposits it deducts.

    ``earned`` is what of it was delivered; a deposit earns nothing. A draft has no ``date``.
    """

    record: Record
    date: dt.date | None
    net: Money
    earned: Mapping[Group, Money]


class Situation(NamedTuple):
    """A quote, what was said to it, and what was billed of it."""

    quote: Quote
    answer: Answer | None = None
    bills: tuple[Bill, ...] = ()

    @property
    def currency(self) -> str:
        """The currency of the quote; none for a draft."""
        return self.quote.sent.currency if self.quote.sent else "XXX"

    def state(self, as_of: dt.date) -> State:
        """Return where it stands on a day."""
        sent, answer = self.quote.sent, self.answer
        if sent is None:
            return "draft"
        if answer and answer.date <= as_of:
            return "billed" if answer.outcome == "accepted" and not self.left(as_of) else answer.outcome
        return "expired" if sent.until < as_of else "sent"

    @property
    def agreed(self) -> Totals | None:
        """What was accepted; None where nothing was."""
        answer = self.answer
        if answer is None or answer.outcome != "accepted":
            return None
        return self.quote.totals(answer.option, answer.extras)

    def billed(self, as_of: dt.date | None = None) -> Money:
        """Return what was billed by a day, without tax; without a day what is in drafts, too."""
        found = (each.net for each in self.bills if as_of is None or (each.date and each.date <= as_of))
        return total(found, self.currency)

    def left(self, as_of: dt.date | None = None) -> Money:
        """Return what of the agreed amount is not billed yet, without tax; negative: too much was."""
        agreed = self.agreed
        return Money.of(agreed.net if agreed else 0, self.currency) - self.billed(as_of)

    def groups(self) -> dict[Group, Money]:
        """Return what was agreed by kind of income and tax code; discounts of the whole are shared out."""
        if (agreed := self.agreed) is None:
            return {}
        return _shares(agreed, self.currency)

    def earned(self) -> dict[Group, Money]:
        """Return what was billed as delivered, in drafts too, by kind of income and tax code."""
        found: defaultdict[Group, Money] = defaultdict(lambda: Money.of(0, self.currency))
        for each in self.bills:
            for group, amount in each.earned.items():
                found[group] += amount
        return dict(found)


def gather(books: Books) -> Mapping[str, Situation]:
    """Return where every quote stands, by its id."""
    return {quote.id: situation_of(books, quote) for quote in books.all(Quote)}


def situation_of(books: Books, quote: Quote) -> Situation:
    """Return where one quote stands; only the invoices that name it are read."""
    answer = books.get(Answer, quote.id)
    if quote.sent is None:
        return Situation(quote, answer)
    named = books.some(Invoice, referring(books, quote.ref, Invoice.noun))
    ours = {each.id: each for each in named if each.quote == quote.id}
    undoing = {number: list(_undoing(books, number)) for number in ours}
    bills = (bill for invoice in ours.values() for bill in _about(invoice, quote.sent, ours, undoing))
    return Situation(quote, answer, tuple(bills))


Undoing: TypeAlias = Mapping[str, list[tuple[Record, dt.date, Totals]]]
"""Credit notes and voids by the invoice that they take back."""


def _undoing(books: Books, number: str) -> Iterator[tuple[Record, dt.date, Totals]]:
    for note in books.some(CreditNote, referring(books, f"invoice/{number}", CreditNote.noun)):
        yield note, note.date, note.totals
    if event := books.get(Void, number):
        yield event, event.date, event.totals


def _about(invoice: Invoice, sent: Sent, ours: Mapping[str, Invoice], undoing: Undoing) -> Iterator[Bill]:
    """Yield what an invoice of a quote bills, and what takes it back; nothing of one in another currency."""
    if invoice.issued is None:
        totals = drafted_totals(invoice, sent)
        less = sum((_kept(ours[each], undoing) for each in invoice.deposits if each in ours), start=ZERO)
        yield _bill(invoice, None, totals, sent.currency, less)
    elif invoice.issued.currency == sent.currency:
        for record, date, totals in ((invoice, invoice.issued.date, invoice.issued.totals), *undoing[invoice.id]):
            less = sum((each.net for each in totals.prepaid if each.number in ours), start=ZERO)
            bill = _bill(record, date, totals, sent.currency, less)
            yield bill if record is invoice else _undone(bill)


def drafted_totals(draft: Invoice, sent: Sent) -> Totals:
    """Return what a draft comes to without tax, whatever the tax codes are by the time it is issued."""
    codes = {line.tax or sent.tax for line in draft.lines}
    codes |= {each.tax or sent.tax for each in (*draft.allowances, *draft.charges)}
    rates = Rates(sent.tax, {code: (TaxCode(category="Z"), ZERO) for code in codes})
    return draft.totals(rates, sent.currency)


def _kept(deposit: Invoice, undoing: Undoing) -> Decimal:
    """Return what a deposit invoice asks for, without what was taken back."""
    if deposit.issued is None:
        return ZERO
    return deposit.issued.totals.net - sum((totals.net for *_, totals in undoing[deposit.id]), start=ZERO)


def _bill(record: Record, date: dt.date | None, totals: Totals, currency: str, deducted: Decimal) -> Bill:
    earned = {} if totals.deposit else _shares(totals, currency)
    return Bill(record, date, Money.of(totals.net - deducted, currency), earned)


def _shares(totals: Totals, currency: str) -> dict[Group, Money]:
    """Return totals by kind of income and tax code; discounts of the whole are shared out."""
    found: dict[Group, Money] = {}
    for group in totals.taxes:
        parts = {each.category: each.amount for each in totals.income if each.tax == group.code} or {"services": ZERO}
        shares = share_out(Money.of(group.taxable, currency), list(parts.values()))
        found |= {(category, group.code): share for category, share in zip(parts, shares, strict=True)}
    return found


def _undone(bill: Bill) -> Bill:
    return bill._replace(net=-bill.net, earned={group: -amount for group, amount in bill.earned.items()})
