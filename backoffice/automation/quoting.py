"""Billing quotes: the drafts of what is billed of an accepted quote, never more than was agreed.

A deposit asks for a share in advance. Progress bills what has been delivered *up to* a share, so billing the same
progress twice bills once. A milestone bills its own share, and the final invoice all that is left. Deposits are
deducted by the invoice that would otherwise go beyond what was agreed: as a rule the final one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from backoffice.checks.periods import draft_name
from backoffice.core.books import Books
from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Literal
from backoffice.core.lines import Line
from backoffice.core.money import Money, share_out, total
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree
from backoffice.kinds.invoice import KIND, Invoice
from backoffice.kinds.prepaying import undeducted
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.quote.situation import Group, Situation, drafted_totals
from backoffice.kinds.void import Void


class Part(NamedTuple):
    """What of a quote is to be billed: ``percent`` of a deposit or of progress, the ``number`` of a milestone."""

    how: Literal["deposit", "progress", "milestone", "final"]
    percent: Decimal = Decimal(100)
    number: int = 0

    @property
    def share(self) -> str:
        """The percentage as text."""
        return f"{self.percent.normalize():f}"

    def name(self, quote: Quote) -> str:
        """Return the name of the draft: the key that makes two runs, on two machines, write one file."""
        share = "" if self.how == "final" else f"-{self.number or self.share.replace('.', '-')}"
        return f"{quote.id}-{self.how}{share}"


def billed_already(stands: Situation, part: Part) -> Invoice | None:
    """Return the invoice, or its draft, that bills a part; one that is void does not."""
    void = {each.record.id for each in stands.bills if isinstance(each.record, Void)}
    return next(
        (each for each in _invoices(stands) if draft_name(each) == part.name(stands.quote) and each.id not in void),
        None,
    )


def _invoices(stands: Situation) -> Iterator[Invoice]:
    return (each.record for each in stands.bills if isinstance(each.record, Invoice))


def drafted(books: Books, stands: Situation, part: Part) -> Invoice:
    """Return the draft that bills a part of an accepted quote.

    Raises:
        RefusedError: when it was not accepted, has no such milestone, or less is left to bill.
    """
    quote, answer = stands.quote, stands.answer
    if quote.sent is None or answer is None or stands.agreed is None:
        what = f"was {answer.outcome} on {answer.date}, see {answer.where}" if answer else "has not been accepted"
        raise RefusedError(f"{quote.id} {what}", hint="" if answer else f"backoffice quote accept {quote.id}")
    wanted = _wanted(stands, part)
    amount = total(wanted.values(), stands.currency)
    less = _deducted(books, stands, part, amount)
    over = amount - less.amount - stands.left()
    if amount.amount <= 0 or over.amount > 0 or amount < less.amount:
        raise _too_much(stands, amount)
    whole = part.how == "final" and not any(stands.earned().values())
    return Invoice(
        id=part.name(quote),
        where=Location(KIND.path_of(part.name(quote))),
        client=quote.client,
        project=answer.project or quote.project,
        type="deposit" if part.how == "deposit" else "invoice",
        quote=quote.id,
        deposits=less.numbers,
        subject=quote.subject,
        reference=answer.reference or quote.reference,
        currency=stands.currency,
        terms=quote.terms,
        prices=quote.prices,
        lines=quote.chosen(answer.option, answer.extras) if whole else tuple(_lines(stands, part, wanted)),
        allowances=quote.allowances if whole else (),
        charges=quote.charges if whole else (),
    )


def _wanted(stands: Situation, part: Part) -> dict[Group, Money]:
    """Return what a part comes to by kind of income and tax code, in the quote's prices, without what is nothing."""
    agreed, earned = stands.groups(), stands.earned()
    zero = Money.of(0, stands.currency)
    found: dict[Group, Money] = {}
    for group, amount in agreed.items():
        if part.how == "deposit":
            found[group] = amount * (part.percent / 100)
        elif part.how == "milestone":
            found[group] = share_out(amount, _percents(stands.quote, part))[part.number - 1]
        else:
            found[group] = amount * (part.percent / 100) - earned.get(group, zero)
    return {group: amount for group, amount in found.items() if amount.amount > 0}


def _percents(quote: Quote, part: Part) -> list[Decimal]:
    if not 1 <= part.number <= len(quote.milestones):
        hint = "; ".join(f"{at}: {each.name}" for at, each in enumerate(quote.milestones, start=1))
        raise RefusedError(f"{quote.id} has no milestone {part.number}", hint=hint or "it has none at all")
    return [each.percent for each in quote.milestones]


class Deducted(NamedTuple):
    """Deposits that an invoice deducts, and what they come to in the prices of the quote."""

    numbers: tuple[str, ...]
    amount: Money


def _deducted(books: Books, stands: Situation, part: Part, amount: Money) -> Deducted:
    nothing = Deducted((), Money.of(0, stands.currency))
    if part.how == "deposit" or (part.how != "final" and amount <= stands.left()):
        return nothing
    taken = {number for each in _invoices(stands) if each.issued is None for number in each.deposits}
    kept: dict[str, Money] = {}
    for each in _invoices(stands):
        if each.type != "deposit":
            continue
        if each.issued is None:
            hint = "issue it, or delete it"
            raise RefusedError(f"the deposit {each.id} is still a draft ({each.where})", hint=hint)
        left = undeducted(books, each.id, gross=stands.gross)
        if left.amount > 0 and each.id not in taken:
            kept[each.id] = left
    return Deducted(tuple(kept), total(kept.values(), stands.currency))


def _too_much(stands: Situation, amount: Money) -> RefusedError:
    quote, left = stands.quote, stands.left()
    by = ", ".join(dict.fromkeys(f"{each.id} ({each.where})" for each in _invoices(stands)))
    if amount.amount <= 0:
        return RefusedError(
            f"nothing of {quote.id} is left to bill that way", hint=f"it was billed by {by}" if by else ""
        )
    hint = f"the rest was billed by {by}; --final bills what is left" if by else ""
    return RefusedError(f"{left} of {quote.id} is left to bill, not {amount}", hint=hint)


def _lines(stands: Situation, part: Part, wanted: Mapping[Group, Money]) -> Iterator[Line]:
    quote, answer = stands.quote, stands.answer
    usual = quote.sent.tax if quote.sent else ""
    milestone = quote.milestones[part.number - 1] if part.number else None
    share = f" · {_since(stands) if part.how == 'progress' else ''}{milestone.percent if milestone else part.share} %"
    chosen = quote.chosen(answer.option, answer.extras) if answer else ()
    order = [(each.income, each.tax or usual) for each in chosen]
    for (income, tax), amount in sorted(wanted.items(), key=lambda each: [*order, each[0]].index(each[0])):
        texts = [each.text.split("\n")[0] for each in chosen if (each.income, each.tax or usual) == (income, tax)]
        title = milestone.name if milestone else quote.subject or next(iter(texts), quote.id)
        detail = "; ".join(texts) if len(wanted) > 1 else ""
        said = quote.id if part.how == "final" else f"{quote.id}{share}"
        text = "\n".join(filter(None, (title, detail, said)))
        yield Line(text=text, price=amount.amount, tax="" if tax == usual else tax, income=income)


def _since(stands: Situation) -> str:
    """Return the progress that was billed before, in percent, as the beginning of a range."""
    earned, agreed = (total(each.values(), stands.currency).amount for each in (stands.earned(), stands.groups()))
    return f"{(earned / agreed * 100).quantize(Decimal('0.1')).normalize():f}–" if earned else ""


def worth(books: Books, stands: Situation, draft: Invoice) -> Money:
    """Return what a draft made by ``drafted`` bills of the quote, in its prices and without deposits."""
    if stands.quote.sent is None:
        return Money.of(0, stands.currency)
    whole = Money.of(drafted_totals(draft, stands.quote).whole(gross=stands.gross), stands.currency)
    return whole - total((undeducted(books, each, gross=stands.gross) for each in draft.deposits), stands.currency)


def bill(draft: Invoice) -> Plan:
    """Plan to write a draft made by ``drafted``."""
    return Plan(f"Draft {draft.id}", (AddRecord(draft.where.path, fields_tree(draft)),))
