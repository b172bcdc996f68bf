"""At what a draft would be issued: its client's currency and tax code, and the rates of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from backoffice.core.books import Books
from backoffice.core.lines import Rates
from backoffice.core.tax import TaxCode


class Foreseen(Mapping[str, "Foreseen"]):
    """What the books say of every draft alike, so that a list need not gather anything for those that it leaves out."""

    def __init__(self, books: Books) -> None:
        """Look at nothing yet."""
        self._books = books

    def __getitem__(self, name: str) -> Foreseen:
        """Return the same for every draft."""
        return self

    def __iter__(self) -> Iterator[str]:
        """Name none: it is asked for by name."""
        return iter(())

    def __len__(self) -> int:
        """Return that none is named."""
        return 0

    def rates(self, client: str, codes: Callable[[str], set[str]], on: dt.date) -> tuple[Rates, str] | None:
        """Return the rates and the currency for a client on a day; None where there is no client, or no rate.

        ``codes`` says which tax codes occur, given the one for lines that name none.
        """
        from backoffice.kinds.client import Client  # a list without drafts has no need of it

        found, settings = self._books.get(Client, client), self._books.settings
        if found is None:
            return None
        usual = found.tax or settings.tax
        rows: dict[str, tuple[TaxCode, Decimal]] = {}
        for name in codes(usual):
            code = settings.taxes.get(name)
            rate = code.rate(on) if code else None
            if code is None or rate is None:
                return None
            rows[name] = (code, rate)
        return Rates(usual, rows), found.currency or settings.currency
