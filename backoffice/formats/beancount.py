"""The books as a ledger for beancount, which ``bean-check`` accepts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from backoffice.core.books import Books
from backoffice.core.ledger import Chart, Entry, Query
from backoffice.core.settings import Settings
from backoffice.formats.accounts import AccountType, account_types, distinct
from backoffice.formats.journals import Tally, one_line, split_tags

_ROOTS: dict[AccountType, str] = {
    "A": "Assets",
    "L": "Liabilities",
    "E": "Equity",
    "R": "Income",
    "X": "Expenses",
}
_LINK = re.compile(r"[A-Za-z0-9/_.-]+")


def ledger(books: Books, *, as_of: dt.date | None = None) -> Iterator[str]:
    """Yield the ledger of ``books`` piece by piece: declarations, one transaction for each entry, a tally.

    Accounts get beancount's five roots and capital first letters (``expenses:bank-fees`` is ``Expenses:Bank-fees``);
    the name they have with us is in the metadata of ``open``. ``as_of``: only what is dated up to that day.
    """
    yield from _head(books.settings, as_of)
    tally = Tally()
    entries = tally.over(books.entries(Query(until=as_of)))
    found = books.balances(Query(by=("account",), until=as_of, nonzero=False))
    names = account_names({each.key[0] for each in found}, books.settings.chart)
    for first in islice(entries, 1):
        yield from _declarations(first.date, {each.currency for each in found}, names)
        yield _transaction(first, names)
    for entry in entries:
        yield _transaction(entry, names)
    yield f"\n{tally.comment()}"


def account_names(accounts: Iterable[str], chart: Chart) -> dict[str, str]:
    """Return how each account is called in the ledger: below the root of its type, in letters, digits and dashes."""
    types = account_types(sorted(accounts), chart)
    return distinct(types, lambda account: _account(account, _ROOTS[types[account]]))


def _head(settings: Settings, as_of: dt.date | None) -> Iterator[str]:
    until = f" as of {as_of}" if as_of else ""
    yield f"; The books of {one_line(settings.title)}{until}\n"
    yield f'option "title" {_quoted(settings.title)}\n'
    yield f'option "operating_currency" "{settings.currency}"\n\n'


def _declarations(day: dt.date, currencies: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    for currency in sorted(currencies):
        yield f"{day} commodity {currency}\n"
    for account, name in names.items():
        yield f"{day} open {name}\n  name: {_quoted(account)}\n"


def _transaction(entry: Entry, names: Mapping[str, str]) -> str:
    common, own = split_tags(entry)
    payee = f"{_quoted(common['party'])} " if "party" in common else ""
    linked = sorted({entry.record, *(posting.document for posting in entry.postings)})
    links = "".join(f" ^{each}" for each in linked if _LINK.fullmatch(each))
    head = f"\n{entry.date} * {payee}{_quoted(entry.title)}{links}\n"
    facts = _metadata({"record": entry.record, **common}, "  ")
    return (
        head
        + facts
        + "".join(
            f"  {names[posting.account]}  {posting.amount}\n{_metadata(tags, '    ')}"
            for posting, tags in zip(entry.postings, own, strict=True)
        )
    )


def _metadata(tags: Mapping[str, str], indent: str) -> str:
    return "".join(f"{indent}{name}: {_quoted(value)}\n" for name, value in tags.items())


def _quoted(text: str) -> str:
    """Return ``text`` on one line as a string in beancount's syntax."""
    return '"{}"'.format(one_line(text).replace("\\", "\\\\").replace('"', '\\"'))


def _account(account: str, root: str) -> str:
    """Return an account below ``root``: at least one further part, each of letters, digits and dashes.

    The first character of a part is a capital or a digit; the part that says the type already is the root itself.
    """
    first, *rest = account.split(":")
    parts = rest if first.lower() == root.lower() else [first, *rest]
    return ":".join([root, *(_part(part) for part in parts or ["unnamed"])])


def _part(part: str) -> str:
    words = "".join(char if char.isalpha() or char.isdecimal() else " " for char in part).split()
    text = "-".join(words) or "unnamed"
    first = text[0].upper()[0]
    return first + text[1:] if first.isupper() or first.isdecimal() else f"X{text}"
