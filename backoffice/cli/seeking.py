"""What `find` answers: records and the words around what was found in them or in their papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from backoffice.cli.context import Session
from backoffice.cli.naming import named
from backoffice.cli.narrowing import Narrow
from backoffice.core.asked import Asked
from backoffice.core.books import Books
from backoffice.core.context import around
from backoffice.core.errors import MissingError
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.words import texts
from backoffice.kinds import kind_of
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.search import FEW, MANY, Found, Search
from backoffice.workspace.papers.desk import Papers

LIMIT = 20
"""So many records are shown where no other number is asked for."""
COLUMNS = (Column("record"), Column("title"), Column("context", "Where"), Column("path", optional=True))
AT_ONCE = 500
"""Files that are read before an answer; with thousands of new ones nobody waits for all of them."""
_REFS = ("client", "project", "contract", "invoice")
"""Filters of equality that name another record; which records name that one is known without looking at all."""


class Answer(NamedTuple):
    """What was found: the records shown with their context, and what to say of them."""

    rows: Sequence[tuple[Cell, ...]]
    records: Sequence[Record]
    notes: Sequence[str]

    @property
    def said(self) -> Iterator[str]:
        """The notes as lines beside the answer."""
        return (f"backoffice: {note}" for note in self.notes)


def report_of(wanted: Asked, found: Answer) -> Report:
    """Return what was found as a report."""
    spoken = " and ".join(map(str, (*wanted.terms, *wanted.filters)))
    return Report("find", "", (Table("found", COLUMNS, found.rows, empty=f"no record has {spoken}"),))


def answer_of(session: Session, books: Books, wanted: Asked, limit: int) -> Answer:
    """Return what is found in the books, the best first."""
    from backoffice.cli.progress import bar

    assert isinstance(books, IndexedBooks)  # noqa: S101 - commands have no others
    wanted, unclear = _meant(books, wanted)
    papers = Papers.of(session.workspace.place, books)
    books.lasting = not papers.texts.named()  # their text may be read better one day, or forgotten
    left = papers.read(bar("reading papers"), most=AT_ONCE) if wanted.terms else 0
    narrow = Narrow(books, wanted.filters, session.as_of) if wanted.filters else None
    most = MANY if narrow else FEW
    kind = wanted.value("kind")
    search = Search(books.store.connection, papers.texts.connection, kind, most)
    result = search.find(wanted.terms, wanted.without)
    records = _chosen(books, wanted, [hit.ref for hit in result.hits], narrow)
    shown = list(islice(records, limit + 1))
    words = [word for term in wanted.terms for word in term.words]
    rows = [_row(search, record, words) for record in shown[:limit]]
    notes = [*unclear, *_notes(papers, result, shown, limit)]
    if left:
        notes.append(f"{left} files are not read yet, and not looked into: backoffice document read")
    return Answer(rows, shown[:limit], notes)


def _meant(books: Books, wanted: Asked) -> tuple[Asked, list[str]]:
    """Return what is asked for with whole ids where a unique part of one was given, and what to say of other parts."""
    meant, unclear = [], []
    for each in wanted.filters:
        identity = each.value
        if each.sign == ":" and each.name in _REFS:
            try:
                identity = named(each.name, books.ids(each.name), each.value)
            except MissingError as error:
                unclear.append(f"{error}; {error.hint}")
        meant.append(each._replace(value=identity))
    return wanted._replace(filters=tuple(meant)), unclear


def _chosen(books: Books, wanted: Asked, hits: Iterable[str], narrow: Narrow | None) -> Iterator[Record]:
    """Return the records that were found by their words, or are looked at for the filters alone."""
    about = _about(books, wanted)
    if wanted.terms:
        return _records(books, hits if about is None else (ref for ref in hits if ref in about), narrow)
    if about is not None:
        return _records(books, sorted(about), narrow)
    return narrow.all() if narrow else iter(())


def _about(books: Books, wanted: Asked) -> frozenset[str] | None:
    """Return the refs of the records that name what a filter asks for; None where no filter names a record."""
    for each in wanted.filters:
        if each.sign == ":" and each.name in _REFS and each.value in books.ids(each.name):
            return frozenset(books.referring(f"{each.name}/{each.value}"))
    return None


def _records(books: Books, refs: Iterable[str], narrow: Narrow | None) -> Iterator[Record]:
    likely = filter(narrow.may_keep, refs) if narrow else refs
    found = (books.get(kind_of(noun).record, identity) for noun, _, identity in (ref.partition("/") for ref in likely))
    records = (record for record in found if record)
    return narrow.kept(records) if narrow else records


def _row(search: Search, record: Record, words: Sequence[str]) -> tuple[Cell, ...]:
    """Return a record with the words around what was found in it: of its fields and notes, else of its papers."""
    said = [*texts(fields_tree(record)), record.notes]
    text = around(said, words) or around(said, search.words)
    text = "" if text in record.title else text
    if not text and (snippet := search.snippet(record.ref)):
        text = f"p. {snippet.page}: {snippet.text}"
    return record.ref, record.title, text, record.where.path


def _notes(papers: Papers, found: Found, shown: Sequence[Record], limit: int) -> Iterator[str]:
    yield from (f"no record has {word}; looked for {others}" for word, others in found.corrected)
    if found.partly:
        yield "no record has all of that; these have most of it"
    if len(shown) > limit:
        yield f"there is more; --limit {limit * 5} shows it"
    if faulty := len(papers.texts.faulty()):
        yield f"{faulty} file{'s' * (faulty != 1)} cannot be read as text; backoffice document read says which"
