"""The trial balance: every account and its balance on a day."""

from __future__ import annotations

import datetime as dt

from backoffice.core.books import Books
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.report import Column, Report, Table
from backoffice.core.scope import Declared, Scope


def account_balances(books: Books, *, as_of: dt.date) -> Report:
    """Return every account with a balance at the end of ``as_of``; debit positive, and zero in sum per currency."""
    found = books.balances(Query(by=("account",), until=as_of))
    rows = [
        (
            balance.key[0],
            balance.amount if balance.minor > 0 else None,
            -balance.amount if balance.minor < 0 else None,
        )
        for balance in sorted(found, key=lambda each: (each.currency, each.key))
    ]
    totals = []
    for currency in sorted({balance.currency for balance in found}):
        debit = sum(each.minor for each in found if each.currency == currency and each.minor > 0)
        credit = -sum(each.minor for each in found if each.currency == currency and each.minor < 0)
        totals.append((f"Total {currency}", Money.of_minor(debit, currency), Money.of_minor(credit, currency)))
    columns = (Column("account"), Column("debit"), Column("credit"))
    table = Table("balances", columns, rows, tuple(totals), empty="Nothing has been posted yet.")
    return Report("balances", "Account balances", (table,), scope=f"as of {as_of}")


def _build(books: Books, scope: Scope) -> Report:
    return account_balances(books, as_of=scope.as_of)


REPORT = Declared("balances", "Every ledger account and its balance (trial balance).", _build)
