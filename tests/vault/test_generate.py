"""New passwords and passphrases: what they consist of, and what they are worth."""

import math

import pytest

from backoffice.core.errors import RefusedError
from backoffice.vault import generate


def test_a_password_is_drawn_evenly_from_its_alphabet() -> None:
    characters = generate.alphabet("abc")
    made = generate.password(1000, characters)
    counts = [made.secret.reveal().count(each) for each in "abc"]
    assert sum(counts) == 1000
    assert min(counts) > 200
    assert made.bits == pytest.approx(1000 * math.log2(3))


def test_a_password_is_long_and_mixed_unless_told_otherwise() -> None:
    made = generate.password()
    assert len(made.secret.reveal()) == 24
    assert made.bits == pytest.approx(24 * math.log2(90))
    assert generate.password().secret != made.secret


@pytest.mark.parametrize(
    ("names", "without", "characters"),
    [("digits", "", "0123456789"), ("hex", "", "0123456789abcdef"), ("digits", "01", "23456789"), ("aab", "", "ab")],
)
def test_alphabets_are_named_or_written_out(names: str, without: str, characters: str) -> None:
    assert generate.alphabet(names, without=without) == characters
    assert len(generate.alphabet("letters,digits")) == 62


@pytest.mark.parametrize("names", ["", "a", "aaa", "a b", "a\x1b"])
def test_an_alphabet_that_is_none_is_refused(names: str) -> None:
    with pytest.raises(RefusedError):
        generate.alphabet(names)


def test_a_passphrase_is_made_of_words_that_everybody_can_type() -> None:
    made = generate.passphrase(5, separator=" ")
    assert set(made.secret.reveal().split()) <= set(generate.wordlist())
    assert made.bits == pytest.approx(5 * 12.925, abs=0.01)
    assert generate.passphrase(3, capitals=True).secret.reveal()[0].isupper()


def test_the_words_are_those_of_the_long_list() -> None:
    words = generate.wordlist()
    assert (len(words), words[0], words[-1]) == (7776, "abacus", "zoom")


@pytest.mark.parametrize("length", [3, 1001])
def test_lengths_without_sense_are_refused(length: int) -> None:
    with pytest.raises(RefusedError, match="4 to 1000 characters"):
        generate.password(length)
    with pytest.raises(RefusedError, match="3 to 100 words"):
        generate.passphrase(length - 1)
