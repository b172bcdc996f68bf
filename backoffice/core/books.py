"""The books: all records and the ledger they derive, as a query interface.

There are two implementations that give equal answers: ``MemoryBooks`` here, over records at hand, and the indexed
books of the workspace, which read only what a question needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property

from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.document import Tree
from backoffice.core.errors import BackofficeError
from backoffice.core.fields import targets
from backoffice.core.filed import FileFacts
from backoffice.core.hints import Any, Protocol, TypeAlias, TypeVar
from backoffice.core.ledger import Balance, Entry, Query, balances, entries_of
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.core.settings import Settings
from backoffice.core.settled import Settled, settled
from backoffice.core.words import contains, phrases_of, texts, words_of

R = TypeVar("R", bound=Record)
Excerpt: TypeAlias = "tuple[Any, ...]"
"""The id of a record, and texts that stand in it, or None."""


def by_place(found: Diagnostic) -> tuple[Location, str, str]:
    """Return what diagnostics are sorted by."""
    return found.where, found.code, found.message


class Books(Protocol):
    """What may be asked of the books. Answers come sorted, so that two runs print the same."""

    @property
    def settings(self) -> Settings:
        """The settings of the business."""
        ...

    @property
    def problems(self) -> Sequence[Diagnostic]:
        """What is wrong with files and with single records, by place. Their healthy neighbours are in the books."""
        ...

    @property
    def unreadable(self) -> int:
        """How many files gave no record; totals must say so."""
        ...

    def has_file(self, path: str) -> bool:
        """Tell whether the workspace has a file of any sort at ``path``."""
        ...

    def file_facts(self, path: str) -> FileFacts | None:
        """Return size and digest of the file at ``path``; None where there is none, or it cannot be read."""
        ...

    def files_in(self, folder: str) -> Sequence[str]:
        """Return the paths of all files below a folder, sorted, records among them."""
        ...

    def get(self, kind: type[R], identity: str) -> R | None:
        """Return one record."""
        ...

    def all(self, kind: type[R]) -> Iterator[R]:
        """Yield every record of a kind by id."""
        ...

    def some(self, kind: type[R], ids: Collection[str]) -> Iterator[R]:
        """Yield the records of a kind that have one of these ids, by id."""
        ...

    def within(self, kind: type[R], folder: str) -> Iterator[R]:
        """Yield the records of a kind whose files are below a folder, by id."""
        ...

    def stated(self, kind: type[R], *places: str) -> Iterator[Excerpt]:
        """Yield the id of every record of a kind, and the text at each of some places in its fields, by id.

        A place is a field, or one within another: ``issued.digest``. What is no text is not None, and no more.
        """
        ...

    def ids(self, noun: str) -> Sequence[str]:
        """Return the ids of a kind's records, sorted."""
        ...

    def entries(self, query: Query = Query()) -> Iterator[Entry]:  # noqa: B008 - a frozen value
        """Yield the journal entries that have a posting the query admits, whole, by date and record."""
        ...

    def balances(self, query: Query) -> list[Balance]:
        """Add up postings, sorted by key and currency."""
        ...

    def deadlines(self, until: dt.date, unsettled: Collection[str] | None = None) -> list[Deadline]:
        """Return the deadlines up to a day, earliest first.

        With ``unsettled``, the refs of the documents that are open, those that others settle are left out; else all.
        """
        ...

    def settled(self, query: Query) -> list[Settled]:
        """Return the documents of a ``party`` that were settled in an ``account`` ``until`` a day, sorted."""
        ...

    def search(self, query: str) -> list[str]:
        """Return the refs of the records whose text has all words and phrases of a query, sorted."""
        ...

    def referring(self, ref: str) -> list[str]:
        """Return the refs of the records that name the record ``ref`` in a field, sorted."""
        ...

    def targets(self) -> list[str]:
        """Return the refs that records name in their fields, sorted, whether there are such records or not."""
        ...


class MemoryBooks:
    """Books over records that are all in memory."""

    def __init__(
        self,
        settings: Settings | BackofficeError,
        records: Iterable[Record],
        *,
        files: Iterable[str] = (),
        facts: Callable[[str], FileFacts | None] = lambda _: None,
        problems: Iterable[Diagnostic] = (),
        unreadable: int = 0,
    ) -> None:
        """Keep ``records``; of two with one ref the later wins. In place of settings may be why there are none."""
        self._files = frozenset(files)
        self.file_facts = facts
        self._settings = settings
        self.problems: Sequence[Diagnostic] = sorted(problems, key=by_place)
        self.unreadable = unreadable
        ordered = sorted(records, key=lambda each: (each.noun, each.id))
        self._records = {record.ref: record for record in ordered}

    @property
    def settings(self) -> Settings:
        """The settings of the business.

        Raises:
            BackofficeError: There are none, or they cannot be read.
        """
        if isinstance(self._settings, BackofficeError):
            raise self._settings
        return self._settings

    def has_file(self, path: str) -> bool:
        """Tell whether the workspace has a file of any sort at ``path``."""
        return path in self._files

    def files_in(self, folder: str) -> Sequence[str]:
        """Return the paths of all files below a folder, sorted, records among them."""
        return sorted(path for path in self._files if path.startswith(f"{folder}/"))

    def get(self, kind: type[R], identity: str) -> R | None:
        """Return one record."""
        found = self._records.get(f"{kind.noun}/{identity}")
        return found if isinstance(found, kind) else None

    def all(self, kind: type[R]) -> Iterator[R]:
        """Yield every record of a kind by id."""
        return (record for record in self._records.values() if isinstance(record, kind))

    def some(self, kind: type[R], ids: Collection[str]) -> Iterator[R]:
        """Yield the records of a kind that have one of these ids, by id."""
        return (record for record in self.all(kind) if record.id in ids)

    def within(self, kind: type[R], folder: str) -> Iterator[R]:
        """Yield the records of a kind whose files are below a folder, by id."""
        return (record for record in self.all(kind) if record.where.path.startswith(f"{folder}/"))

    def stated(self, kind: type[R], *places: str) -> Iterator[Excerpt]:
        """Yield the id of every record of a kind, and the text at each of some places in its fields, by id."""
        for record in self.all(kind):
            tree = fields_tree(record)
            yield record.id, *(_text_at(tree, place) for place in places)

    def ids(self, noun: str) -> Sequence[str]:
        """Return the ids of a kind's records, sorted."""
        return [record.id for record in self._records.values() if record.noun == noun]

    @cached_property
    def _journal(self) -> tuple[Entry, ...]:
        chart = self.settings.chart
        entries = (
            entry
            for record in self._records.values()
            for entry in entries_of(record.ref, record.title, record.postings(chart))
        )
        return tuple(sorted(entries, key=lambda entry: (entry.date, entry.record)))

    def entries(self, query: Query = Query()) -> Iterator[Entry]:  # noqa: B008 - a frozen value
        """Yield the journal entries that have a posting the query admits, whole, by date and record."""
        return (entry for entry in self._journal if any(query.admits(entry, each) for each in entry.postings))

    def balances(self, query: Query) -> list[Balance]:
        """Add up postings, sorted by key and currency."""
        return balances(self._journal, query)

    def deadlines(self, until: dt.date, unsettled: Collection[str] | None = None) -> list[Deadline]:
        """Return the deadlines up to a day, earliest first; without those of documents that are not ``unsettled``."""
        found = (deadline for record in self._records.values() for deadline in record.deadlines())
        return sorted(each for each in found if each.day <= until and is_open(each, unsettled))

    def settled(self, query: Query) -> list[Settled]:
        """Return the documents of a ``party`` that were settled in an ``account`` ``until`` a day, sorted."""
        return settled(self._journal, self.deadlines(dt.date.max), query)

    def search(self, query: str) -> list[str]:
        """Return the refs of the records whose text has all words and phrases of a query, sorted."""
        phrases = phrases_of(query)
        return sorted(ref for ref, record in self._records.items() if contains(words_of(_text(record)), phrases))

    def referring(self, ref: str) -> list[str]:
        """Return the refs of the records that name the record ``ref`` in a field, sorted."""
        return sorted(record.ref for record in self._records.values() if ref in targets(record))

    def targets(self) -> list[str]:
        """Return the refs that records name in their fields, sorted, whether there are such records or not."""
        return sorted({ref for record in self._records.values() for ref in targets(record)})


def is_open(deadline: Deadline, unsettled: Collection[str] | None) -> bool:
    """Tell whether a deadline is settled by none but the ``unsettled`` documents; None: never mind."""
    return unsettled is None or not deadline.settled_by or deadline.settled_by in unsettled


def referring(books: Books, ref: str, noun: str) -> list[str]:
    """Return the ids of the records of a kind that name the record ``ref`` in a field, sorted."""
    return [identity for other in books.referring(ref) for of, _, identity in [other.partition("/")] if of == noun]


def having(books: Books, kind: type[R], *places: str) -> Iterator[R]:
    """Yield the records of a kind that state something at one of some places, by id; the others are not even made."""
    nothing = [None] * len(places)
    return books.some(kind, [name for name, *texts in books.stated(kind, *places) if texts != nothing])


def lacking(books: Books, kind: type[R], place: str) -> Iterator[R]:
    """Yield the records of a kind that state nothing at a place, by id; the others are not even made."""
    return books.some(kind, [name for name, text in books.stated(kind, place) if text is None])


def _text_at(tree: Tree, place: str) -> str | None:
    for name in place.split("."):
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree if tree is None or isinstance(tree, str) else ""


def _text(record: Record) -> str:
    return "\n".join([record.id, *texts(fields_tree(record)), record.notes])
