"""Sums that are kept: what is open by document, and every account by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from sqlite3 import Connection

from backoffice.core.ledger import Chart
from backoffice.workspace.index.tables import PostingRow

FEW = 20_000
"""Postings up to which the sums are corrected; with more, adding everything up again is faster."""

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
ALL_MONTHLY = """
insert into monthly select substr(day, 1, 7), account, tax, nature, source, currency, sum(minor), count(*)
from posting group by 1, 2, 3, 4, 5, 6
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
    """Collects what changes and writes it at the end. ``fresh``: everything is added up then, from the postings."""

    def __init__(self, connection: Connection, chart: Chart, *, fresh: bool) -> None:
        self._connection = connection
        self._accounts = settled_in(chart)
        self._owed: defaultdict[tuple[str, ...], int] = defaultdict(int)
        self._monthly: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
        self._count = FEW + 1 if fresh else 0

    def add(self, postings: Iterable[PostingRow], sign: int = 1) -> None:
        """Take postings into account, or (``sign`` -1) out of it."""
        for source, day, account, minor, currency, document, party, project, tax, nature in postings:
            self._count += 1
            if self._count > FEW:
                return
            sums = self._monthly[day[:7], account, tax, nature, source, currency]
            sums[0] += sign * minor
            sums[1] += sign
            if any(is_below(account, each) for each in self._accounts):
                self._owed[account, document, party, project, currency] += sign * minor

    def write(self) -> None:
        """Write the sums."""
        if self._count > FEW:
            self.write_all()
            return
        many = self._connection.executemany
        many(ADD_OWED, ((*key, minor) for key, minor in self._owed.items() if minor))
        many(ADD_MONTHLY, ((*key, *sums) for key, sums in self._monthly.items() if any(sums)))
        self._connection.execute("delete from owed where minor = 0")
        self._connection.execute("delete from monthly where count = 0")

    def write_all(self) -> None:
        """Add everything up from the postings."""
        execute = self._connection.execute
        execute("delete from owed")
        execute("delete from monthly")
        conditions = [below(each) for each in self._accounts]
        values = [value for _, each in conditions for value in each]
        execute(ALL_OWED.format(" or ".join(each for each, _ in conditions)), values)
        execute(ALL_MONTHLY)
