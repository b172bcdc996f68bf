"""What final invoices deduct was asked for by deposit invoices, and is deducted once."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.ledger import Balance, Query
from backoffice.core.lines import Deduction
from backoffice.core.record import Record
from backoffice.core.tax import TaxGroup
from backoffice.kinds import kind_of
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.prepaying import UNFIT
from backoffice.kinds.void import Void

TWICE = Fault(
    "deducted-twice",
    "More of a deposit invoice is deducted, credited or voided than it asked for. Two people may have issued a final "
    "invoice, or one credited what another deducted; a merge keeps both. Credit the final invoice that is too much.",
)


def deposits(books: Books) -> Iterator[Diagnostic]:
    """Yield deductions that do not fit their deposit invoice, and deposits that are used up more than once."""
    account = books.settings.chart.deposits
    used = books.balances(Query(by=("document",), account=account, nonzero=False))
    for balance in used:
        if balance.minor > 0 and books.get(Invoice, balance.key[0].partition("/")[2]):
            yield from _overdrawn(books, balance)
    for number in _finals(books) if used else ():
        yield from _fits(books, books.get(Invoice, number))


def _finals(books: Books) -> list[str]:
    """Return the invoices that deduct a deposit."""
    query = Query(("record",), account=books.settings.chart.deposits, source="invoice", nonzero=False)
    return [balance.key[0].partition("/")[2] for balance in books.balances(query) if balance.minor >= 0]


def _overdrawn(books: Books, balance: Balance) -> Iterator[Diagnostic]:
    document = balance.key[0]
    query = Query(("record", "date"), account=books.settings.chart.deposits, document=document)
    users = sorted((each.key[1], each.key[0]) for each in books.balances(query) if each.key[0] != document)
    records = [record for _, ref in users if (record := _record(books, ref))]
    also = ", ".join(f"{each.id} ({each.where})" for each in records[:-1])
    say = f"{balance.amount} more of the deposit {document.partition('/')[2]} is used up than it asked for"
    yield TWICE.at(records[-1].where, f"{say}, together with {also}" if also else say, hint=_way(records))


def _way(users: list[Record]) -> str:
    """Say which of the records that use a deposit up to take back: what can be deleted, else the last invoice."""
    if loose := next((each for each in users if isinstance(each, Void)), None):
        return f"delete {loose.where.path} if the deposit stands"
    finals = [each for each in users if isinstance(each, Invoice)]
    whole = f"backoffice invoice credit {finals[-1].id} --full --reason TEXT" if finals else ""
    note = next((each for each in reversed(users) if isinstance(each, CreditNote)), None)
    return "; else ".join(filter(None, (f"delete {note.where.path} if it was not sent" if note else "", whole)))


def _record(books: Books, ref: str) -> Record | None:
    noun, _, identity = ref.partition("/")
    return books.get(kind_of(noun).record, identity)


def _fits(books: Books, final: Invoice | None) -> Iterator[Diagnostic]:
    parts = final.issued.totals.prepaid if final and final.issued else ()
    for each in parts:
        yield from _fit(books, final, each)


def _fit(books: Books, final: Invoice | None, deducted: Deduction) -> Iterator[Diagnostic]:
    deposit = books.get(Invoice, deducted.number)
    if deposit is None or final is None or final.issued is None:  # a reference to nothing is reported as such
        return
    hint, number = f"the deposit invoice is {deposit.where}", deposit.id
    if deposit.type != "deposit" or deposit.issued is None:
        say = f"{number}, which {final.id} deducts, is no deposit invoice"
        yield UNFIT.at(final.where, say, hint=hint, about=("deposits",))
        return
    for what, theirs, ours in (
        ("of another client", deposit.client, final.client),
        ("in another currency", deposit.issued.currency, final.issued.currency),
        ("of another day", deposit.issued.date, deducted.date),
    ):
        if theirs != ours:
            say = f"{number}, which {final.id} deducts, is {what}: {theirs}"
            yield UNFIT.at(final.where, say, hint=hint, about=("deposits",))
    if not _asked_for(deposit.issued, deducted.taxes):
        say = f"{final.id} deducts other amounts than {number} asked for"
        yield UNFIT.at(final.where, say, hint=hint, about=("issued", "totals", "prepaid"))


def _asked_for(issued: Issued, groups: tuple[TaxGroup, ...]) -> bool:
    asked = {group.code: group for group in issued.totals.taxes}
    return all(
        (there := asked.get(group.code)) is not None
        and (there.category, there.rate) == (group.category, group.rate)
        and group.tax <= there.tax
        for group in groups
    )


CHECK = Check("deposits", "Deposits are deducted as they were asked for, and once.", deposits, (UNFIT, TWICE))
