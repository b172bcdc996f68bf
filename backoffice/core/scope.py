"""Of when and of what a report speaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from backoffice.core.books import Books
from backoffice.core.named import NamedTuple
from backoffice.core.period import Period
from backoffice.core.report import Report


class Scope(NamedTuple):
    """The options of a report. ``as_of`` is the day whose knowledge counts; None and empty: not restricted."""

    as_of: dt.date
    period: Period | None = None
    client: str = ""
    by: str = ""
    days: int = 30
    basis: str = ""
    person: str = ""
    kind: str = ""


class Declared(NamedTuple):
    """A report as the command line and the docs know it.

    ``options`` are the fields of ``Scope`` that mean something to it, beside ``as_of``; ``by`` the words that its
    ``--by`` takes, the first being the default; ``needs`` the options that must be given.
    """

    name: str
    help: str
    build: Callable[[Books, Scope], Report]
    options: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
