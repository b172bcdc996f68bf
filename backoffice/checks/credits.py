"""Credit notes fit their invoice, together take no more back than it charged, and their numbers have no gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from backoffice.checks.check import Check
from backoffice.checks.series import unbroken
from backoffice.core.books import Books
from backoffice.core.chain import Link
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.money import Money, total
from backoffice.kinds.credit_note import KIND, OVER, CreditNote, overdrawn
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.write_off import WriteOff, lowering

UNFIT = Fault(
    "unfit-credit",
    "A credit note credits a draft, or says something of its invoice (client, project, currency, issue date) that the "
    "invoice does not.",
)


def credit_notes(books: Books) -> Iterator[Diagnostic]:
    """Yield credit notes that do not fit their invoice or credit too much of it, and breaks in their series."""
    by_invoice: defaultdict[str, list[CreditNote]] = defaultdict(list)
    for note in books.all(CreditNote):
        by_invoice[note.invoice].append(note)
    yield from unbroken(books, KIND, chain(each for notes in by_invoice.values() for each in notes))
    for number, notes in by_invoice.items():
        if invoice := books.get(Invoice, number):
            yield from _fit(invoice, notes, books.get(WriteOff, number))


def chain(notes: Iterable[CreditNote]) -> list[Link]:
    """Return the chain of credit notes."""
    return [Link(note.id, note.digest, note.previous, note.joins) for note in notes]


def _fit(invoice: Invoice, notes: Sequence[CreditNote], loss: WriteOff | None) -> Iterator[Diagnostic]:
    if invoice.issued is None:
        say = f"{invoice.id} is a draft ({invoice.where})"
        yield from (UNFIT.at(note.where, say, about=("invoice",)) for note in notes)
        return
    unfit = [each for note in notes for each in _copied(note, invoice, invoice.issued)]
    yield from unfit
    if not unfit:
        yield from _within(invoice.issued, notes, loss)


def _copied(note: CreditNote, invoice: Invoice, issued: Issued) -> Iterator[Diagnostic]:
    for name, copy, original in (
        ("client", note.client, invoice.client),
        ("project", note.project, invoice.project),
        ("currency", note.currency, issued.currency),
        ("invoiced", note.invoiced, issued.date),
    ):
        if copy != original:
            hint = f"the invoice is {invoice.where}"
            yield UNFIT.at(note.where, f"{name} is not that of {invoice.id}", hint=hint, about=(name,))
    if note.date < issued.date:
        yield UNFIT.at(note.where, f"{invoice.id} was issued on {issued.date}, after {note.date}", about=("date",))


def _within(issued: Issued, notes: Sequence[CreditNote], loss: WriteOff | None) -> Iterator[Diagnostic]:
    *others, last = sorted(notes, key=lambda note: (note.date, note.id))
    also = [f"{each.id} ({each.where})" for each in others]
    for code, excess in overdrawn(issued, notes):
        at = f" at the tax code {code}" if code else ""
        say, path = f"{excess} more of {issued.number} is credited{at} than it charged", last.where.path
        hint = f"delete {path} if it was not sent; else charge {excess} by a new invoice" if others else ""
        yield OVER.at(last.where, _say(say, also), hint=hint, about=("totals", "gross"))
        return
    if loss and loss.date < last.date:  # one that came later is itself too much
        currency = issued.currency
        taken = total((note.gross for note in notes), currency) + Money.of(loss.amount, currency)
        excess = taken - Money.of(issued.totals.due, currency)
        if excess.amount > 0:
            also.append(f"the write-off {loss.where}")
            say = _say(f"more of {issued.number} is credited and written off than charged", also)
            way = lowering(loss, Money.of(loss.amount, currency) - excess)
            yield OVER.at(last.where, say, hint=way, about=("totals", "gross"))


def _say(what: str, also: Sequence[str]) -> str:
    return f"{what}, together with {', '.join(also)}" if also else what


CHECK = Check("credits", "Credit notes fit their invoices and take no more back.", credit_notes, (UNFIT, OVER))
