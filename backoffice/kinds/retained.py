"""What a client still has of its retainers: each grant that can be used on a day, with what was drawn of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.hours import Minutes
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.core.period import Period
from backoffice.kinds.retainer import Retainer
from backoffice.kinds.unbilled import Unbilled


class Grant(NamedTuple):
    """A grant that can be used: of which retainer, for which period, how much, and up to which day, inclusive."""

    retainer: Retainer
    period: str
    covers: Period
    granted: Minutes | Money
    used: Minutes | Money
    left: Minutes | Money
    usable: dt.date


def usable(books: Books, client: str, *, as_of: dt.date) -> Iterator[Grant]:
    """Yield the grants of a client's retainers that can be used on a day, by retainer and period."""
    source = Unbilled(books)
    for retainer in sorted(source.retainers, key=lambda each: each.id):
        if retainer.client != client:
            continue
        currency = retainer.currency or source.currency_of(client)
        for each in source.account(retainer, until=as_of).drawn:
            if as_of <= each.grant.usable:
                granted, used, left = (
                    retainer.worth(units, currency) for units in (each.grant.units, each.used, each.left(as_of))
                )
                grant = each.grant
                yield Grant(retainer, grant.name, grant.covers, granted, used, left, grant.usable)
