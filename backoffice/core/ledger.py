"""The derived double-entry ledger: postings, the chart of accounts, and balances as folds of postings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple

Dimension: TypeAlias = Literal[
    "account", "document", "party", "project", "tax", "nature", "source", "record", "date", "month"
]


class Chart(NamedTuple):
    """Names of the accounts that records post to; a workspace may rename them."""

    receivable: str = "assets:receivable"
    bank: str = "assets:bank"
    cash: str = "assets:cash"
    clearing: str = "assets:clearing"
    vat_input: str = "assets:vat:input"
    vat_output: str = "liabilities:vat:output"
    payable: str = "liabilities:payable"
    withheld: str = "assets:withheld-tax"
    client_credit: str = "liabilities:client-credit"
    deposits: str = "liabilities:deposits"
    owner: str = "equity:owner"
    income: str = "income"
    expenses: str = "expenses"
    bank_fees: str = "expenses:bank-fees"
    discounts: str = "expenses:discounts"
    bad_debt: str = "expenses:bad-debt"
    rounding: str = "expenses:rounding"
    exchange: str = "income:exchange"
    conversion: str = "equity:conversion"
    late_charges: str = "income:late-charges"

    def named(self, account: str) -> str:
        """Return the account that a record calls by its role (``bank``); a name with a colon stands for itself.

        Any other word is an account of its own below the bank's, such as ``giro`` for ``assets:bank:giro``.
        """
        if ":" in account:
            return account
        return str(getattr(self, account)) if account in self._fields else f"{self.bank}:{account}"


class Posting(NamedTuple):
    """One line of a journal entry: a debit when ``amount`` is positive, a credit when it is negative.

    ``document`` is the ref of what the money is about (the invoice a payment settles), ``party`` the id of the client
    or supplier, ``tax`` a tax code, ``nature`` ``delivery`` or ``overhead`` for expenses.
    """

    date: dt.date
    account: str
    amount: Money
    document: str = ""
    party: str = ""
    project: str = ""
    tax: str = ""
    nature: str = ""


class Entry(NamedTuple):
    """All postings of one record on one day; they add up to zero per currency. ``record`` is the record's ref."""

    date: dt.date
    record: str
    title: str
    postings: tuple[Posting, ...]

    @property
    def source(self) -> str:
        """The noun of the record that posts."""
        return self.record.partition("/")[0]


class Query(NamedTuple):
    """Which postings to add up, and by what. ``account`` stands for itself and all accounts below it.

    ``since`` and ``until`` are inclusive. ``among``, if there are any, are the only values of the first dimension. With
    ``nonzero`` sums that came to nothing are left out.
    """

    by: tuple[Dimension, ...] = ()
    account: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    document: str = ""
    party: str = ""
    project: str = ""
    source: str = ""
    among: frozenset[str] = frozenset()
    nonzero: bool = True

    def admits(self, entry: Entry, posting: Posting) -> bool:
        """Tell whether ``posting`` of ``entry`` is asked for."""
        return (
            (not self.account or posting.account == self.account or posting.account.startswith(f"{self.account}:"))
            and (self.since is None or posting.date >= self.since)
            and (self.until is None or posting.date <= self.until)
            and self.document in {"", posting.document}
            and self.party in {"", posting.party}
            and self.project in {"", posting.project}
            and self.source in {"", entry.source}
            and (not self.among or _dimension(entry, posting, self.by[0]) in self.among)
        )


class Balance(NamedTuple):
    """The sum of the postings that share ``key`` (one text for each dimension asked for, in that order)."""

    key: tuple[str, ...]
    currency: str
    minor: int

    @property
    def amount(self) -> Money:
        """The sum as money."""
        return Money.of_minor(self.minor, self.currency)


def balances(entries: Iterable[Entry], query: Query) -> list[Balance]:
    """Add up the postings of ``entries`` as ``query`` asks, sorted by key and currency."""
    sums: defaultdict[tuple[tuple[str, ...], str], int] = defaultdict(int)
    for entry in entries:
        for posting in entry.postings:
            if query.admits(entry, posting):
                key = tuple(_dimension(entry, posting, name) for name in query.by)
                sums[key, posting.amount.currency] += posting.amount.minor
    found = (Balance(key, currency, minor) for (key, currency), minor in sums.items())
    return sorted(balance for balance in found if balance.minor or not query.nonzero)


def _dimension(entry: Entry, posting: Posting, name: Dimension) -> str:
    if name == "month":
        return f"{posting.date:%Y-%m}"
    if name in {"source", "record"}:
        return str(getattr(entry, name))
    return str(getattr(posting, name))


def entries_of(record: str, title: str, postings: Iterable[Posting]) -> list[Entry]:
    """Group a record's postings by day, in order.

    Raises:
        ArithmeticError: when the postings of a day do not add up to zero; a fault of ours, never of the user.
    """
    by_day: defaultdict[dt.date, list[Posting]] = defaultdict(list)
    for posting in postings:
        by_day[posting.date].append(posting)
    entries = [Entry(day, record, title, tuple(by_day[day])) for day in sorted(by_day)]
    for entry in entries:
        if lopsided := balances([entry], Query()):
            message = f"{record} does not balance on {entry.date}: {', '.join(str(each.amount) for each in lopsided)}"
            raise ArithmeticError(message)
    return entries
