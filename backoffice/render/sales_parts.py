"""The parts that the pages of invoices, credit notes and quotes have in common, as text ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass

from backoffice.render.letter_page import Fact, Letter


@dataclass(frozen=True, kw_only=True)
class Row:
    """One printed line: its discounts and surcharges below it, ``title`` bold where there is a ``detail``.

    ``heading`` is printed above the first line of a group.
    """

    position: str
    title: str
    detail: str
    quantity: str
    price: str
    tax: str
    amount: str
    adjustments: tuple[Fact, ...]
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The headings of the lines; ``tax`` is empty where all lines have the same."""

    position: str
    description: str
    quantity: str
    price: str
    tax: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class Payment:
    """How to pay: a sentence, the account, and the QR code as SVG where one is possible."""

    title: str
    sentence: str
    account: tuple[Fact, ...]
    code: str
    scan: str


@dataclass(frozen=True, kw_only=True)
class Prepaid:
    """A deposit that is deducted: which, how much, and the taxes in it."""

    label: str
    text: str
    taxes: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class SalesPage:
    """What every page with lines has. ``intro``, ``closing`` and each ``detail`` are Markdown, all else plain text."""

    letter: Letter
    intro: str
    columns: Columns
    rows: tuple[Row, ...]
    phrases: tuple[str, ...]
    closing: str

    @property
    def closing_short(self) -> bool:
        """Whether the closing text stays with the payment; a longer one may go on on the next page."""
        return len(self.closing) <= _SHORT and self.closing.count("\n") <= _FEW_LINES


_SHORT = 400
_FEW_LINES = 8
