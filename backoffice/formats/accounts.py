"""Our accounts in plain-text ledgers: which type each one is, and names their syntax allows, no two the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.ledger import Chart

AccountType: TypeAlias = Literal["A", "L", "E", "R", "X"]
"""Asset, liability, equity, revenue, expense, by the letters hledger gives them."""

_ROLES: dict[AccountType, tuple[str, ...]] = {
    "A": ("receivable", "bank", "cash", "clearing", "vat_input"),
    "L": ("vat_output", "payable", "client_credit", "deposits"),
    "E": ("owner",),
    "R": ("income", "exchange"),
    "X": ("expenses", "bank_fees", "discounts", "bad_debt", "rounding"),
}
_WORDS: dict[str, AccountType] = {
    "assets": "A",
    "liabilities": "L",
    "equity": "E",
    "income": "R",
    "revenues": "R",
    "expenses": "X",
}


def account_types(accounts: Iterable[str], chart: Chart) -> dict[str, AccountType]:
    """Return the type of each account: that of the nearest account of the chart at or above it, else by its first word.

    An account that neither the chart nor its name explains is one that money was paid from or into: an asset.
    """
    roles = {getattr(chart, role): kind for kind, names in _ROLES.items() for role in names}
    return {account: _type_of(account, roles) for account in accounts}


def _type_of(account: str, roles: dict[str, AccountType]) -> AccountType:
    above = account
    while above:
        if above in roles:
            return roles[above]
        above = above.rpartition(":")[0]
    return _WORDS.get(account.partition(":")[0].lower(), "A")


def distinct(accounts: Iterable[str], spell: Callable[[str], str]) -> dict[str, str]:
    """Return every account as ``spell`` writes it; where that makes two the same, with a mark that tells them apart.

    The mark follows from the account's own name, so it does not change when further accounts appear.
    """
    spelled = {account: spell(account) for account in accounts}
    used = Counter(spelled.values())
    return {
        account: text if used[text] == 1 else f"{text}-{hashlib.sha256(account.encode()).hexdigest()[:8]}"
        for account, text in spelled.items()
    }
