"""Numbers that must be given out once and without gaps: the next one of a series.

The highest number is the highest among the file names of the work tree and of every local and remote-tracking branch.
Where clones share a remote, the next one is claimed there by a ref that can be created only once, so of several
clones exactly one gets it. A claim carries a key, the identity of what is numbered: repeating a command that died
after its claim gets the same number again. A clone remembers its own claims: the number of what it took back, or never
came to write, is the next that it gives out, so that no gap is left.

Offline, a device gives out numbers of its own series (``INV-2026-b-0001``), after
``git config backoffice.device b`` has named the device.
"""

from __future__ import annotations

import os
import re
import urllib.parse
from collections.abc import Iterator, Mapping

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.workspace.git.call import run
from backoffice.workspace.git.read import ids, refs
from backoffice.workspace.git.remote import claim, create, existing, shared
from backoffice.workspace.place import Place
from backoffice.workspace.recover import writing

CLAIMS = "refs/backoffice/numbers/"
OURS = "refs/backoffice/claimed/"
"""Under this, a clone keeps the claims that it has made."""
TRIES = 200
"""Enough for a clone that loses to others who do nothing else all the time."""
COUNTER = re.compile(r"\{n(?::0?(\d+))?\}")
DEVICE = re.compile(r"[a-z0-9]{1,8}")


class Series(NamedTuple):
    """The numbers that share everything but a counter: ``INV-2026-`` + four digits."""

    before: str
    width: int
    after: str

    @classmethod
    def of(cls, pattern: str, year: int, device: str = "") -> Series:
        """Return the series of ``INV-{year}-{n:04}`` in a year, on a device of its own if named.

        Raises:
            RefusedError: The pattern has no counter, or more than one.
        """
        parts = COUNTER.split(pattern.replace("{year}", f"{year:04}"))
        if len(parts) != 3:  # noqa: PLR2004 - before, width, after
            raise RefusedError(f"the series {pattern} has no single {{n}}", hint="such as INV-{year}-{n:04}")
        before, width, after = parts
        return cls(before + (f"{device}-" if device else ""), int(width or 1), after)

    def number(self, counter: int) -> str:
        """Return the number with this counter."""
        return f"{self.before}{counter:0{self.width}}{self.after}"

    def counter(self, name: str) -> int:
        """Return the counter of the number that a file's name begins with; 0 where it is none of this series."""
        found = re.match(rf"{re.escape(self.before)}([0-9]+){re.escape(self.after)}(?:\.|$)", name)
        return int(found[1]) if found else 0


def allot(place: Place, folder: str, pattern: str, *, year: int, key: str, offline: bool = False) -> str:
    """Return the next free number of a series; it stays free until its file is written, so hold the lock around both.

    Args:
        place: The workspace.
        folder: Where the files are that bear the numbers, such as ``invoices``; searched with all folders below.
        pattern: The series, ``INV-{year}-{n:04}``.
        year: The year that is put in.
        key: What the number is for, such as the id of a draft with the digest of its text. Two clones that give the
            same key get the same number.
        offline: Ask no remote; use this device's own series.

    Raises:
        RefusedError: The remote cannot be asked, or others were faster too often.
    """
    with writing(place, f"allot a number of {pattern}"):
        series = Series.of(pattern, year, _device(place) if offline else "")
        following = highest(place, folder, series) + 1
        remote = None if offline else shared(place)
        return _claimed(place, remote, series, following, key) if remote else series.number(following)


def highest(place: Place, folder: str, series: Series) -> int:
    """Return the highest counter in use, in the work tree and in every branch known here; 0 for none."""
    return max(map(series.counter, (*_on_disk(place, folder), *_in_branches(place, folder))), default=0)


def _claimed(place: Place, remote: str, series: Series, following: int, key: str) -> str:
    taken: dict[str, str] = {}
    for _ in range(TRIES):
        number, oid, old = _not_taken(place, series, following, key, taken)
        if create(place, remote, _ref(number), oid, old=old):
            run(place, "update-ref", OURS + _name(number), oid)
            return number
        taken = {_ref(number): ""} | existing(place, remote, f"{CLAIMS}*")
    raise RefusedError("other clones took every number that was tried", hint="try again in a moment")


def _not_taken(place: Place, series: Series, counter: int, key: str, taken: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the first number that is free, or claimed for ``key`` or by us, with its claim and the one to replace."""
    while True:
        number = series.number(counter)
        oid = claim(place, f"{number} for {key}\n")
        there = taken.get(_ref(number), oid)
        if there == oid:
            return number, oid, ""
        if there and there == _ours(place, number):
            return number, oid, there
        counter += 1


def _ours(place: Place, number: str) -> str:
    """Return the claim that this clone has made of a number; empty where it has made none."""
    return run(place, "for-each-ref", "--format=%(objectname)", OURS + _name(number)).decode().strip()


def _ref(number: str) -> str:
    return CLAIMS + _name(number)


def _name(number: str) -> str:
    return urllib.parse.quote(number, safe="")


def _on_disk(place: Place, folder: str) -> Iterator[str]:
    for _, _, names in os.walk(os.path.join(place.root, folder)):
        yield from names


def _in_branches(place: Place, folder: str) -> Iterator[str]:
    names = [f"{ref}:./{folder}" for ref in refs(place, "refs/heads/", "refs/remotes/")]
    for tree in {oid for oid in ids(place, names) if oid}:
        content = run(place, "ls-tree", "-r", "--full-tree", "--name-only", "-z", tree)
        yield from (path.rpartition("/")[2] for path in content.decode("utf-8", "surrogateescape").split("\0"))


def _device(place: Place) -> str:
    device = run(place, "config", "--get", "backoffice.device", fine=(0, 1)).decode("utf-8", "replace").strip()
    if not DEVICE.fullmatch(device):
        raise RefusedError(
            "this device has no name for a series of its own",
            hint="give it one of one to eight letters or digits: `git config backoffice.device b`",
        )
    return device
