"""What is wrong with the secrets of a vault, found without asking anybody outside this machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from backoffice.core.duration import Duration
from backoffice.vault.entries import Entry
from backoffice.vault.pwned import PwnedFile

YEAR = Duration(months=12)
FINDINGS = {
    "pwned": "the password is in a list of leaked ones",
    "due": "somebody who left knows it, or its time is up",
    "conflict": "a merge left two values",
    "weak": "the password can be guessed",
    "duplicate": "the same password is used elsewhere",
    "old": "the password was not changed for long",
    "http": "the address is not encrypted",
    "missing-totp": "there is a password for a web site and no second factor",
}
"""What is looked for, worst first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the entry, the code (a key of ``FINDINGS``), and why, without any secret in it."""

    entry: str
    code: str
    message: str
    owner: str = ""


def audit(
    entries: Iterable[Entry], *, on: dt.date, old_after: Duration = YEAR, pwned: PwnedFile | None = None
) -> list[Finding]:
    """Return everything that is wrong on a day, worst first, then by name."""
    raise NotImplementedError
