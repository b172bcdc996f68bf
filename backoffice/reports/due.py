"""What is due: every deadline that is not settled, the earliest first, with the money that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from backoffice.core.books import Books, is_open
from backoffice.core.deadline import Deadline
from backoffice.core.duration import add_days
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.core.report import Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.upcoming import upcoming

Due = tuple[Deadline, Money | None]
"""A deadline and what is open of its matter."""


class Wanted(NamedTuple):
    """Which deadlines are asked for: up to ``days`` ahead, of a ``person`` and of a ``kind``; empty: of all.

    ``person`` is part of a name. ``kind`` is that of a deadline (``notice``) or the noun of its record (``contract``).
    """

    days: int = 30
    person: str = ""
    kind: str = ""

    def admits(self, deadline: Deadline) -> bool:
        """Tell whether a deadline is of this kind and this person's, or nobody's where all are asked for."""
        kinds = (deadline.kind, deadline.subject.partition("/")[0])
        return self.kind in {"", *kinds} and self.person.casefold() in deadline.who.casefold()


def unsettled(
    books: Books,
    wanted: Wanted = Wanted(),  # noqa: B008 - frozen
    *,
    as_of: dt.date,
    more: Iterable[Deadline] = (),
) -> Iterator[Due]:
    """Yield the deadlines whose matter is open on a day, and what is open of it; the first day to act comes first.

    ``more`` are deadlines that no record has, such as those of secrets.
    """
    chart = books.settings.chart
    amounts = {
        balance.key[0]: abs(balance.amount)
        for account in (chart.receivable, chart.payable)
        for balance in books.balances(Query(by=("document",), account=account, until=as_of))
    }
    until = add_days(as_of, wanted.days)
    found = upcoming(books, as_of=as_of, until=until, unsettled=amounts)
    if more := [each for each in more if each.day <= until]:
        found = sorted([*found, *more], key=lambda each: each.day)
    for deadline in found:
        if wanted.admits(deadline) and is_open(deadline, amounts):
            yield deadline, amounts.get(deadline.settled_by)


def due(
    books: Books,
    wanted: Wanted = Wanted(),  # noqa: B008 - a frozen value
    *,
    as_of: dt.date,
    more: Iterable[Deadline] = (),
) -> Report:
    """Return what is overdue and what falls due soon; ``in_days`` is negative for what is late.

    Of what has to be done by notice, ``day`` is the last day to act: letters take time, and nobody works on Sundays.
    """
    rows = [
        (
            deadline.day,
            (deadline.day - as_of).days,
            deadline.kind,
            deadline.what,
            amount,
            deadline.who,
            deadline.subject,
        )
        for deadline, amount in unsettled(books, wanted, as_of=as_of, more=more)
    ]
    names = (
        Column("day"),
        Column("in_days", "In days"),
        Column("kind", optional=True),
        Column("what", wraps=True),
        Column("open"),
        Column("person", optional=True),
        Column("record", optional=True),
    )
    whose = f" for {wanted.person}" if wanted.person else ""
    of = f" of kind {wanted.kind}" if wanted.kind else ""
    table = Table("due", names, rows, empty=f"Nothing{of} is due within {wanted.days} days{whose}.")
    return Report("due", "Due", (table,), scope=f"{as_of} and the {wanted.days} days after{whose}")


def wanted(scope: Scope) -> Wanted:
    """Return which deadlines a scope asks for."""
    return Wanted(scope.days, scope.person, scope.kind)


def _build(books: Books, scope: Scope) -> Report:
    return due(books, wanted(scope), as_of=scope.as_of)


REPORT = Declared("due", "What is overdue and what falls due soon.", _build, options=("days", "person", "kind"))
