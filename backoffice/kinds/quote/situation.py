"""Where a quote stands: what the client said to it, and what of it was billed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from backoffice.core.books import Books, referring
from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.lines import Deduction, Rates, Totals
from backoffice.core.money import ZERO, Money, share_out, total
from backoffice.core.named import NamedTuple
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
    """What one record bills of a quote, or takes back, without the deposits it deducts.

    ``amount`` is in the quote's own prices, ``net`` without tax. ``earned`` is what of it was delivered, in the quote's
    prices; a deposit earns nothing. A draft has no ``date``.
    """

    record: Record
    date: dt.date | None
    amount: Money
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

    @property
    def gross(self) -> bool:
        """Whether the prices of the quote, and so what is left of it, include tax."""
        return self.quote.prices == "gross"

    def billed(self, as_of: dt.date | None = None) -> Money:
        """Return what was billed by a day, without tax; without a day what is in drafts, too."""
        return total((each.net for each in self._bills(as_of)), self.currency)

    def _bills(self, as_of: dt.date | None) -> Iterator[Bill]:
        return (each for each in self.bills if as_of is None or (each.date and each.date <= as_of))

    def left(self, as_of: dt.date | None = None) -> Money:
        """Return what of the agreed amount is not billed yet, in the quote's prices; negative: too much was."""
        agreed = self.agreed
        whole = Money.of(agreed.whole(gross=self.gross) if agreed else 0, self.currency)
        return whole - total((each.amount for each in self._bills(as_of)), self.currency)

    def left_net(self, as_of: dt.date | None = None) -> Money:
        """Return the same without tax."""
        left, agreed = self.left(as_of), self.agreed
        return Money.of(agreed.net, self.currency) - self.billed(as_of) if left and agreed else left

    def groups(self) -> dict[Group, Money]:
        """Return what was agreed by kind of income and tax code; discounts of the whole are shared out."""
        if (agreed := self.agreed) is None:
            return {}
        return _shares(agreed, self.currency, gross=self.gross)

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
    bills = (bill for invoice in ours.values() for bill in _about(invoice, quote, quote.sent, ours, undoing))
    return Situation(quote, answer, tuple(bills))


Undoing: TypeAlias = Mapping[str, list[tuple[Record, dt.date, Totals]]]
"""Credit notes and voids by the invoice that they take back."""


def _undoing(books: Books, number: str) -> Iterator[tuple[Record, dt.date, Totals]]:
    for note in books.some(CreditNote, referring(books, f"invoice/{number}", CreditNote.noun)):
        yield note, note.date, note.totals
    if event := books.get(Void, number):
        yield event, event.date, event.totals


def _about(invoice: Invoice, quote: Quote, sent: Sent, ours: Mapping[str, Invoice], undoing: Undoing) -> Iterator[Bill]:
    """Yield what an invoice of a quote bills, and what takes it back; nothing of one in another currency."""
    made = _Billing(sent.currency, gross=quote.prices == "gross")
    if invoice.issued is None:
        totals = drafted_totals(invoice, quote)
        deposits = [ours[each] for each in invoice.deposits if each in ours]
        yield made.bill(invoice, None, totals, [each for one in deposits for each in _kept(one, undoing)])
    elif invoice.issued.currency == sent.currency:
        for record, date, totals in ((invoice, invoice.issued.date, invoice.issued.totals), *undoing[invoice.id]):
            bill = made.bill(record, date, totals, [(1, each) for each in totals.prepaid if each.number in ours])
            yield bill if record is invoice else _undone(bill)


def drafted_totals(draft: Invoice, quote: Quote) -> Totals:
    """Return what a draft comes to at the rates of its quote; a tax code that the quote does not have is free of it."""
    offered = quote.rates()
    codes = {line.tax or offered.usual for line in draft.lines}
    codes |= {each.tax or offered.usual for each in (*draft.allowances, *draft.charges)}
    rates = Rates(offered.usual, {code: offered.codes.get(code, (TaxCode(category="Z"), ZERO)) for code in codes})
    return draft.totals(rates, quote.sent.currency if quote.sent else "XXX")


Signed: TypeAlias = "tuple[int, Totals | Deduction]"
"""Totals that count (1), or that take others back (-1)."""


def _kept(deposit: Invoice, undoing: Undoing) -> Iterator[Signed]:
    """Yield what a deposit invoice asks for, and what was taken back of it."""
    if deposit.issued:
        yield 1, deposit.issued.totals
        yield from ((-1, totals) for *_, totals in undoing[deposit.id])


class _Billing(NamedTuple):
    """How bills of a quote are counted: its currency, and whether its prices are gross."""

    currency: str
    gross: bool

    def bill(self, record: Record, date: dt.date | None, totals: Totals, deducted: Iterable[Signed]) -> Bill:
        """Return what a record bills, less deposits that it deducts."""
        counted: list[Signed] = [(1, totals), *((-sign, each) for sign, each in deducted)]
        amount, net = (
            Money.of(sum((sign * each.whole(gross=gross) for sign, each in counted), start=ZERO), self.currency)
            for gross in (self.gross, False)
        )
        earned = {} if totals.deposit else _shares(totals, self.currency, gross=self.gross)
        return Bill(record, date, amount, net, earned)


def _shares(totals: Totals, currency: str, *, gross: bool) -> dict[Group, Money]:
    """Return totals by kind of income and tax code, with tax or without; discounts of the whole are shared out."""
    found: dict[Group, Money] = {}
    for group in totals.taxes:
        parts = {each.category: each.amount for each in totals.income if each.tax == group.code} or {"services": ZERO}
        shares = share_out(Money.of(group.whole(gross=gross), currency), list(parts.values()))
        found |= {(category, group.code): share for category, share in zip(parts, shares, strict=True)}
    return found


def _undone(bill: Bill) -> Bill:
    return bill._replace(
        amount=-bill.amount, net=-bill.net, earned={group: -amount for group, amount in bill.earned.items()}
    )
