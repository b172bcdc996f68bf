"""What cannot be weak is told without searching; the search of zxcvbn itself is the oracle."""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from zxcvbn import matching, zxcvbn
from zxcvbn.adjacency_graphs import ADJACENCY_GRAPHS

from backoffice.vault import generate, strength
from backoffice.vault.secret import Secret

WORDS = sorted(
    {word for words in matching.RANKED_DICTIONARIES.values() for word in words if len(word) >= 6}, key=len, reverse=True
)
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "789456123")
OWN = ("benchmark-owner@example.org", "https://login.example.org/accounts", "acme", "mail")


@st.composite
def leet(draw: st.DrawFn) -> str:
    """Return a word as people disguise it: letters replaced by signs, capitals, written backwards."""
    word: str = draw(st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS[:3000]), st.sampled_from(OWN)))
    signs: dict[str, str] = {
        letter: draw(st.sampled_from([letter, *several])) for letter, several in matching.L33T_TABLE.items()
    }
    word = "".join(signs.get(letter, letter) for letter in word)
    word = draw(st.sampled_from([word, word.upper(), word.capitalize()]))
    return word[::-1] if draw(st.booleans()) else word


@st.composite
def walk(draw: st.DrawFn) -> str:
    graph = ADJACENCY_GRAPHS[draw(st.sampled_from(sorted(ADJACENCY_GRAPHS)))]
    text: str = draw(st.sampled_from(sorted(graph)))
    for _ in range(draw(st.integers(4, 24))):
        text += draw(st.sampled_from([key for keys in graph[text[-1]] for key in keys or ""]))
    return text


@st.composite
def sequence(draw: st.DrawFn) -> str:
    start, step = draw(st.integers(60, 120)), draw(st.integers(-5, 5))
    return "".join(chr(max(start + step * number, 33)) for number in range(draw(st.integers(3, 24))))


piece = st.one_of(
    leet(),
    walk(),
    sequence(),
    st.tuples(st.text(string.printable, min_size=1, max_size=9), st.integers(2, 12)).map(
        lambda each: each[0] * each[1]
    ),
    st.dates().map(lambda day: day.strftime("%d.%m.%Y")),
    st.dates().map(lambda day: day.strftime("%Y%m%d")),
    st.sampled_from(ROWS),
    st.text(string.printable, max_size=8),
    st.text(max_size=8),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(piece, min_size=1, max_size=3).map("".join))
@example("correcthorsebatterystaple")
@example("Tr0ub4dor&3Tr0ub4dor&3")
@example("ΑΣΑΣΑΣΑΣΑΣΑΣΑΣΑΣ")
@example("İ" * 20)
@example("wertytrtyuiop[]\\")
@example("01.01.199001.01.1990")
@example("https://login.example.org/accountsx7")
def test_the_short_way_never_hides_a_weak_one(text: str) -> None:
    text = text[:72]
    if strength.is_surely_good(text, OWN):
        assert zxcvbn(text, user_inputs=OWN)["score"] >= strength.GOOD


@pytest.mark.proof
@settings(max_examples=4_000, deadline=None)
@given(st.lists(piece, min_size=1, max_size=2).map("".join))
def test_the_short_way_never_hides_a_weak_one_of_many(text: str) -> None:
    text = text[:72]
    if strength.is_surely_good(text, OWN):
        assert zxcvbn(text, user_inputs=OWN)["score"] >= strength.GOOD


def test_what_the_bound_is_built_on_holds_in_this_zxcvbn() -> None:
    """Three pieces take more than 10^8 guesses; no other sort of piece; no sign that stands for another letter."""
    from zxcvbn import scoring

    assert scoring.MIN_GUESSES_BEFORE_GROWING_SEQUENCE == 10_000
    assert scoring.BRUTEFORCE_CARDINALITY == 10
    assert set(matching.REGEXEN) == {"recent_year"}
    assert {len(each) for each in ("1999", "2011")} == {4}
    for letter, signs in matching.L33T_TABLE.items():
        assert {letter.translate(strength._SIGNS)} == {sign.translate(strength._SIGNS) for sign in signs}


def test_what_is_drawn_is_nearly_always_told_the_short_way() -> None:
    drawn = [generate.password().secret.reveal() for _ in range(200)]
    assert sum(strength.is_surely_good(each, ()) for each in drawn) > 190


@pytest.mark.parametrize(
    ("text", "words", "power"),
    [
        ("123456", (), 0),
        ("hunter2", (), 4),
        ("benchmark-owner", ("benchmark-owner", ""), 0),
        ("x" * 100, (), 3),
        ("correct-battery-horse-4711-staple", (), None),
    ],
)
def test_guesses(text: str, words: tuple[str, ...], power: int | None) -> None:
    found = strength.guesses(Secret(text), words)
    assert (found if found is None else round(found)) == power
