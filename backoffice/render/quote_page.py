"""A quote as it is printed: the lines of an invoice, what each option comes to, and how to accept it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backoffice.core.errors import RefusedError
from backoffice.core.lines import Line, totals_of
from backoffice.core.settings import Settings
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.quote.offer import Quote, QuoteLine, Sent
from backoffice.render.invoice_page import Printing
from backoffice.render.letter_page import Fact, facts_of, vat_number
from backoffice.render.look import Load
from backoffice.render.sales_parts import Row, SalesPage


@dataclass(frozen=True, kw_only=True)
class Total:
    """What the quote comes to, or one of its options: what leads to the total, and the total."""

    option: str
    sums: tuple[Fact, ...]
    gross: Fact


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """How to accept: a sentence, when what is to be paid, and where to sign."""

    title: str
    sentence: str
    plan_title: str
    plan: tuple[Fact, ...]
    sign: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QuotePage(SalesPage):
    """The whole quote."""

    totals: tuple[Total, ...]
    acceptance: Acceptance


def quote_page(quote: Quote, settings: Settings, load: Load, *, preview: bool = False) -> QuotePage:
    """Return ``quote`` as it is printed; ``preview`` marks it as a draft.

    Raises:
        RefusedError: for a draft that has not been through ``sent``.
    """
    if quote.sent is None:
        raise RefusedError(f"{quote.id} is a draft: it has no number and rates to print")
    return _Offering(quote, quote.sent, settings, preview=preview).offer(load)


class _Offering(Printing):
    """One quote on its way to paper: an invoice of all its lines, but for what is said around them."""

    def __init__(self, quote: Quote, sent: Sent, settings: Settings, *, preview: bool) -> None:
        lines = [each.line for each in quote.lines]
        super().__init__(*_in_terms_of_an_invoice(quote, sent, lines), settings, preview=preview)
        self.quote, self.sent = quote, sent

    def offer(self, load: Load) -> QuotePage:
        """Return the whole page."""
        quote = self.quote
        return QuotePage(
            letter=self.letter(load),
            intro=quote.intro,
            columns=self.columns(),
            rows=tuple(self.rows()),
            totals=tuple(self.totals(option) for option in quote.options or ("",)),
            phrases=tuple(dict.fromkeys(filter(None, self.phrases()))),
            acceptance=self.acceptance(),
            closing=quote.closing,
        )

    def title(self) -> str:
        """Return the heading."""
        say = self.wording.say
        return say("quote_draft") if self.preview else say("quote", self.sent.number)

    def watermark(self) -> str:
        """Return what is printed across a draft."""
        return self.wording.say("quote_draft_note")

    def facts(self) -> tuple[Fact, ...]:
        """Return what stands beside the address: number, dates, references."""
        wording, sent = self.wording, self.sent
        return facts_of(
            wording,
            ("quote_number", "" if self.preview else sent.number),
            ("quote_date", wording.date(sent.date)),
            ("valid_until", wording.date(sent.until)),
            ("reference", sent.reference),
            ("their_vat", vat_number(sent.buyer.vat_id)),
        )

    def rows(self) -> Iterator[Row]:
        """Yield the lines: first what is always part of it, then each option, then what can be had in addition.

        A line keeps its position in the file, by which an optional one is chosen.
        """
        numbered = list(enumerate(self.quote.lines, start=1))
        before = ""
        for at, line in sorted(numbered, key=lambda each: (self._place(each[1]), each[0])):
            heading = self._heading(line)
            row = self.row(at, line.line)
            yield dataclasses.replace(row, heading=heading if heading != before else "")
            before = heading

    def _place(self, line: QuoteLine) -> int:
        if line.optional:
            return len(self.quote.options) + 1
        return self.quote.options.index(line.option) + 1 if line.option else 0

    def _heading(self, line: QuoteLine) -> str:
        say = self.wording.say
        if line.optional:
            return say("optional_for", line.option) if line.option else say("optional")
        return say("option", line.option) if line.option else ""

    def totals(self, option: str) -> Total:
        """Return what the quote comes to with an option."""
        lines = self.quote.chosen(option)
        alone = Printing(*_in_terms_of_an_invoice(self.quote, self.sent, lines), self.settings, preview=self.preview)
        gross = self.wording.money(self.money(alone.issued.totals.gross))
        return Total(
            option=self.wording.say("option", option) if option else "",
            sums=tuple(alone.sums()),
            gross=Fact(label=self.wording.say("gross"), text=gross),
        )

    def acceptance(self) -> Acceptance:
        """Return how to accept it."""
        wording, say = self.wording, self.wording.say
        plan = [Fact(label=wording.percent(each.percent), text=each.name) for each in self.quote.milestones]
        if self.quote.deposit is not None:
            plan.insert(0, Fact(label=wording.percent(self.quote.deposit), text=say("in_advance")))
        return Acceptance(
            title=say("accept_title"),
            sentence=say("accept", until=wording.date(self.sent.until)),
            plan_title=say("pay_plan") if plan else "",
            plan=tuple(plan),
            sign=() if self.preview else (say("place_date"), say("signature", self.sent.buyer.name)),
        )


def _in_terms_of_an_invoice(quote: Quote, sent: Sent, lines: Sequence[Line]) -> tuple[Invoice, Issued]:
    """Return the invoice that has lines, parties and rates of a quote."""
    issued = Issued(
        number=sent.number,
        date=sent.date,
        due=sent.until,
        currency=sent.currency,
        language=sent.language,
        draft="",
        tax=sent.tax,
        seller=sent.seller,
        buyer=sent.buyer,
        totals=totals_of(lines, quote.allowances, quote.charges, quote.rates(), sent.currency, prices=quote.prices),
    )
    invoice = Invoice(
        id=quote.id,
        where=quote.where,
        client=quote.client,
        subject=quote.subject,
        lines=tuple(lines),
        allowances=quote.allowances,
        charges=quote.charges,
        issued=issued,
    )
    return invoice, issued
