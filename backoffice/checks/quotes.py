"""Quotes are answered as they were offered, and never billed beyond what was agreed."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.checks.unread import unread
from backoffice.checks.withdrawn import taking_back
from backoffice.core.books import Books, having
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.kinds.answer import Answer
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.quote import KIND
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.quote.situation import Situation, gather, situation_of

UNFIT = Fault(
    "unfit-answer",
    "An answer to a quote does not fit what was offered: the quote is a draft or was sent later, an option is missing "
    "or not among those offered, a line is taken in addition that is not optional.",
)
OVER = Fault(
    "over-billed",
    "The invoices and drafts of a quote come to more, without tax, than was agreed. Two people may have billed the "
    "same part; a merge keeps both. Delete the draft that is too much, or credit the invoice; work beyond the quote is "
    "billed by an invoice that does not name it.",
)
UNAGREED = Fault(
    "unaccepted-quote",
    "An invoice or a draft bills a quote that was not accepted, is for another client, or in another currency.",
)


def quotes(books: Books) -> Iterator[Diagnostic]:
    """Yield answers that do not fit their quote, and quotes that are billed beyond what was agreed."""
    standing = gather(books)
    for answer in books.all(Answer):
        if stands := standing.get(answer.id):
            yield from _fits(answer, stands.quote)
        elif answer.id not in unread(books, KIND):
            yield UNFIT.at(answer.where, f"there is no quote {answer.id}", about=("quote",))
    for stands in standing.values():
        yield from _within(stands)
    if standing:
        for invoice in having(books, Invoice, "quote"):
            if stands := standing.get(invoice.quote or ""):
                yield from _agreed(invoice, stands)


def _fits(answer: Answer, quote: Quote) -> Iterator[Diagnostic]:
    hint = f"the quote is {quote.where}"
    if answer.quote != answer.id:
        yield UNFIT.at(
            answer.where, f"it answers {answer.quote}, but lies beside {answer.id}", hint=hint, about=("quote",)
        )
    if quote.sent is None:
        yield UNFIT.at(answer.where, f"{quote.id} is a draft", hint=hint, about=("quote",))
    elif answer.date < quote.sent.date:
        say = f"{quote.id} was sent on {quote.sent.date}, after {answer.date}"
        yield UNFIT.at(answer.where, say, hint=hint, about=("date",))
    if answer.outcome != "accepted":
        return
    if answer.option not in (quote.options or ("",)):
        say = f"{answer.option!r} is not one of its options" if answer.option else "it does not say which option"
        hint = f"{hint}; {', '.join(quote.options) or 'it has none'}"
        about = "option" if answer.option else "outcome"
        yield UNFIT.at(answer.where, f"{quote.id}: {say}", hint=hint, about=(about,))
    for place, at in enumerate(answer.extras):
        if at not in quote.extras:
            yield UNFIT.at(answer.where, f"line {at} of {quote.id} is not optional", hint=hint, about=("extras", place))


def _within(stands: Situation) -> Iterator[Diagnostic]:
    left = stands.left()
    if stands.agreed and left.amount < 0:
        bills = sorted(stands.bills, key=lambda each: (each.date is None, each.date, each.record.id))
        *others, last = (each.record for each in bills if isinstance(each.record, Invoice))
        also = ", ".join(f"{each.id} ({each.where})" for each in others)
        say = f"{-left} more of {stands.quote.id} is billed than was agreed"
        way = taking_back(last) if last.issued else f"delete {last.where.path}"
        see = f"the quote is {stands.quote.where}, the answer {stands.answer.where}; " if stands.answer else ""
        yield OVER.at(last.where, f"{say}, together with {also}" if also else say, hint=see + way, about=("quote",))


def _agreed(invoice: Invoice, stands: Situation) -> Iterator[Diagnostic]:
    quote, hint = stands.quote, f"the quote is {stands.quote.where}"
    if stands.agreed is None:
        say = f"{invoice.id} bills {quote.id}, which was not accepted"
        yield UNAGREED.at(invoice.where, say, hint=hint, about=("quote",))
        return
    if invoice.client != quote.client:
        say = f"{quote.id} was offered to {quote.client}, not to {invoice.client}"
        yield UNAGREED.at(invoice.where, say, hint=hint, about=("client",))
    currency = invoice.issued.currency if invoice.issued else stands.currency
    if currency != stands.currency:
        say = f"{quote.id} is in {stands.currency}, {invoice.id} in {currency}"
        yield UNAGREED.at(invoice.where, say, hint=hint, about=("issued", "currency"))


def disagreements(books: Books, draft: Invoice) -> Iterator[Diagnostic]:
    """Yield why the draft of a quote's invoice cannot be issued."""
    if quote := books.get(Quote, draft.quote or ""):
        stands = situation_of(books, quote)
        yield from _within(stands)
        yield from _agreed(draft, stands)


CHECK = Check("quotes", "Quotes are answered as offered and billed as agreed.", quotes, (UNFIT, OVER, UNAGREED))
