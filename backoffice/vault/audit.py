"""What is wrong with the secrets of a vault, found without asking anybody outside this machine."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from backoffice.core.duration import Duration
from backoffice.core.named import NamedTuple
from backoffice.vault.entries import Entry
from backoffice.vault.pwned import PwnedFile
from backoffice.vault.secret import Secret
from backoffice.vault.strength import guesses

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

_OF_PASSWORDS = frozenset({"pwned", "duplicate", "weak"})
_NO_SECOND_FACTOR = "no-2fa"


class Finding(NamedTuple):
    """One thing that is wrong: the entry, the code (a key of ``FINDINGS``), and why, without any secret in it."""

    entry: str
    code: str
    message: str
    owner: str = ""


def audit(
    entries: Iterable[Entry],
    *,
    on: dt.date,
    old_after: Duration = YEAR,
    pwned: PwnedFile | None = None,
    only: Collection[str] = FINDINGS,
) -> list[Finding]:
    """Return everything that is wrong on a day, worst first, then by name.

    An entry with the tag ``no-2fa`` is not asked for a second factor. A password with a ``rotate`` of its own is due
    by that, and not old. What is not among the codes in ``only`` is not looked for.
    """
    known = list(entries)
    same, leaks = _same(known), pwned if "pwned" in only else None
    found = [
        Finding(entry.name, code, message, entry.owner)
        for entry in known
        for code, message in (*_password(entry, same, leaks), *_weak(entry, only), *_rest(entry, on, old_after, only))
        if code in only
    ]
    order = list(FINDINGS)
    return sorted(found, key=lambda each: (order.index(each.code), each.entry, each.message))


def _same(entries: list[Entry]) -> dict[Secret, list[str]]:
    names: defaultdict[Secret, list[str]] = defaultdict(list)
    for entry in entries:
        names[entry.password].append(entry.name)
    return names


def _password(entry: Entry, same: dict[Secret, list[str]], pwned: PwnedFile | None) -> Iterator[tuple[str, str]]:
    if not entry.password:
        return
    if pwned and (times := pwned.count(entry.password)):
        yield "pwned", f"the password was leaked {times:,} times"
    others = [name for name in same[entry.password] if name != entry.name]
    if others:
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""  # noqa: PLR2004 - fits a line
        yield "duplicate", f"the same password as {', '.join(others[:3])}{more}"


def _weak(entry: Entry, only: Collection[str]) -> Iterator[tuple[str, str]]:
    if not entry.password or "weak" not in only:
        return
    power = guesses(entry.password, (entry.username, entry.url, *entry.name.split("/")))
    if power is not None:
        yield "weak", f"about 10^{power:.0f} guesses find the password"


def _rest(entry: Entry, on: dt.date, old_after: Duration, only: Collection[str]) -> Iterator[tuple[str, str]]:
    if _OF_PASSWORDS.issuperset(only):
        return
    for name in entry.fields() if entry.due or entry.rotate else ():
        day = entry.due_on(name)
        if day and (day <= on or name in entry.due):
            why = f": {entry.why}" if name in entry.due and entry.why else ""
            yield "due", f"{name} must be changed by {day}{why}"
    if entry.conflict:
        yield "conflict", f"a merge left other values of {', '.join(entry.conflict)}"
    changed = entry.last_change()
    if entry.password and changed and not entry.rotate and old_after.after(changed) <= on:
        yield "old", f"the password was last changed on {changed}"
    if entry.url.lower().startswith("http:"):
        yield "http", "the address begins with http: instead of https:"
    if entry.password and entry.url and not entry.totp and _NO_SECOND_FACTOR not in entry.tags:
        yield "missing-totp", "no second factor"
