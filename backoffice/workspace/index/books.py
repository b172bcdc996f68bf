"""The books as the index answers for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, partial
from itertools import groupby, islice

from backoffice.core.books import Excerpt, by_place
from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.hints import Any, TypeVar
from backoffice.core.ledger import Balance, Chart, Entry, Posting, Query
from backoffice.core.money import Money
from backoffice.core.record import Record
from backoffice.core.settings import PATH, Settings
from backoffice.core.settled import Settled
from backoffice.core.thaw import thaw
from backoffice.core.words import phrases_of
from backoffice.workspace.faults import missing_settings, no_settings
from backoffice.workspace.index.hashes import Hashes
from backoffice.workspace.index.ledger import balances, condition
from backoffice.workspace.index.said import said_of
from backoffice.workspace.index.settled import settled
from backoffice.workspace.index.store import Damaged, Store
from backoffice.workspace.json_text import listed, parsed
from backoffice.workspace.presence import Presence, files_below

R = TypeVar("R", bound=Record)
T = TypeVar("T")

FACT = 'select name, path, line, "column", tree, notes from fact'
RECORD = f"{FACT} where noun = ? and state = 2"
WITHIN = f"{FACT} where +noun = ? and state = 2 and path > ? and path < ? order by name"
"""A folder holds few of a kind's records; the plus keeps SQLite from looking at all of them by their noun."""
DEADLINES = "select day, subject, kind, what, settled_by, who, period from deadline where day <= ?"
LINES = (
    "select noun || '/' || name, title, day, account, minor, currency, document, party, project, tax, nature "
    "from posting join fact on fact.id = fact"
)


class IndexedBooks:
    """Books over a store that stands still.

    ``again`` gives a whole one, should this one prove to be damaged. ``watch`` is called before each look, to end it.
    """

    def __init__(self, store: Store, root: str, again: Callable[[], Store], watch: Callable[[], None]) -> None:
        self._store = store
        self._again = again
        self._watch = watch
        self.looked: set[str] = set()
        """The paths beside records that were looked at."""
        self.lasting = True
        """Whether they answer the same as long as all these files are the same."""
        self.has_file = _noted(Presence(root), self.looked)
        self.files_in = _noted(partial(files_below, root), self.looked)
        self.file_facts = _noted(Hashes(root, store.path), self.looked)

    @property
    def store(self) -> Store:
        """The database that they answer from."""
        return self._store

    @cached_property
    def settings(self) -> Settings:
        """The settings of the business.

        Raises:
            RefusedError: There are none, or they cannot be read.
        """
        found = self.get(Settings, Settings.noun)
        if found is None:
            raise no_settings(self.problems)
        return found

    @cached_property
    def problems(self) -> Sequence[Diagnostic]:
        """What is wrong with files and with single records, by place."""
        said = [
            *self._rows("select said from fact where state > 0 and (tree is null or said <> '')"),
            *self._rows("select said from folder where said <> ''"),
            *self._rows("select said from clash"),
        ]
        found = [each for (text,) in said for each in said_of(text)]
        there = list(self._rows("select 1 from tree where path = ? and blob is not null", PATH))
        return sorted([*found, *([] if there else [missing_settings()])], key=by_place)

    @cached_property
    def unreadable(self) -> int:
        """How many files, and folders that cannot be read, gave no record; totals must say so."""
        wrong = "select 1 from fact where state > 0 and (tree is null or said <> '') and tree is null"
        folders = self._rows("select said from folder where said <> ''")
        strange = sum(each.severity == "error" for (text,) in folders for each in said_of(text))
        return strange + sum(1 for _ in self._rows(wrong))

    def get(self, kind: type[R], identity: str) -> R | None:
        """Return one record."""
        found = next(self._rows(f"{RECORD} and name = ?", kind.noun, identity), None)
        return _thawed(kind, found) if found else None

    def all(self, kind: type[R]) -> Iterator[R]:
        """Yield every record of a kind by id."""
        return (_thawed(kind, row) for row in self._rows(f"{RECORD} order by name", kind.noun))

    def some(self, kind: type[R], ids: Collection[str]) -> Iterator[R]:
        """Yield the records of a kind that have one of these ids, by id."""
        query = f"{RECORD} and name in (select value from json_each(?)) order by name"  # noqa: S608 - a constant
        return (_thawed(kind, row) for row in self._rows(query, kind.noun, listed(sorted(ids))))

    def within(self, kind: type[R], folder: str) -> Iterator[R]:
        """Yield the records of a kind whose files are below a folder, by id."""
        return (_thawed(kind, row) for row in self._rows(WITHIN, kind.noun, f"{folder}/", f"{folder}0"))

    def stated(self, kind: type[R], *places: str) -> Iterator[Excerpt]:
        """Yield the id of every record of a kind, and the text at each of some places in its fields, by id."""
        texts = "".join(", json_extract(tree, ?)" for _ in places)
        query = f"select name{texts} from fact where noun = ? and state = 2 order by name"  # noqa: S608 - marks only
        return self._rows(query, *(f"$.{place}" for place in places), kind.noun)

    def ids(self, noun: str) -> Sequence[str]:
        """Return the ids of a kind's records, sorted."""
        rows = self._rows("select name from fact where noun = ? and state = 2 order by name", noun)
        return [name for (name,) in rows]

    def entries(self, query: Query = Query()) -> Iterator[Entry]:  # noqa: B008 - a frozen value
        """Yield the journal entries that have a posting the query admits, whole, by date and record."""
        where, values = condition(query)
        chosen = f"where (fact, day) in (select fact, day from posting where {where})" if query != Query() else ""  # noqa: S608
        rows = self._rows(f"{LINES} {chosen} order by day, noun || '/' || name, posting.id", *values)
        for (record, title, day), lines in groupby(rows, key=lambda row: row[:3]):
            date = dt.date.fromisoformat(day)
            yield Entry(date, record, title, tuple(_posting(date, line) for line in lines))

    def balances(self, query: Query) -> list[Balance]:
        """Add up postings, sorted by key and currency."""
        return self._sound(lambda: balances(self._store.connection, query, self._chart))

    def deadlines(self, until: dt.date, unsettled: Collection[str] | None = None) -> list[Deadline]:
        """Return the deadlines up to a day, earliest first; without those of documents that are not ``unsettled``."""
        among, values = "", [until.isoformat()]
        if unsettled is not None:
            among = "and settled_by in (select value from json_each(?))"
            values.append(listed(["", *unsettled]))
        rows = self._rows(f"{DEADLINES} {among} order by 1, 2, 3, 4", *values)
        return [Deadline(dt.date.fromisoformat(day), *rest) for day, *rest in rows]

    def settled(self, query: Query) -> list[Settled]:
        """Return the documents of a ``party`` that were settled in an ``account`` ``until`` a day, sorted."""
        return self._sound(lambda: settled(self._store.connection, query, self._chart))

    def search(self, query: str) -> list[str]:
        """Return the refs of the records whose text has all words and phrases of a query, sorted."""
        match = " ".join(f'"{" ".join(phrase)}"' for phrase in phrases_of(query))
        statement = (
            "select noun || '/' || name from words join fact on fact.id = words.rowid where words match ? order by 1"
        )
        return [ref for (ref,) in self._rows(statement, match)] if match else []

    def referring(self, ref: str) -> list[str]:
        """Return the refs of the records that name the record ``ref`` in a field, sorted."""
        query = "select noun || '/' || name from reference join fact on fact.id = fact where target = ? order by 1"
        return [found for (found,) in self._rows(query, ref)]

    def targets(self) -> list[str]:
        """Return the refs that records name in their fields, sorted, whether there are such records or not."""
        return [target for (target,) in self._rows("select distinct target from reference order by 1")]

    def blobs(self, paths: Collection[str]) -> dict[str, str]:
        """Return the blob ids of the files among ``paths`` from which these books were made."""
        query = "select path, blob from tree where blob is not null and path in (select value from json_each(?))"
        return dict(self._rows(query, listed(sorted(paths))))

    @cached_property
    def _chart(self) -> Chart:
        return Chart(**parsed(self._store.meta()["chart"]))

    def _rows(self, statement: str, *values: str) -> Iterator[tuple[Any, ...]]:
        """Yield rows as they come; from a store made anew where the first proves to be damaged on the way."""
        count = 0
        self._watch()
        try:
            for row in self._store.connection.execute(statement, values):
                yield row
                count += 1
        except Damaged:
            self._store = self._again()
            yield from islice(self._store.connection.execute(statement, values), count, None)

    def _sound(self, ask: Callable[[], T]) -> T:
        self._watch()
        try:
            return ask()
        except Damaged:
            self._store = self._again()
            return ask()


def _noted(look: Callable[[str], T], looked: set[str]) -> Callable[[str], T]:
    def noted(path: str) -> T:
        looked.add(path)
        return look(path)

    return noted


def _thawed(kind: type[R], row: tuple[Any, ...]) -> R:
    name, path, line, column, tree, notes = row
    return thaw(kind, name, Location(path, line, column), parsed(tree), notes)


def _posting(date: dt.date, line: tuple[Any, ...]) -> Posting:
    _, _, _, account, minor, currency, *rest = line
    return Posting(date, account, Money.of_minor(minor, currency), *rest)
