"""Crediting: how an issued invoice, or a part of it, becomes a credit note.

A credit note to the whole copies the invoice's stored totals. One to a part credits lines, whole or by amount, at
the rates frozen into the invoice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.core.hints import TypeAlias
from backoffice.core.kind import Standing
from backoffice.core.lines import Line, totals_of
from backoffice.core.money import Money, total
from backoffice.core.part import replaced
from backoffice.core.plain import fields_tree
from backoffice.core.seal import hash_of
from backoffice.kinds.credit_note import KIND, OVER, CreditNote, overdrawn
from backoffice.kinds.invoice import Invoice, Issued

Part: TypeAlias = Mapping[int, Decimal | None]
"""Lines to credit, by position from 1: each whole (None), or so much of its amount, in the prices of its invoice."""


def credited(
    invoice: Invoice,
    standing: Standing,
    earlier: Sequence[CreditNote],
    *,
    on: dt.date,
    reason: str,
    number: str,
    part: Part | None = None,
    previous: str | None = None,
    joins: tuple[str, ...] = (),
) -> CreditNote:
    """Return the credit note ``number`` to an invoice, or to a ``part`` of it; ``earlier`` are those there are.

    Raises:
        RefusedError: for a draft, an invoice that is void or written off, a day before its own, a line that it does
            not have, or more than is left of it to credit.
    """
    issued = _creditable(invoice, standing, on)
    note = _drawn(invoice, issued, part, on=on, reason=reason, number=number, previous=previous)
    _require_within(invoice, issued, earlier, note)
    return sealed(replaced(note, joins=joins))


def sealed(note: CreditNote, pdf: bytes = b"") -> CreditNote:
    """Return a credit note with its digest, which vouches for the ``pdf`` that is archived with it, if any."""
    note = replaced(note, pdf_sha256=hash_of(pdf))
    return replaced(note, digest=note.facts_digest())


def _drawn(
    invoice: Invoice, issued: Issued, part: Part | None, *, on: dt.date, reason: str, number: str, previous: str | None
) -> CreditNote:
    lines = invoice.lines if part is None else _lines(invoice, issued, part)
    rates, prices, deposit = issued.totals.rates(issued.tax), issued.totals.prices, issued.totals.deposit
    note = CreditNote(
        id=number,
        where=Location(KIND.path_of(number, year=str(on.year))),
        invoice=invoice.id,
        invoiced=issued.date,
        date=on,
        reason=reason,
        client=invoice.client,
        project=invoice.project,
        currency=issued.currency,
        language=issued.language,
        reference=issued.reference,
        tax=issued.tax,
        seller=issued.seller,
        buyer=issued.buyer,
        lines=lines,
        totals=totals_of(lines, (), (), rates, issued.currency, prices=prices, deposit=deposit),
        previous=previous,
    )
    if part is not None:
        return note
    return replaced(note, allowances=invoice.allowances, charges=invoice.charges, totals=issued.totals)


def credit(note: CreditNote) -> Plan:
    """Plan to write a credit note made by ``credited``."""
    summary = f"Credit {note.gross} of {note.invoice} to {note.buyer.name} by {note.id}: {note.reason}"
    return Plan(summary, (AddRecord(note.where.path, fields_tree(note)),))


def twins(invoice: Invoice, part: Part | None, reason: str, earlier: Sequence[CreditNote]) -> list[CreditNote]:
    """Return those of ``earlier`` that took the same back for the same reason, on whatever day.

    Raises:
        RefusedError: for a draft, or a line that the invoice does not have.
    """
    issued = _issued(invoice)
    lines = invoice.lines if part is None else _lines(invoice, issued, part)
    return [each for each in earlier if (each.invoice, each.reason, each.lines) == (invoice.id, reason, lines)]


def _issued(invoice: Invoice) -> Issued:
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft, which can simply be changed")
    return invoice.issued


def _creditable(invoice: Invoice, standing: Standing, on: dt.date) -> Issued:
    issued = _issued(invoice)
    state = invoice.state(standing)
    if state in {"void", "written off"}:
        raise RefusedError(f"{invoice.id} is {state}, so there is nothing to credit")
    if on < issued.date:
        raise RefusedError(f"{invoice.id} was issued on {issued.date}, after {on}")
    return issued


def _lines(invoice: Invoice, issued: Issued, part: Part) -> tuple[Line, ...]:
    return tuple(_line(invoice, issued, position, amount) for position, amount in sorted(part.items()))


def _line(invoice: Invoice, issued: Issued, position: int, amount: Decimal | None) -> Line:
    if not 1 <= position <= len(invoice.lines):
        raise RefusedError(f"{invoice.id} has no line {position}; it has {len(invoice.lines)}")
    line = invoice.lines[position - 1]
    whole = line.amount(issued.currency)
    if amount is None and (invoice.allowances or invoice.charges):
        say = f"{invoice.id} has discounts or surcharges on the whole, so line {position} alone has no price of its own"
        raise RefusedError(say, hint=f"name the amount, --line {position}=AMOUNT, or credit all of it")
    if amount is None:
        return line
    if not 0 < Money.of(amount, issued.currency).amount <= whole.amount:
        say = f"line {position} of {invoice.id} is {whole}; {amount} of it cannot be credited"
        raise RefusedError.of(OVER.at(invoice.where, say, about=("lines", position - 1)))
    return Line(text=line.text, price=amount, tax=line.tax, income=line.income)


def _require_within(invoice: Invoice, issued: Issued, earlier: Sequence[CreditNote], note: CreditNote) -> None:
    for code, _ in overdrawn(issued, (*earlier, note)):
        left = Money.of(issued.totals.gross, issued.currency) - total((each.gross for each in earlier), issued.currency)
        by = ", ".join(f"{each.id} ({each.where})" for each in earlier)
        say = f"{left} of {issued.number} is left to credit, not {note.gross}"
        if code:
            say = f"less of {issued.number} is left to credit at the tax code {code}"
        hint = f"{by} credited the rest; name less, --line N=AMOUNT" if by else ""
        raise RefusedError.of(OVER.at(invoice.where, say, hint=hint, about=("issued", "totals", "gross")))
