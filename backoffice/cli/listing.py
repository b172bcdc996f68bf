"""A list of records of any kind, computed from the kind's declaration alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from backoffice.core.books import Books
from backoffice.core.hours import Minutes
from backoffice.core.kind import Kind, ListColumn, Seen, Standing
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.period import Period
from backoffice.core.record import Record
from backoffice.core.report import Cell, Report, Table
from backoffice.render.text import cell_text


class Wanted(NamedTuple):
    """What is listed: ``equal`` by column, ``flags`` by name, ``sort`` a column (``-`` before it: falling)."""

    as_of: dt.date
    period: Period | None = None
    equal: Mapping[str, str] = MappingProxyType({})
    flags: tuple[str, ...] = ()
    sort: str = ""
    limit: int | None = None


def listing(kind: Kind, books: Books, wanted: Wanted) -> Report:
    """Return the list as a report of one table, whose rows are computed while they are shown."""
    listed = _List(kind, books, wanted)
    columns = tuple(column.column for column in kind.columns)
    empty = f"no {kind.plural}" + (" like that" if wanted.equal or wanted.flags or wanted.period else "")
    table = Table(kind.plural, columns, listed.rows(), totals=listed.totals(), empty=empty)
    return Report(kind.noun, "", (table,))


def seen_of(kind: Kind, books: Books, record: Record, as_of: dt.date) -> Seen:
    """Return one record as a list sees it."""
    around = kind.around(books).get(record.id) if kind.around else None
    if kind.standing is None:
        return Seen(record, {}, as_of, around)
    query = _asked(kind.standing, books, as_of)
    key = key_of(kind, record)
    about: dict[str, Any] = {query.by[0]: key}
    mine = query._replace(**about)
    return Seen(record, _grouped(books, mine).get(key, {}), as_of, around)


class Looker:
    """Shows records of a kind as its list sees them; the ledger is asked when that is first needed."""

    def __init__(self, kind: Kind, books: Books, as_of: dt.date) -> None:
        self._list = _List(kind, books, Wanted(as_of))

    def only(self, ids: Iterable[str]) -> None:
        """From here on, show none but these; the ledger need not be asked about the others."""
        self._list.ask_only(frozenset(_key_of(self._list.kind, identity) for identity in ids))

    def __call__(self, record: Record) -> Seen:
        """Return a record as the list sees it."""
        return self._list.with_standing(record)


def with_balance(kind: Kind, books: Books, as_of: dt.date, tests: Sequence[Callable[[int], bool]]) -> frozenset[str]:
    """Return the ids of the records with a balance, in cents, that passes all tests, by the ledger; none is read."""
    if kind.standing is None:
        return frozenset()
    query = _asked(kind.standing, books, as_of)
    first = query._replace(by=query.by[:1], nonzero=True)
    found = books.balances(first)
    return frozenset(each.key[0].rpartition("/")[2] for each in found if all(test(each.minor) for test in tests))


def posted_by(kind: Kind, books: Books, as_of: dt.date, source: str) -> frozenset[str]:
    """Return the ids of the records about which records of the kind ``source`` have posted; none of them is read."""
    if kind.standing is None:
        return frozenset()
    query = _asked(kind.standing, books, as_of)
    found = books.balances(query._replace(by=query.by[:1], source=source))
    return frozenset(each.key[0].rpartition("/")[2] for each in found)


def key_of(kind: Kind, record: Record) -> str:
    """Return how the kind's standing query names a record: its ref as a document, its id as a party or project."""
    return _key_of(kind, record.id)


def _key_of(kind: Kind, identity: str) -> str:
    about = kind.standing.by[0] if kind.standing else "document"
    return f"{kind.noun}/{identity}" if about == "document" else identity


def _asked(standing: Query, books: Books, as_of: dt.date) -> Query:
    account = books.settings.chart.named(standing.account) if standing.account else ""
    return standing._replace(account=account, until=as_of)


def _grouped(books: Books, query: Query) -> dict[str, Standing]:
    found: defaultdict[str, defaultdict[tuple[str, ...], tuple[Money, ...]]]
    found = defaultdict(lambda: defaultdict(tuple))
    for balance in books.balances(query):
        first, *rest = balance.key
        found[first][tuple(rest)] += (balance.amount,)
    return dict(found)


class _Row(NamedTuple):
    """A row, and the name of the total in which its amounts count; empty: in none."""

    cells: tuple[Cell, ...]
    counts: str


class _List:
    """One listing under way: which records, what the ledger says of them, and their sums so far."""

    def __init__(self, kind: Kind, books: Books, wanted: Wanted) -> None:
        self.kind, self.books, self.wanted = kind, books, wanted
        self.filters = [
            (column, wanted.equal[column.name].casefold()) for column in kind.columns if column.name in wanted.equal
        ]
        self.flags = [flag for flag in kind.flags if flag.name in wanted.flags]
        self.sums: dict[tuple[str, str, int], Money] = {}
        self.minutes: dict[int, Minutes] = {}
        self.count = 0
        self.keys: frozenset[str] | None = None

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        found: Iterable[_Row] = (
            _Row(self._row(seen), self._counts(seen)) for seen in self._seen() if self._wants(seen)
        )
        if self.wanted.sort:
            found = self._sorted(found)
        for each in islice(found, self.wanted.limit):
            self._add(each)
            yield each.cells

    def totals(self) -> Iterator[tuple[Cell, ...]]:
        if self.count < 2:  # noqa: PLR2004 - one row is its own total
            return
        if self.minutes:
            yield ("Total", *(self.minutes.get(at) for at in range(1, len(self.kind.columns))))
        for total_, currency in sorted({(each, currency) for each, currency, _ in self.sums}):
            sums = [self.sums.get((total_, currency, at)) for at in range(1, len(self.kind.columns))]
            yield (total_, *sums)

    def _counts(self, seen: Seen) -> str:
        return self.kind.counts(seen) if self.kind.counts else "Total"

    def _add(self, row: _Row) -> None:
        self.count += 1
        for at, cell in enumerate(row.cells):
            for money in cell if isinstance(cell, tuple) else (cell,):
                if isinstance(money, Minutes):
                    self.minutes[at] = Minutes(money + self.minutes.get(at, 0))
                elif isinstance(money, Money) and row.counts:
                    key = row.counts, money.currency, at
                    self.sums[key] = self.sums[key] + money if key in self.sums else money

    def _row(self, seen: Seen) -> tuple[Cell, ...]:
        return tuple(column.value(seen) for column in self.kind.columns)

    def _wants(self, seen: Seen) -> bool:
        dated = seen.record.dated
        return (
            not (dated and dated > self.wanted.as_of)
            and (self.wanted.period is None or (dated is not None and dated in self.wanted.period))
            and all(_text(column, seen) == text for column, text in self.filters)
            and all(flag.keep(seen) for flag in self.flags)
        )

    def _sorted(self, rows: Iterable[_Row]) -> list[_Row]:
        name = self.wanted.sort.removeprefix("-")
        at = next(at for at, column in enumerate(self.kind.columns) if column.name == name)
        kept = list(rows)
        filled = [row for row in kept if row.cells[at] is not None]
        filled.sort(key=lambda row: _key(row.cells[at]), reverse=self.wanted.sort.startswith("-"))
        return filled + [row for row in kept if row.cells[at] is None]

    def _seen(self) -> Iterator[Seen]:
        if any(flag.standing for flag in self.flags):
            return self._seen_with_balance()
        return (self.with_standing(record) for record in self.books.all(self.kind.record))

    def ask_only(self, keys: frozenset[str]) -> None:
        self.keys = keys
        self.__dict__.pop("_standing", None)

    def with_standing(self, record: Record) -> Seen:
        standing = self._standing.get(key_of(self.kind, record), {})
        return Seen(record, standing, self.wanted.as_of, self._around.get(record.id))

    @cached_property
    def _around(self) -> Mapping[str, Any]:
        return self.kind.around(self.books) if self.kind.around else {}

    @cached_property
    def _standing(self) -> dict[str, Standing]:
        query, keys = self.kind.standing, self.keys
        if query is None or keys == frozenset():
            return {}
        return _grouped(self.books, _asked(query, self.books, self.wanted.as_of)._replace(among=keys or frozenset()))

    def _seen_with_balance(self) -> Iterator[Seen]:
        """Yield only records with a balance, found by the ledger; the others are not even read."""
        tests = [flag.standing for flag in self.flags if flag.standing]
        ids = with_balance(self.kind, self.books, self.wanted.as_of, tests)
        self.ask_only(frozenset(_key_of(self.kind, identity) for identity in ids))
        for record in self.books.some(self.kind.record, ids):
            yield self.with_standing(record)


def _text(column: ListColumn, seen: Seen) -> str:
    return cell_text(column.value(seen)).casefold()


def _key(cell: Cell) -> Any:  # noqa: ANN401 - whatever a column holds can be compared with itself
    if isinstance(cell, Money):
        return (cell.currency, cell.amount)
    if isinstance(cell, tuple):
        return tuple((money.currency, money.amount) for money in cell)
    return cell.casefold() if isinstance(cell, str) else cell
