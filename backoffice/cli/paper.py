"""An invoice as text: who, what, how much; for a look before it is issued."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from backoffice.core.errors import RefusedError
from backoffice.core.lines import Adjustment, Line
from backoffice.core.money import Money, total
from backoffice.core.party import Party
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.kinds.invoice import Invoice, Issued

_PAIR = (Column("what"), Column("says"))


def paper(invoice: Invoice) -> Report:
    """Return an invoice made by ``issued`` as a report.

    Raises:
        RefusedError: for a draft that was not computed.
    """
    facts = invoice.issued
    if facts is None:
        raise RefusedError(f"{invoice.id} is a draft")
    lines = (
        Column("text"),
        Column("quantity"),
        Column("unit"),
        Column("price"),
        Column("tax"),
        Column(facts.totals.prices),
    )
    return Report(
        "preview",
        f"Invoice {facts.number}",
        (
            Table("head", _PAIR, list(_head(invoice, facts)), headings=False),
            Table("lines", lines, [_line(each, facts) for each in invoice.lines]),
            Table("totals", _PAIR, list(_sums(invoice, facts)), headings=False),
        ),
        scope=invoice.subject,
    )


def _head(invoice: Invoice, facts: Issued) -> Iterator[tuple[Cell, ...]]:
    yield "from", _party(facts.seller)
    yield "to", _party(facts.buyer)
    yield "date", facts.date
    yield "due", facts.due
    if invoice.delivered:
        yield "delivered", invoice.delivered
    if invoice.reference:
        yield "reference", invoice.reference


def _party(party: Party) -> str:
    return ", ".join((party.name, party.address.line, *([f"VAT {party.vat_id}"] if party.vat_id else [])))


def _line(line: Line, facts: Issued) -> tuple[Cell, ...]:
    text = line.text.strip().splitlines()[0] if line.text.strip() else ""
    price = Money.of(line.price, facts.currency)
    exact: Cell = price if price.amount == line.price else line.price
    if line.per != 1:
        exact = f"{exact} per {line.per}"
    return text, line.quantity, line.unit, exact, line.tax or facts.tax, line.amount(facts.currency)


def _sums(invoice: Invoice, facts: Issued) -> Iterator[tuple[Cell, ...]]:
    totals = facts.totals

    def money(amount: Decimal) -> Money:
        return Money.of(amount, facts.currency)

    whole = total((line.amount(facts.currency) for line in invoice.lines), facts.currency)
    if invoice.allowances or invoice.charges:
        yield "lines", whole
    yield from (_adjusted("less", each, -each.of(whole), whole) for each in invoice.allowances)
    yield from (_adjusted("plus", each, each.of(whole), whole) for each in invoice.charges)
    yield "net", money(totals.net)
    for group in totals.taxes:
        yield f"{group.code} {group.rate} % of {group.taxable}", money(group.tax)
    yield "gross", money(totals.gross)
    for part in totals.prepaid:
        yield f"less {part.number} of {part.date}, with {part.tax} tax", money(-part.gross)
    if totals.prepaid:
        yield "due", money(totals.due)


def _adjusted(word: str, each: Adjustment, amount: Money, whole: Money) -> tuple[Cell, ...]:
    percent = f" ({each.percent} % of {whole.amount})" if each.percent is not None else ""
    return f"{word} {each.reason}{percent}", amount
