"""How far two words are apart, for those who mistype one of them."""

from __future__ import annotations

MOST = 2
SHORT, LONG = 4, 8
"""Words of fewer letters are not corrected; those of as many may have two letters wrong."""


def slack(word: str) -> int:
    """Return how many letters of a word may be wrong; numbers are never corrected."""
    if len(word) < SHORT or any(letter.isdigit() for letter in word):
        return 0
    return MOST if len(word) >= LONG else 1


def distance(one: str, other: str, most: int = MOST) -> int:
    """Return how many letters have to be put in, left out, changed or swapped with their neighbour.

    Optimal string alignment (Damerau 1964); more than ``most`` is only known to be more.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for to, against in enumerate(other, 1):
            cost = min(above[to] + 1, row[-1] + 1, above[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == against:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], most + 1)
