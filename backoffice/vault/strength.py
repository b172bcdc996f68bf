"""Whether a password can be guessed, by zxcvbn; what cannot be weak is told without its search, a hundred times faster.

zxcvbn looks for the cheapest way to put a password together from pieces: words, walks on a keyboard, repetitions,
sequences, years and dates, and what is left, at ten guesses a character. For ``n`` pieces it takes ``n! * (the guesses
of all pieces, multiplied) + 10000 ** (n - 1)`` guesses. So with three pieces or more there are over 10^8, and the same
with eight characters that are left. What is weak is thus one piece or two, of which one is found and not just left,
and has at least as many characters as the smaller of (all but seven, half of them). ``_may_have`` asks for such a
piece with rules that find more than zxcvbn does, never less: letters and the signs that stand for them are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from backoffice.core.remember import remembered
from backoffice.vault.secret import Secret

GOOD = 3
"""The zxcvbn score, of 0 to 4, from which a password is good enough: more than 10^8 guesses."""

_LONGEST = 72
"""zxcvbn refuses longer texts, and its time grows with the length."""

_SHORTEST = 13
"""What is shorter is searched: nearly every text has a piece of six characters or fewer that looks like something."""

_LEFT = 7
"""So many characters that are left in a password take fewer than 10^8 guesses."""

_DATE = 10
"""No date has more characters."""

_STANDS_FOR = {
    "a": "4@",
    "b": "8",
    "c": "({[<",
    "e": "3",
    "g": "69",
    "i": "1!|7+lt",
    "o": "0",
    "s": "$5",
    "x": "%",
    "z": "2",
}
_SIGNS = str.maketrans({sign: letter for letter, signs in _STANDS_FOR.items() for sign in signs})
"""Signs that may stand for a letter, and all letters that share one, as a single letter."""

_AMBIGUOUS = "\u03a3"
"""The capital sigma becomes a small letter by what stands around it."""


def guesses(password: Secret, words: Iterable[str] = ()) -> float | None:
    """Return the power of ten of the guesses that find a weak password; None where it is good enough.

    Args:
        password: Judged by its first 72 characters.
        words: What is known about its owner, such as the name of the login, which others would try first.
    """
    text, known = password.reveal()[:_LONGEST], [word for word in words if word]
    if is_surely_good(text, known):
        return None
    from zxcvbn import zxcvbn

    judged = zxcvbn(text, user_inputs=known)
    return None if judged["score"] >= GOOD else float(judged["guesses_log10"])


def is_surely_good(text: str, words: Sequence[str]) -> bool:
    """Tell whether zxcvbn would certainly find a text of at most 72 characters good enough."""
    lowered = text.lower()
    if len(text) < _SHORTEST or len(lowered) != len(text) or _AMBIGUOUS in text:
        return False
    longest_weak = min(len(text) - _LEFT, (len(text) + 1) // 2)
    return not _may_have(text, lowered, longest_weak, words)


def _may_have(text: str, lowered: str, length: int, words: Sequence[str]) -> bool:
    """Tell whether a text may have a piece of so many characters or more that zxcvbn would find."""
    return (
        _has_word(lowered, length, words)
        or _has_walk(text, length)
        or _has_repetition(text, length)
        or _has_sequence(text, length)
        or (length <= _DATE and _has_date(text, length))
    )


def _has_word(lowered: str, length: int, words: Sequence[str]) -> bool:
    known = _words(next(each for each in (12, 8, 6) if each <= length))
    own = {word.lower().translate(_SIGNS) for word in words}
    return any(
        piece in known or piece in own
        for direction in (lowered, lowered[::-1])
        for piece in _pieces(direction.translate(_SIGNS), length)
    )


def _pieces(text: str, length: int) -> Iterator[str]:
    for start in range(len(text) - length + 1):
        for end in range(start + length, len(text) + 1):
            yield text[start:end]


@remembered
def _words(shortest: int) -> frozenset[str]:
    """Return the words that zxcvbn knows, of so many characters or more, with one letter for all that share a sign."""
    from zxcvbn.matching import RANKED_DICTIONARIES

    lists = (words for name, words in RANKED_DICTIONARIES.items() if name != "user_inputs")
    text = "\n".join(word for words in lists for word in words if len(word) >= shortest)
    return frozenset(text.translate(_SIGNS).split("\n"))


def _has_walk(text: str, length: int) -> bool:
    beside = _beside()
    return _longest(pair in beside for pair in pairwise(text)) + 1 >= length


@remembered
def _beside() -> frozenset[tuple[str, str]]:
    """Return all pairs of characters whose keys are beside each other on a keyboard that zxcvbn knows."""
    from zxcvbn.adjacency_graphs import ADJACENCY_GRAPHS

    graphs = ADJACENCY_GRAPHS.values()
    return frozenset((one, other) for graph in graphs for one in graph for key in graph[one] for other in key or "")


def _has_repetition(text: str, length: int) -> bool:
    return any(
        _longest(one == other for one, other in zip(text, text[period:], strict=False)) >= max(period, length - period)
        for period in range(1, len(text) // 2 + 1)
    )


def _has_sequence(text: str, length: int) -> bool:
    steps = (ord(other) - ord(one) for one, other in pairwise(text))
    return max(sum(1 for _ in same) for _, same in groupby(steps)) + 1 >= length


def _has_date(text: str, length: int) -> bool:
    return _longest(each.isdecimal() or each.isspace() or each in "/\\_.-" for each in text) >= length


def _longest(several: Iterable[bool]) -> int:
    """Return how often in a row there is a truth."""
    return max((sum(1 for _ in same) for truth, same in groupby(several) if truth), default=0)
