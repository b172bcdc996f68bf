"""Finding by words: case, accents and separators do not count, the order in a phrase does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.books import MemoryBooks
from backoffice.core.part import replaced
from backoffice.core.words import contains, phrases_of, texts, words_of
from tests import made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café NOIR", ["cafe", "noir"]),
        ("INV-2026-0042", ["inv", "2026", "0042"]),
        ("snake_case/path.md", ["snake", "case", "path", "md"]),
        ("Ångström", ["angstrom"]),
        ("日本", ["日本"]),
        (" – ", []),
    ],
)
def test_a_text_is_compared_by_its_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("logo acme", [["logo"], ["acme"]]),
        ('"new logo" acme', [["new", "logo"], ["acme"]]),
        ("INV-2026-0042", [["inv", "2026", "0042"]]),
        ('"never closed', [["never", "closed"]]),
        ('"" -', []),
    ],
)
def test_a_query_is_of_words_and_phrases(query: str, phrases: list[list[str]]) -> None:
    assert phrases_of(query) == phrases


@given(st.text(), st.text())
def test_every_text_is_found_by_any_of_its_words_and_by_itself(before: str, after: str) -> None:
    words = words_of(f"{before} {after}")
    assert all(contains(words, [[word]]) for word in words)
    assert contains(words, [words] if words else []) == bool(words)


def test_the_texts_of_a_tree_come_in_their_order() -> None:
    assert list(texts({"a": "1", "b": [{"c": "2"}, "3"], "d": None, "e": []})) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("work", ["invoice/INV-2026-0001"]),
        ("2026-0001", ["invoice/INV-2026-0001"]),
        ("TEA acme", ["client/acme"]),
        ('"berlin de"', ["client/acme", "invoice/INV-2026-0001"]),
        ('"de berlin"', []),
        ("berli", []),
        ("", []),
    ],
)
def test_records_are_found_by_their_id_fields_and_notes(query: str, found: list[str]) -> None:
    client = replaced(made.client(), notes="Likes tea.")
    books = MemoryBooks(made.settings(), [client, made.invoice(1, "2026-03-01")])
    assert books.search(query) == found
