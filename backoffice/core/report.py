"""What a question is answered with: tables of typed cells, one model for every output format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from backoffice.core.hints import TypeAlias
from backoffice.core.money import Money, round_to
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part

Cell: TypeAlias = "str | Money | tuple[Money, ...] | Decimal | int | bool | dt.date | Share | None"
"""A tuple of money is one amount per currency."""


class Share(Part):
    """A part of a whole, 0 to 1 as a rule; shown as a percentage."""

    value: Decimal

    @classmethod
    def of(cls, part: int, whole: int) -> Share:
        """Return ``part`` of ``whole``, to the hundredth of a percent."""
        return cls(value=round_to(Decimal(part) / whole, 4))


class Column(NamedTuple):
    """A column: ``name`` is its snake_case key in JSON and CSV, ``title`` its heading for people.

    An ``optional`` column is left out where a window is too narrow for all. One that ``wraps`` holds sentences, which
    go on below themselves rather than being cut.
    """

    name: str
    title: str = ""
    optional: bool = False
    wraps: bool = False

    @property
    def heading(self) -> str:
        """The title, or the name in words."""
        return self.title or self.name.replace("_", " ").capitalize()


class Table(NamedTuple):
    """Rows of cells under columns; ``rows`` may be produced while they are shown. ``totals`` come below a rule.

    A total never mixes currencies: there is one row of totals per currency. Totals that are added up while the rows
    are shown are asked for after the last row. A table without ``headings`` is a list of names and values. One that has
    no rows, and nothing to say of that (``empty``), is shown to programs only.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    totals: Iterable[tuple[Cell, ...]] = ()
    title: str = ""
    empty: str = "nothing to show"
    headings: bool = True


class Report(NamedTuple):
    """One or more tables that answer one question; ``scope`` says of when and of what, ``notes`` what to mind."""

    name: str
    title: str
    tables: tuple[Table, ...]
    scope: str = ""
    notes: tuple[str, ...] = ()
