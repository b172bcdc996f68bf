"""The books as a journal for hledger, which ``hledger check --strict ordereddates`` accepts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from backoffice.core.books import Books
from backoffice.core.ledger import Entry, Query
from backoffice.core.money import minor_units
from backoffice.formats.accounts import account_types, distinct
from backoffice.formats.journals import Tally, one_line, split_tags

_UNSAFE = re.compile(r"[;|=@\"\[\]{}]")
"""Characters that mean something else in account names; a parenthesis or a star does so only at the beginning."""

# A value ends at a comma, and a bracketed date would move the posting.
_VALUE = str.maketrans({",": "\N{SINGLE LOW-9 QUOTATION MARK}", "[": "(", "]": ")"})
# A semicolon begins the comment, and | divides payee from note.
_DESCRIPTION = str.maketrans({";": ",", "|": "/"})


def journal(books: Books, *, as_of: dt.date | None = None) -> Iterator[str]:
    """Yield the journal of ``books`` piece by piece: declarations, one transaction for each entry, a tally.

    ``as_of``: only what is dated up to that day.
    """
    found = books.balances(Query(by=("account",), until=as_of, nonzero=False))
    names = account_names({each.key[0] for each in found})
    until = f" as of {as_of}" if as_of else ""
    yield f"; The books of {one_line(books.settings.title)}{until}\ndecimal-mark .\n\n"
    yield from _commodities({each.currency for each in found})
    for account, kind in account_types(names, books.settings.chart).items():
        yield f"account {names[account]}  ; type:{kind}\n"
    tally = Tally()
    for entry in tally.over(books.entries(Query(until=as_of))):
        yield _transaction(entry, names)
    yield f"\n{tally.comment()}"


def account_names(accounts: Iterable[str]) -> dict[str, str]:
    """Return how each account is called in the journal: as with us, but for what hledger would misread."""
    return distinct(sorted(accounts), _account)


def tag_value(text: str) -> str:
    """Return ``text`` as the value of a tag, without the characters that would end it or mean a date."""
    return one_line(text).translate(_VALUE)


def _commodities(currencies: Iterable[str]) -> Iterator[str]:
    for currency in sorted(currencies):
        yield f"commodity 1000.{'0' * minor_units(currency)} {currency}\n"


def _transaction(entry: Entry, names: Mapping[str, str]) -> str:
    common, own = split_tags(entry)
    head = f"\n{entry.date} * ({_code(entry.record)}) {_description(entry, common)}{_tags(common)}\n"
    return head + "".join(
        f"    {names[posting.account]}  {posting.amount}{_tags(tags)}\n"
        for posting, tags in zip(entry.postings, own, strict=True)
    )


def _code(record: str) -> str:
    return one_line(record).replace("(", "").replace(")", "")


def _description(entry: Entry, common: Mapping[str, str]) -> str:
    payee, note = (one_line(text).translate(_DESCRIPTION) for text in (common.get("party", ""), entry.title))
    return f"{payee} | {note}" if payee else note


def _tags(tags: Mapping[str, str]) -> str:
    written = (f"{name}:{tag_value(value)}" for name, value in tags.items())
    return f"  ; {', '.join(written)}" if tags else ""


def _account(account: str) -> str:
    parts = (_UNSAFE.sub("-", one_line(part)).lstrip(" (*!") for part in account.split(":"))
    return ":".join(part or "unnamed" for part in parts)
