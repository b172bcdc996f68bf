"""An invoice as it is printed: every label, figure and phrase of the page, in the client's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from backoffice.core.errors import RefusedError
from backoffice.core.lines import Adjustment, Line
from backoffice.core.money import Money, minor_units, total
from backoffice.core.settings import Settings
from backoffice.core.tax import TaxGroup
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.render.letter_page import Fact, Letter, Stationery, Subject, facts_of, vat_number
from backoffice.render.localise import Wording
from backoffice.render.look import Load
from backoffice.render.payment_block import payment_block
from backoffice.render.sales_parts import Columns, Payment, Prepaid, Row, SalesPage


@dataclass(frozen=True, kw_only=True)
class InvoicePage(SalesPage):
    """The whole invoice, or credit note."""

    sums: tuple[Fact, ...]
    gross: Fact
    prepaid: tuple[Prepaid, ...]
    due: Fact
    payment: Payment


def invoice_page(invoice: Invoice, settings: Settings, load: Load, *, preview: bool = False) -> InvoicePage:
    """Return ``invoice`` as it is printed; ``preview`` marks it as a draft that nobody should pay.

    Raises:
        RefusedError: for a draft that has not been through ``issued``.
    """
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft: it has no number, rates and totals to print")
    return Printing(invoice, invoice.issued, settings, preview=preview).page(load)


class Printing:
    """One invoice on its way to paper: the record, and the words its reader understands."""

    def __init__(self, invoice: Invoice, issued: Issued, settings: Settings, *, preview: bool) -> None:
        self.invoice, self.issued, self.settings, self.preview = invoice, issued, settings, preview
        self.wording = Wording(issued.language, issued.seller.address.country)
        self.number = self.wording.say("draft_number") if preview else issued.number
        self.mixed = len({line.tax or issued.tax for line in invoice.lines}) > 1
        self.gross = issued.totals.prices == "gross" and issued.totals.tax > 0
        self.rates = {group.code: group for group in issued.totals.taxes}

    def money(self, amount: Decimal) -> Money:
        """Return an amount in the currency of the document."""
        return Money.of(amount, self.issued.currency)

    def page(self, load: Load) -> InvoicePage:
        """Return the whole page."""
        say = self.wording.say
        return InvoicePage(
            letter=self.letter(load),
            intro=self.invoice.intro,
            columns=self.columns(),
            rows=tuple(self.rows()),
            phrases=tuple(dict.fromkeys(filter(None, self.phrases()))),
            closing=self.invoice.closing,
            sums=tuple(self.sums()),
            gross=Fact(label=say("gross"), text=self.wording.money(self.money(self.issued.totals.gross))),
            prepaid=tuple(self.prepaid()),
            due=Fact(label=say("amount_due"), text=self.wording.money(self.money(self.issued.totals.due))),
            payment=self.payment(),
        )

    def letter(self, load: Load) -> Letter:
        """Return what surrounds the body."""
        issued = self.issued
        paper = Stationery(seller=issued.seller, look=self.settings.look, wording=self.wording, load=load)
        subject = Subject(
            title=self.title(),
            line=self.invoice.subject,
            facts=self.facts(),
            created=f"{issued.date}T00:00:00Z",
            watermark=self.watermark() if self.preview else "",
        )
        return paper.letter(issued.buyer, subject)

    def watermark(self) -> str:
        """Return what is printed across a draft."""
        return self.wording.say("draft_note")

    def title(self) -> str:
        """Return the heading."""
        say, totals = self.wording.say, self.issued.totals
        if self.preview:
            return say("draft")
        return say("deposit" if totals.deposit else "final" if totals.prepaid else "invoice", self.issued.number)

    def facts(self) -> tuple[Fact, ...]:
        """Return what stands beside the address: number, dates, references."""
        wording, issued = self.wording, self.issued
        supply = self.invoice.delivered or ("" if issued.totals.deposit else str(self.invoice.tax_point or issued.date))
        longer, supplied = wording.period(supply) if supply else (False, "")
        return facts_of(
            wording,
            ("number", "" if self.preview else issued.number),
            ("date", wording.date(issued.date)),
            ("period" if longer else "supplied", supplied),
            ("due", wording.date(issued.due)),
            ("reference", issued.reference),
            ("their_vat", vat_number(issued.buyer.vat_id)),
        )

    def columns(self) -> Columns:
        """Return the headings of the lines."""
        say = self.wording.say
        return Columns(
            position=say("position"),
            description=say("description"),
            quantity=say("quantity"),
            price=say("price_with", self.wording.tax) if self.gross else say("price"),
            tax=self.wording.tax if self.mixed else "",
            amount=say("amount_with" if self.gross else "amount", self.issued.currency, self.wording.tax),
        )

    def rows(self) -> Iterator[Row]:
        """Yield the lines."""
        return (self.row(at, line) for at, line in enumerate(self.invoice.lines, start=1))

    def row(self, position: int, line: Line) -> Row:
        """Return one line."""
        wording = self.wording
        title, _, detail = line.text.strip().partition("\n")
        whole = self.money(line.quantity * line.price / (line.per or 1))
        group = self.rates.get(line.tax or self.issued.tax)
        return Row(
            position=str(position),
            title=title,
            detail=detail.strip("\n"),
            quantity=wording.quantity(line.quantity, line.unit),
            price=self.price(line),
            tax=wording.percent(group.rate) if self.mixed and group else "",
            amount=wording.amount(whole),
            adjustments=tuple(self.adjustments(line.allowances, line.charges, whole)),
        )

    def price(self, line: Line) -> str:
        """Return the unit price, with how many units it is for."""
        shown = self.wording.number(line.price, decimals=minor_units(self.issued.currency))
        return shown if line.per == 1 else self.wording.say("per", shown, self.wording.number(line.per))

    def adjustments(
        self, allowances: tuple[Adjustment, ...], charges: tuple[Adjustment, ...], base: Money
    ) -> Iterator[Fact]:
        """Yield discounts and surcharges on ``base``."""
        for each, sign in (*((each, -1) for each in allowances), *((each, 1) for each in charges)):
            label = each.reason
            if each.percent is not None:
                of_all = "adjustment_of" if each.tax and self.mixed else "adjustment"  # of more than its own tax code
                percent, whole = self.wording.percent(each.percent), self.wording.amount(base)
                label = self.wording.say(of_all, reason=each.reason, percent=percent, base=whole)
            yield Fact(label=label, text=self.wording.amount(each.of(base) * sign))

    def sums(self) -> Iterator[Fact]:
        """Yield what leads to the total: sum, adjustments, net, taxes."""
        wording, totals = self.wording, self.issued.totals
        whole = total((line.amount(self.issued.currency) for line in self.invoice.lines), self.issued.currency)
        adjustments = tuple(self.adjustments(self.invoice.allowances, self.invoice.charges, whole))
        if adjustments:
            yield Fact(label=wording.say("lines"), text=wording.amount(whole))
            yield from adjustments
        if self._outside():
            return
        yield Fact(label=wording.say("net"), text=wording.amount(self.money(totals.net)))
        for group in totals.taxes:
            yield Fact(label=self.tax_label(group), text=wording.amount(self.money(group.tax)))

    def prepaid(self) -> Iterator[Prepaid]:
        """Yield what is deducted, each deposit with its tax at its own rates."""
        wording = self.wording
        for each in self.issued.totals.prepaid:
            label = wording.say("less_deposit", number=each.number, date=wording.date(each.date))
            taxes = tuple(
                Fact(label=self.tax_on(group), text=wording.amount(self.money(-group.tax)))
                for group in each.taxes
                if group.tax
            )
            yield Prepaid(label=label, text=wording.amount(self.money(-each.gross)), taxes=taxes)

    def _outside(self) -> bool:
        """Tell whether there is no tax to speak of at all: everything is outside its scope or exempt."""
        return {group.category for group in self.issued.totals.taxes} <= {"O", "E"}

    def tax_label(self, group: TaxGroup) -> str:
        """Return what a row of the tax breakdown is called."""
        wording = self.wording
        percent = wording.percent(group.rate)
        if len(self.issued.totals.taxes) == 1:
            return f"{wording.tax} {percent}"
        return self.tax_on(group)

    def tax_on(self, group: TaxGroup) -> str:
        """Return the tax, its rate, and what it is on."""
        wording = self.wording
        taxable = wording.amount(self.money(group.taxable))
        return wording.say("tax_on", tax=wording.tax, rate=wording.percent(group.rate), taxable=taxable)

    def phrases(self) -> Iterator[str]:
        """Yield why no tax is charged: what the law wants said, and what the reason in the tax table adds."""
        for group in self.issued.totals.taxes:
            phrase = self.wording.exempt(group.category)
            said = not group.reason or group.reason.casefold() in phrase.casefold()
            yield phrase if said else f"{phrase} ({group.reason})" if phrase else group.reason

    def payment(self) -> Payment:
        """Return how to pay."""
        issued, payable = self.issued, self.money(self.issued.totals.due)
        amount, due = self.wording.money(payable), self.wording.date(issued.due)
        sentence = self.wording.say("pay", amount=amount, due=due, number=self.number)
        if granted := issued.cash_discount:
            less, until = payable - granted.of(payable), self.wording.date(granted.until)
            percent = self.wording.percent(granted.percent)
            early = self.wording.say("cash_discount", percent=percent, until=until, amount=self.wording.money(less))
            sentence = f"{sentence} {early}"
        purpose = "" if self.preview else self.number
        return payment_block(self.wording, issued.seller, payable, sentence, purpose=purpose)
