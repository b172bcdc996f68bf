"""The lines of a sales document and what they add up to (EN 16931, BG-22 to BG-28; 3 levels of rounding, once each).

line net  = round(quantity × price / per) − line allowances + line charges
net       = Σ line net − document allowances + document charges
tax       = Σ over (category, rate) of round(taxable × rate / 100)
gross     = net + tax
due       = gross − what was prepaid

Where prices include tax, amounts are added up as they are stated. The tax is taken out of what that comes to at each
(category, rate), once; net amounts of lines, allowances and charges follow from it, so that all of the above holds but
for tax, which may differ from taxable × rate by one minor unit (BR-CO-17 has no tolerance; its Schematron has).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from backoffice.core.hints import Annotated, Literal, TypeAlias
from backoffice.core.hours import Worked
from backoffice.core.ledger import Chart, Posting
from backoffice.core.money import Money, total
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part, field
from backoffice.core.scalar import Billed, Date, Id, Percent, Positive, YesNo
from backoffice.core.tax import TaxCode, TaxGroup, breakdown, without_tax

Prices: TypeAlias = Literal["net", "gross"]
"""Whether prices include tax (gross) or not (net)."""


class Adjustment(Part):
    """An allowance (discount) or a charge (surcharge), by amount or by percent, always with its reason."""

    reason: Annotated[str, "Why; printed on the document."]
    amount: Annotated[Positive | None, "How much, in the document's currency."] = None
    percent: Annotated[Percent | None, "How much, in percent of the line, or of all lines whatever their tax code."] = (
        None
    )
    tax: Annotated[str, "On a document with several tax codes: the one it belongs to."] = ""

    def of(self, base: Money) -> Money:
        """Return the adjustment of ``base``, rounded."""
        return base * (self.percent / 100) if self.percent is not None else Money.of(self.amount or 0, base.currency)


class Line(Part):
    """One line: what was delivered, how much of it, at what price."""

    text: Annotated[str, "What was delivered; the first line is printed in bold when there are several."]
    quantity: Annotated[Billed, "How many units."] = Decimal(1)
    unit: Annotated[str, "The unit: hour, day, piece, month, km …"] = ""
    price: Annotated[Billed, "Price of one unit, without tax unless prices are gross."]
    per: Annotated[Positive, "How many units the price is for, usually one (EN 16931: base quantity)."] = Decimal(1)
    tax: Annotated[str, "A code of the tax table; empty: the client's or the workspace's usual one."] = ""
    income: Annotated[str, "The kind of income, part of the ledger account."] = "services"
    time: Annotated[Mapping[str, Worked], "Entries of working time that it bills, each with how much of it."] = field(
        default_factory=dict
    )
    expenses: Annotated[tuple[Id, ...], "Expenses that it bills on."] = ()
    allowances: Annotated[tuple[Adjustment, ...], "Discounts on this line."] = ()
    charges: Annotated[tuple[Adjustment, ...], "Surcharges on this line."] = ()

    def amount(self, currency: str) -> Money:
        """Return what the line comes to at its price; that is net unless the prices of its document are gross."""
        whole = Money.of(self.quantity * self.price / (self.per or 1), currency)
        if not self.allowances and not self.charges:
            return whole
        less = total((each.of(whole) for each in self.allowances), currency)
        return whole - less + total((each.of(whole) for each in self.charges), currency)


class Income(Part):
    """Net income of one kind under one tax code."""

    category: Annotated[str, "The kind of income, part of the ledger account."]
    tax: Annotated[str, "The tax code."]
    amount: Annotated[Positive, "Net amount of the lines."]


class Sale(NamedTuple):
    """What the postings of one sales document have in common. ``document`` is its ref, ``party`` the client's id."""

    date: dt.date
    currency: str
    document: str
    party: str
    project: str = ""


class Rates(NamedTuple):
    """The tax codes and rates that hold for a document: ``usual`` is the code of lines that name none."""

    usual: str
    codes: Mapping[str, tuple[TaxCode, Decimal]]


class Deduction(Part):
    """What a deposit invoice prepaid of a final invoice, with its tax at its own rates (EN 16931, BT-113)."""

    number: Annotated[str, "Number of the deposit invoice."]
    date: Annotated[Date, "Its issue date."]
    net: Annotated[Positive, "What was prepaid, without tax."]
    taxes: Annotated[tuple[TaxGroup, ...], "The tax on it, by code."]
    tax: Annotated[Positive, "Total tax on it."]
    gross: Annotated[Positive, "What was prepaid, with tax."]

    def whole(self, *, gross: bool) -> Decimal:
        """Return what was prepaid, with tax (``gross``) or without."""
        return self.gross if gross else self.net


class Totals(Part):
    """What a document adds up to; frozen into it when it is issued, copied where it is reversed."""

    prices: Annotated[Prices, "gross: the prices of lines, allowances and charges include tax; net: they do not."] = (
        "net"
    )

    income: Annotated[tuple[Income, ...], "Net amounts of the lines by kind of income and tax code."]
    allowances: Annotated[Positive, "Discounts on the whole document."] = Decimal(0)
    charges: Annotated[Positive, "Surcharges on the whole document."] = Decimal(0)
    net: Annotated[Positive, "Total without tax."]
    taxes: Annotated[tuple[TaxGroup, ...], "The tax breakdown."]
    tax: Annotated[Positive, "Total tax."]
    gross: Annotated[Positive, "Total with tax."]
    deposit: Annotated[YesNo, "Whether nothing is earned yet: the net is owed to the client until it is deducted."] = (
        False
    )
    prepaid: Annotated[tuple[Deduction, ...], "What deposit invoices prepaid of it."] = ()

    @property
    def due(self) -> Decimal:
        """What is to be paid: the total with tax, less what was prepaid."""
        return self.gross - sum((each.gross for each in self.prepaid), start=Decimal(0))

    def whole(self, *, gross: bool) -> Decimal:
        """Return what it comes to, with tax (``gross``) or without; deposits are not taken off."""
        return self.gross if gross else self.net

    def rates(self, usual: str) -> Rates:
        """Return the tax codes and rates these totals were computed with; ``usual`` is that of lines that name none."""
        codes = {each.code: (TaxCode(category=each.category, reason=each.reason), each.rate) for each in self.taxes}
        return Rates(usual, codes)

    def postings(self, chart: Chart, sale: Sale, *, sign: int = 1) -> Iterator[Posting]:
        """Yield the postings of a sale (``sign`` 1) or of its reversal (-1)."""

        def post(account: str, amount: Decimal, tax: str = "", document: str = "") -> Posting:
            money = Money.of(amount * sign, sale.currency)
            return Posting(sale.date, account, money, document or sale.document, sale.party, sale.project, tax)

        yield post(chart.receivable, self.due)
        for account, amount, tax in self._earned(chart):
            yield post(account, -amount, tax)
        for group in self.taxes:
            if group.tax:
                yield post(chart.vat_output, -group.tax, group.code)
        for each in self.prepaid:
            for group in each.taxes:
                yield post(chart.deposits, group.taxable, group.code, f"invoice/{each.number}")
                if group.tax:
                    yield post(chart.vat_output, group.tax, group.code)

    def _earned(self, chart: Chart) -> Iterator[tuple[str, Decimal, str]]:
        """Yield what the net is credited to: account, amount, tax code."""
        if self.deposit:
            yield from ((chart.deposits, group.taxable, group.code) for group in self.taxes)
            return
        yield from ((f"{chart.income}:{each.category}", each.amount, each.tax) for each in self.income)
        if self.allowances:
            yield chart.discounts, -self.allowances, ""
        if self.charges:
            yield f"{chart.income}:charges", self.charges, ""


class Parts(NamedTuple):
    """What a document adds up from, each with its tax code: its lines, its allowances (negative), its charges."""

    lines: Sequence[tuple[str, Money]]
    less: Sequence[tuple[str, Money]]
    more: Sequence[tuple[str, Money]]

    def net(self, rates: Rates) -> Parts:
        """Return parts that include tax without it; they add up to the taxable amount of each code."""
        every = [*self.lines, *self.less, *self.more]
        nets = [(code, net) for (code, _), net in zip(every, without_tax(every, rates.codes), strict=True)]
        cut = len(self.lines) + len(self.less)
        return Parts(nets[: len(self.lines)], nets[len(self.lines) : cut], nets[cut:])


def _parts(
    lines: Sequence[Line], allowances: Sequence[Adjustment], charges: Sequence[Adjustment], rates: Rates, currency: str
) -> Parts:
    found = [(line.tax or rates.usual, line.amount(currency)) for line in lines]
    if not allowances and not charges:
        return Parts(found, (), ())
    whole = total((amount for _, amount in found), currency)
    first = found[0][0] if found else rates.usual
    less = [(each.tax or first, -each.of(whole)) for each in allowances]
    return Parts(found, less, [(each.tax or first, each.of(whole)) for each in charges])


def totals_of(
    lines: Sequence[Line],
    allowances: Sequence[Adjustment],
    charges: Sequence[Adjustment],
    rates: Rates,
    currency: str,
    *,
    prices: Prices = "net",
    deposit: bool = False,
    prepaid: Sequence[Deduction] = (),
) -> Totals:
    """Add up a document. Every code that occurs must be in ``rates``.

    ``prices`` say whether lines and adjustments include tax. A document allowance or charge without a tax code belongs
    to the code of the first line. ``deposit``: it asks for money before anything is delivered; ``prepaid``: what such
    documents asked for before.
    """
    parts = _parts(lines, allowances, charges, rates, currency)
    groups = breakdown([*parts.lines, *parts.less, *parts.more], rates.codes, included=prices == "gross")
    net = total((Money.of(group.taxable, currency) for group in groups), currency)
    tax = total((Money.of(group.tax, currency) for group in groups), currency)
    nets = parts.net(rates) if prices == "gross" else parts
    return Totals(
        prices=prices,
        income=_income([(line.income, *each) for line, each in zip(lines, nets.lines, strict=True)], currency),
        allowances=-total((cut for _, cut in nets.less), currency).amount,
        charges=total((extra for _, extra in nets.more), currency).amount,
        net=net.amount,
        taxes=tuple(groups),
        tax=tax.amount,
        gross=(net + tax).amount,
        deposit=deposit,
        prepaid=tuple(prepaid),
    )


def _income(nets: Sequence[tuple[str, str, Money]], currency: str) -> tuple[Income, ...]:
    sums: dict[tuple[str, str], Money] = {}
    for category, code, net in nets:
        sums[category, code] = sums.get((category, code), Money.of(0, currency)) + net
    return tuple(
        Income(category=category, tax=code, amount=net.amount) for (category, code), net in sorted(sums.items())
    )
