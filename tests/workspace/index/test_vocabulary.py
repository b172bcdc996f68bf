"""From what was typed to what full-text search is asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from backoffice.core.asked import asked
from backoffice.workspace.index.vocabulary import Vocabulary, cut, stages

TEXTS = ["RE-2026-01 lamp catalogue", "Müller Größe", "haftpflichtversicherung e-mail", "INV-2026-0042", "catalogues"]


@pytest.fixture
def vocabulary() -> Iterator[Vocabulary]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create virtual table words using fts5 (text, tokenize='unicode61 remove_diacritics 2')")
        connection.executemany("insert into words values (?)", [(text,) for text in TEXTS])
        yield Vocabulary(connection, "words")


def found(vocabulary: Vocabulary, text: str) -> list[str]:
    """Return the texts that the first stage which finds anything finds."""
    (term,) = asked(text).terms
    for stage in stages():
        match = stage(vocabulary, term)
        if vocabulary.has(match):
            rows = vocabulary.connection.execute("select text from words where words match ? order by rowid", (match,))
            return [row for (row,) in rows]
    return []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("catalogue", [TEXTS[0], TEXTS[4]]),
        ('"catalogue"', [TEXTS[0]]),
        ("cata", [TEXTS[0], TEXTS[4]]),
        ("re202601", [TEXTS[0]]),
        ("RE2026/01", [TEXTS[0]]),
        ("re 2026", []),
        ("inv20260042", [TEXTS[3]]),
        ("INV-2026-004", [TEXTS[3]]),
        ("email", [TEXTS[2]]),
        ("mueller", [TEXTS[1]]),
        ("MÜLLER", [TEXTS[1]]),
        ("groesse", [TEXTS[1]]),
        ("versicherung", [TEXTS[2]]),
        ("catalgoue", [TEXTS[0]]),
        ("katalogue", [TEXTS[0]]),
        ("mullr", [TEXTS[1]]),
        ('"catalgoue"', []),
        ("zzz-catalgoue", []),
        ("20260043", []),
        ("xy", []),
    ],
)
def test_what_is_typed_is_found(vocabulary: Vocabulary, typed: str, expected: list[str]) -> None:
    assert (found(vocabulary, typed) if len(asked(typed).terms) == 1 else []) == expected


def test_a_word_is_cut_only_into_words_that_there_are() -> None:
    words = {"re", "2026", "01", "20", "26", "r"}
    ways = cut("re202601", words.__contains__, lambda piece: any(word.startswith(piece) for word in words))
    assert ways[0] == ("re", "2026", "01")
    assert ("re", "20", "26", "01") in ways
    assert all("".join(way) == "re202601" for way in ways)
    assert cut("x", words.__contains__, words.__contains__) == []
    assert cut("x" * 40, words.__contains__, words.__contains__) == []
