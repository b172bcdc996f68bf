"""Prepaying: what deposit invoices ask for in advance, and what of it a final invoice deducts.

A deposit invoice (EN 16931, type 386) earns nothing: its net is owed to the client, on the account ``deposits``, until
the final invoice that names it has the whole as income and deducts it again, with its tax, at the deposit's own rates.
So income and tax are in the books once, and what is left of a deposit is the sum of the postings about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from backoffice.core.books import Books, referring
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.errors import RefusedError
from backoffice.core.ledger import Query
from backoffice.core.lines import Deduction
from backoffice.core.money import Money, total
from backoffice.core.tax import TaxGroup
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice, Issued

UNFIT = Fault(
    "unfit-deposit",
    "A final invoice deducts what is no deposit invoice, or one of another client, in another currency, not paid yet, "
    "or in amounts that it did not ask for. What is deducted has to be money that arrived: record its payment, or "
    "credit what will not come.",
)


def prepaid(books: Books, draft: Invoice, currency: str) -> tuple[Deduction, ...]:
    """Return what the deposit invoices that ``draft`` names take off it, in its currency.

    Raises:
        RefusedError: when one of them is nothing that can be deducted; all reasons at once.
    """
    wrong = [UNFIT.at(draft.where, each) for each in _twice(draft)]
    found: list[Deduction] = []
    for number in dict.fromkeys(draft.deposits):
        deposit = books.get(Invoice, number)
        if deposit is None or deposit.issued is None:
            what = f"a draft ({deposit.where})" if deposit else "no invoice there is"
            wrong.append(UNFIT.at(draft.where, f"{number}, which is to be deducted, is {what}"))
            continue
        wrong += (_at(draft, deposit, say, hint) for say, hint in _unfit(books, draft, deposit, currency))
        found.append(_deduction(books, deposit, deposit.issued))
    if wrong:
        raise RefusedError(f"{draft.id} cannot be issued as it is", diagnostics=wrong)
    return tuple(found)


def _at(draft: Invoice, deposit: Invoice, say: str, hint: str) -> Diagnostic:
    where = f"the deposit invoice is {deposit.where}"
    return UNFIT.at(draft.where, say, hint=f"{where}; {hint}" if hint else where)


def _twice(draft: Invoice) -> Iterator[str]:
    if draft.type == "deposit" and draft.deposits:
        yield "a deposit invoice deducts no deposits"
    for number in dict.fromkeys(draft.deposits):
        if draft.deposits.count(number) > 1:
            yield f"{number} is named twice"


def _unfit(books: Books, draft: Invoice, deposit: Invoice, currency: str) -> Iterator[tuple[str, str]]:
    """Yield why a deposit cannot be deducted, each with the way out."""
    number, issued = deposit.id, deposit.issued
    if deposit.type != "deposit":
        yield f"{number} is no deposit invoice", "its type is not deposit"
        return
    if deposit.client != draft.client:
        yield f"{number} is a deposit of {deposit.client}, not of {draft.client}", ""
    if issued and issued.currency != currency:
        yield f"{number} is in {issued.currency}, this invoice in {currency}", ""
    if undeducted(books, number).amount <= 0:
        users = ", ".join(deducting(books, number))
        yield f"nothing of {number} is left to deduct", f"{users} did" if users else ""
        return
    standing = _standing(books, deposit)
    if ("write-off",) in standing:
        yield f"{number} was written off", "what never came cannot be deducted"
    elif (remaining := deposit.open(standing)).amount > 0:
        yield (
            f"{remaining} of {number} has not been paid",
            f"backoffice invoice pay {number}, or credit what will not come",
        )


def _standing(books: Books, invoice: Invoice) -> dict[tuple[str, ...], tuple[Money, ...]]:
    query = Query(("source",), account=books.settings.chart.receivable, document=invoice.ref, nonzero=False)
    return {balance.key: (balance.amount,) for balance in books.balances(query)}


def undeducted(books: Books, number: str, *, gross: bool = False) -> Money:
    """Return what of a deposit invoice is still owed to its client, with tax (``gross``) or without.

    Negative: too much was deducted.
    """
    query = Query(account=books.settings.chart.deposits, document=f"invoice/{number}")
    found = [-balance.amount for balance in books.balances(query)]
    left = found[0] if found else Money.of(0, books.settings.currency)
    deposit = books.get(Invoice, number) if gross and left else None
    if deposit is None or deposit.issued is None:
        return left
    return Money.of(_deduction(books, deposit, deposit.issued).gross, left.currency)


def deducting(books: Books, number: str) -> list[str]:
    """Return the numbers of the invoices that deduct a deposit, by date, without those that are void."""
    query = Query(("record",), account=books.settings.chart.deposits, document=f"invoice/{number}", source="invoice")
    others = [balance.key[0].partition("/")[2] for balance in books.balances(query)]
    return [each for each in others if each != number and not _void(books, each)]


def _void(books: Books, number: str) -> bool:
    return bool(
        books.balances(Query(account=books.settings.chart.receivable, document=f"invoice/{number}", source="void"))
    )


def _deduction(books: Books, deposit: Invoice, issued: Issued) -> Deduction:
    """Return what a deposit invoice asked for, without what credit notes took back."""
    groups = {group.code: group for group in issued.totals.taxes}
    for note in books.some(CreditNote, referring(books, deposit.ref, CreditNote.noun)):
        for less in note.totals.taxes:
            groups[less.code] = _less(groups[less.code], less)
    kept = tuple(group for group in groups.values() if group.taxable)
    net, tax = (
        total((Money.of(each, issued.currency) for each in sums), issued.currency).amount for sums in _sums(kept)
    )
    return Deduction(number=deposit.id, date=issued.date, net=net, taxes=kept, tax=tax, gross=net + tax)


def _sums(groups: tuple[TaxGroup, ...]) -> tuple[list[Decimal], list[Decimal]]:
    return [group.taxable for group in groups], [group.tax for group in groups]


def _less(group: TaxGroup, less: TaxGroup) -> TaxGroup:
    return TaxGroup(
        code=group.code,
        category=group.category,
        rate=group.rate,
        taxable=group.taxable - less.taxable,
        tax=group.tax - less.tax,
        reason=group.reason,
    )


def require_undeducted(books: Books, deposit: Invoice) -> None:
    """Refuse to take back a deposit invoice that a final invoice has deducted.

    Raises:
        RefusedError: when one has.
    """
    if deposit.type != "deposit" or deposit.issued is None:
        return
    used = _deduction(books, deposit, deposit.issued).net > undeducted(books, deposit.id).amount
    if used and (users := deducting(books, deposit.id)):
        say = f"{deposit.id} is a deposit that {', '.join(users)} deducted"
        raise RefusedError(say, hint=f"credit {users[0]} first: then the deposit is there again")


def forgotten(books: Books, draft: Invoice) -> list[str]:
    """Return deposits of the same client and project that neither an invoice nor another draft deducts."""
    if draft.type == "deposit":
        return []
    query = Query(("document",), account=books.settings.chart.deposits, party=draft.client)
    numbers = [balance.key[0].partition("/")[2] for balance in books.balances(query) if balance.minor < 0]
    numbers = [number for number in numbers if number not in draft.deposits and not _drafted(books, number)]
    found = (books.get(Invoice, number) for number in numbers)
    return [each.id for each in found if each and each.project == draft.project]


def _drafted(books: Books, number: str) -> bool:
    """Tell whether a draft deducts a deposit."""
    named = books.some(Invoice, referring(books, f"invoice/{number}", Invoice.noun))
    return any(each.issued is None and number in each.deposits for each in named)
