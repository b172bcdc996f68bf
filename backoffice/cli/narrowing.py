"""Filters of `find`: records compared by their fields, by the columns of their list, and by what they refer to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any

from backoffice.cli.listing import Looker, posted_by, with_balance
from backoffice.cli.sifting import OTHER_NAMES, states_of, test_of, trace_of, traced
from backoffice.core.asked import Filter, days_of
from backoffice.core.errors import UsageError, ValueTextError
from backoffice.core.fields import fields_of, references
from backoffice.core.kind import Kind, Trace
from backoffice.core.money import Money, parse_decimal
from backoffice.core.record import Record
from backoffice.core.words import contains, words_of
from backoffice.kinds import KINDS, kind_of
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.sieve import sieved

ALWAYS = ("kind", "id", "is", "has", "date")
AT_ONCE = 500
"""So many records are asked of the ledger together; most often, those that are wanted are among the first of them."""


class Narrow:
    """The filters of one question, over the kinds they can be asked of."""

    def __init__(self, books: IndexedBooks, filters: Iterable[Filter], as_of: dt.date) -> None:
        self._books = books
        self._as_of = as_of
        self._filters = [each for each in filters if each.name != "kind"]
        self._looks: dict[str, _Look] = {}
        self.nouns = _nouns(filters, self._filters)

    def may_keep(self, ref: str) -> bool:
        """Tell whether a record could be admitted, as far as can be told without making it."""
        noun, _, identity = ref.partition("/")
        if noun not in self.nouns:
            return False
        likely = self._look(noun).likely
        return likely is None or identity in likely

    def kept(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield those of some records that every filter admits."""
        waiting = iter(records)
        while some := list(islice(waiting, AT_ONCE)):
            for noun in {each.noun for each in some} & {*self.nouns}:
                self._look(noun).only(each.id for each in some if each.noun == noun)
            yield from (each for each in some if each.noun in self.nouns and self._look(each.noun).keeps(each))

    def all(self) -> Iterator[Record]:
        """Yield every record that the filters admit."""
        for noun in self.nouns:
            kind, likely = kind_of(noun).record, self._look(noun).one_by_one()
            if likely is None:
                yield from self.kept(self._books.all(kind))
            else:
                while ids := list(islice(likely, AT_ONCE)):
                    yield from self.kept(self._books.some(kind, ids))

    def _look(self, noun: str) -> _Look:
        if noun not in self._looks:
            self._looks[noun] = _Look(kind_of(noun), self._books, self._filters, self._as_of)
        return self._looks[noun]


def _nouns(given: Iterable[Filter], filters: Iterable[Filter]) -> list[str]:
    """Return the kinds that all filters can be asked of.

    Raises:
        UsageError: when there is none.
    """
    import difflib

    known = [name.replace("_", "-") for name in KINDS]
    wanted = [each.value for each in given if each.name == "kind"]
    for word in wanted:
        if word not in known:
            near = difflib.get_close_matches(word, known, n=1)
            raise UsageError(f"there is no kind {word}", hint=f"did you mean {near[0]}?" if near else ", ".join(known))
    nouns = [noun for noun in known if not wanted or noun in wanted]
    for each in filters:
        able = [noun for noun in nouns if _understands(kind_of(noun), each)]
        if not able:
            raise _cannot([kind_of(noun) for noun in nouns], each)
        nouns = able
    return nouns


def _cannot(kinds: Iterable[Kind], asked: Filter) -> UsageError:
    """Return why a filter can be asked of none of the kinds."""
    import difflib

    if asked.name == "is":
        words = sorted({word.replace(" ", "-") for kind in kinds for word in states_of(kind)})
        near = difflib.get_close_matches(asked.value, words, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else ", ".join(words)
        return UsageError(f"no record is ever {asked.value!r}", hint=hint)
    names = sorted({*OTHER_NAMES, *(name for kind in kinds for name in _names(kind))})
    near = difflib.get_close_matches(asked.name, names, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else f"filters are {', '.join(ALWAYS)} and every field"
    return UsageError(f"no record has {asked.name!r} to compare", hint=hint)


def _understands(kind: Kind, asked: Filter) -> bool:
    if asked.name == "is":
        return trace_of(kind, asked.value) is not None
    names = _names(kind)
    return asked.name in ALWAYS or any(name in names for name in (asked.name, *OTHER_NAMES.get(asked.name, ())))


def _names(kind: Kind) -> set[str]:
    """Return everything about a kind that can be compared: its fields, columns, and the kinds it refers to."""
    fields = fields_of(kind.record)
    refers = {noun.replace("-", "_") for noun in KINDS} if any(each.ref == "*" for each in fields) else set()
    return {each.name for each in fields} | {column.name for column in kind.columns} | refers


class _Look:
    """Looks at records of one kind."""

    def __init__(self, kind: Kind, books: IndexedBooks, filters: Sequence[Filter], as_of: dt.date) -> None:
        self._kind = kind
        self._books = books
        self._filters = filters
        self._as_of = as_of
        self._columns = {column.name: column.value for column in kind.columns}
        self._fields = {each.name for each in fields_of(kind.record)}
        self._seen = Looker(kind, books, as_of)

    @cached_property
    def likely(self) -> frozenset[str] | None:
        """The ids of the records that could be admitted, found without making any; None where that cannot be told."""
        found = self.one_by_one()
        return None if found is None else frozenset(found)

    def one_by_one(self) -> Iterator[str] | None:
        """Return the same one after the other, sorted, for those who will not need all."""
        traces = [trace for each in self._filters if each.name == "is" and (trace := trace_of(self._kind, each.value))]
        among = [ids for each in traces for ids in self._in_ledger(each)]
        tests = [test for each in self._filters if (test := test_of(self._kind, each, self._compares))]
        tests += [traced(each) for each in traces if each.place]
        ids = frozenset.intersection(*among) if among else None
        if tests:
            return sieved(self._books.store.connection, self._kind.noun, tests, ids)
        return None if ids is None else iter(sorted(ids))

    def _in_ledger(self, trace: Trace) -> Iterator[frozenset[str]]:
        """Yield the ids of the records in which the ledger finds what a state or flag leaves there."""
        if trace.standing:
            yield with_balance(self._kind, self._books, self._as_of, [trace.standing])
        if trace.source:
            yield posted_by(self._kind, self._books, self._as_of, trace.source)

    def only(self, ids: Iterable[str]) -> None:
        """Be asked about none but these records from here on."""
        self._seen.only(ids)

    def keeps(self, record: Record) -> bool:
        """Tell whether every filter admits a record."""
        return all(self._admits(each, record) for each in self._filters)

    def _compares(self, asked: Filter, value: object) -> bool:
        return _compares(asked, value, self._as_of)

    def _admits(self, asked: Filter, record: Record) -> bool:
        if asked.name == "is":
            return self._is(asked.value, record)
        if asked.name == "has":
            return any(each not in {None, ""} and each != () for each in self._values(asked.value, record))
        if asked.sign == ":" and self._refers(asked, record):
            return True
        return any(_compares(asked, value, self._as_of) for value in self._values(asked.name, record))

    def _is(self, word: str, record: Record) -> bool:
        if self._kind.standing and record.dated and record.dated > self._as_of:
            return False  # the ledger knows nothing of it yet
        flags = [flag for flag in self._kind.flags if flag.name == word]
        if flags:
            return flags[0].keep(self._seen(record))
        return any(words_of(str(state)) == words_of(word) for state in self._values("state", record))

    def _refers(self, asked: Filter, record: Record) -> bool:
        noun = asked.name.replace("_", "-")
        return any(noun == of and name == asked.value for _, of, name in references(record))

    def _values(self, name: str, record: Record) -> Iterator[Any]:
        """Yield what a record has under a name, from its fields where it can."""
        if name == "date" and "date" not in self._fields:
            yield record.dated
            return
        if name == "id":
            yield record.id
        for each in (name, *OTHER_NAMES.get(name, ())):
            if each in self._fields:
                value = getattr(record, each)
                yield from value if isinstance(value, tuple) else (value,)
            elif each in self._columns:
                yield self._columns[each](self._seen(record))


def _compares(asked: Filter, value: object, today: dt.date) -> bool:
    """Tell whether a value is what a filter wants.

    Raises:
        UsageError: when a date or a number is compared with something else.
    """
    try:
        if isinstance(value, dt.date):
            return value in days_of(asked.sign, asked.value, today)
        if isinstance(value, Money):
            return _number(asked, value.amount)
        if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
            return _number(asked, Decimal(value))
    except ValueTextError as expected:
        raise UsageError(f"{asked}: {asked.value!r} is not {expected}") from None
    if value is None or asked.sign != ":":
        return False
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return contains(words_of(text), [words_of(asked.value)])


def _number(asked: Filter, value: Decimal) -> bool:
    wanted = parse_decimal(asked.value)
    order = (value > wanted) - (value < wanted)
    return order in {":": (0,), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[asked.sign]
