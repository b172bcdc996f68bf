"""Sums that are kept: what is open by document, and every account by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from sqlite3 import Connection

from backoffice.core.ledger import Chart
from backoffice.workspace.index.tables import PostingRow

FEW = 20_000
"""Postings up to which open items are corrected; with more, adding all of them up again is faster."""

ADD_OWED = """
insert into owed values (?, ?, ?, ?, ?, ?)
on conflict do update set minor = minor + excluded.minor
"""
ADD_MONTHLY = """
insert into monthly values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict do update set minor = minor + excluded.minor, count = count + excluded.count
"""
ALL_OWED = """
insert into owed select account, document, party, project, currency, sum(minor) as total
from posting where {} group by 1, 2, 3, 4, 5 having total <> 0
"""


def settled_in(chart: Chart) -> tuple[str, ...]:
    """Return the accounts in which one document settles another."""
    return tuple(dict.fromkeys((chart.receivable, chart.payable, chart.client_credit)))


def below(account: str) -> tuple[str, tuple[str, ...]]:
    """Return the condition that a row's account is ``account`` or below it, and its values."""
    return "(account = ? or account >= ? and account < ?)", (account, f"{account}:", f"{account};")


def is_below(account: str, above: str) -> bool:
    """Tell whether ``account`` is ``above`` or below it."""
    return account == above or account.startswith(f"{above}:")


class Sums:
    """Collects what changes and writes it at the end. ``fresh``: there are none yet, and all postings are to come.

    The sums of months are few, and are always collected. Open items may be as many as there are documents.
    """

    def __init__(self, connection: Connection, chart: Chart, *, fresh: bool) -> None:
        self._connection = connection
        self._accounts = settled_in(chart)
        self._owed: defaultdict[tuple[str, ...], int] = defaultdict(int)
        self._monthly: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
        self._count = FEW + 1 if fresh else 0

    def add(self, postings: Iterable[PostingRow], sign: int = 1) -> None:
        """Take postings into account, or (``sign`` -1) out of it."""
        for source, day, account, minor, currency, document, party, project, tax, nature in postings:
            sums = self._monthly[day[:7], account, tax, nature, source, currency]
            sums[0] += sign * minor
            sums[1] += sign
            self._count += 1
            if self._count <= FEW and any(is_below(account, each) for each in self._accounts):
                self._owed[account, document, party, project, currency] += sign * minor

    def write(self) -> None:
        """Write the sums."""
        many = self._connection.executemany
        many(ADD_MONTHLY, ((*key, *sums) for key, sums in self._monthly.items() if any(sums)))
        self._connection.execute("delete from monthly where count = 0")
        if self._count > FEW:
            self._write_all_owed()
            return
        many(ADD_OWED, ((*key, minor) for key, minor in self._owed.items() if minor))
        self._connection.execute("delete from owed where minor = 0")

    def _write_all_owed(self) -> None:
        """Add up what is open from the postings."""
        self._connection.execute("delete from owed")
        conditions = [below(each) for each in self._accounts]
        values = [value for _, each in conditions for value in each]
        self._connection.execute(ALL_OWED.format(" or ".join(each for each, _ in conditions)), values)
