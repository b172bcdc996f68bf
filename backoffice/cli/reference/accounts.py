"""The accounts that records post to."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.cli.reference.markdown import code, page, table
from backoffice.core.ledger import Chart

_INTRO = "The roles that records post to, and the accounts that play them unless `accounts` in the settings says other."
_BELOW = (
    "`income` and `expenses` are the parents of one account for each kind of income and each category of expense. "
    "A field that names an account takes a role (`cash`), a full name with a colon in it (`assets:bank:savings`), or "
    "any other word, which is an account below that of `bank` (`giro`: `assets:bank:giro`)."
)


def pages() -> Mapping[str, str]:
    """Return the page of accounts."""
    rows = [(code(role), code(account)) for role, account in Chart()._asdict().items()]
    return {"accounts.md": page("Accounts", _INTRO, table(("role", "account"), rows), _BELOW)}
