"""What `find` answers: records and the words around what was found in them or in their papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from backoffice.cli.context import Session
from backoffice.cli.narrowing import Narrow
from backoffice.core.asked import Asked, Term
from backoffice.core.books import Books
from backoffice.core.context import around
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.core.report import Cell
from backoffice.core.words import texts, words_of
from backoffice.kinds import kind_of
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.search import FEW, MANY, Found, Search
from backoffice.workspace.papers.desk import Papers

_REFS = ("client", "project", "contract", "invoice")
"""Filters of equality whose value must stand in the text of the record itself."""


class Answer(NamedTuple):
    """What was found: the records shown with their context, and what to say of them."""

    rows: Sequence[tuple[Cell, ...]]
    records: Sequence[Record]
    notes: Sequence[str]


def answer_of(session: Session, books: Books, wanted: Asked, limit: int) -> Answer:
    """Return what is found in the books, the best first."""
    from backoffice.cli.progress import bar

    assert isinstance(books, IndexedBooks)  # noqa: S101 - commands have no others
    papers = Papers.of(session.workspace.place, books)
    papers.read(bar("reading papers"))
    narrow = Narrow(books, wanted.filters, session.as_of) if wanted.filters else None
    most = MANY if narrow else FEW
    kind = wanted.value("kind")
    search = Search(books.store.connection, papers.texts.connection, kind, most)
    terms = [*wanted.terms, *_implied(wanted)]
    result = search.find(terms, wanted.without) if terms else Found(())
    records = _records(books, result, narrow) if terms else narrow.all() if narrow else iter(())
    shown = list(islice(records, limit + 1))
    words = [word for term in terms for word in term.words]
    rows = [_row(search, record, words) for record in shown[:limit]]
    return Answer(rows, shown[:limit], list(_notes(papers, result, shown, limit)))


def _implied(wanted: Asked) -> list[Term]:
    """Return words that a record must have for a filter to admit it, so that not every record need be looked at."""
    values = [each.value for each in wanted.filters if each.sign == ":" and each.name in _REFS]
    return [Term(tuple(words_of(value)), exact=True) for value in values if words_of(value)]


def _records(books: Books, found: Found, narrow: Narrow | None) -> Iterator[Record]:
    for hit in found.hits:
        noun, _, identity = hit.ref.partition("/")
        record = books.get(kind_of(noun).record, identity)
        if record and (narrow is None or narrow.keeps(record)):
            yield record


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
