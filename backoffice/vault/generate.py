"""New passwords and passphrases from the system's randomness, with what they are worth in bits."""

from __future__ import annotations

import math
import secrets

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.core.remember import remembered
from backoffice.vault.entries import checked_value
from backoffice.vault.secret import Secret

ALPHABETS = {
    "letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "digits": "0123456789",
    "symbols": "!#$%&()*+,-./:;<=>?@[]^_{|}~",
    "hex": "0123456789abcdef",
    "unmistakable": "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789",
}
"""Named sets of characters; symbols without quotes, backslash and backtick, which shells and forms mistreat."""

DEFAULT_ALPHABET = "letters,digits,symbols"
_LENGTHS = range(4, 1001)
_WORDS = range(3, 101)


class Generated(NamedTuple):
    """A new secret, and its entropy in bits: log2 of how many there could have been."""

    secret: Secret
    bits: float


def alphabet(names: str = DEFAULT_ALPHABET, *, without: str = "") -> str:
    """Return the characters of the named sets; text that names none is the alphabet itself.

    Raises:
        RefusedError: fewer than two different characters, or one that nobody can see.
    """
    sets = [ALPHABETS.get(name) for name in names.split(",")]
    characters = "".join(each or "" for each in sets) if all(sets) else names
    checked_value(Secret(characters), "the alphabet")
    chosen = "".join(each for each in dict.fromkeys(characters) if each not in without)
    if len(chosen) < 2 or any(each.isspace() for each in chosen):  # noqa: PLR2004 - one character leaves no choice
        raise RefusedError(
            "an alphabet has two or more characters and no space", hint=f"or name {', '.join(ALPHABETS)}"
        )
    return chosen


def password(length: int = 24, characters: str | None = None) -> Generated:
    """Return a random text of ``length`` characters, each drawn evenly from an ``alphabet``.

    Raises:
        RefusedError: for fewer than 4 or more than 1 000 characters.
    """
    if length not in _LENGTHS:
        raise RefusedError(f"a password has {_LENGTHS.start} to {_LENGTHS.stop - 1} characters")
    chosen = characters or alphabet()
    return Generated(Secret("".join(secrets.choice(chosen) for _ in range(length))), length * math.log2(len(chosen)))


def passphrase(words: int = 6, *, separator: str = "-", capitals: bool = False) -> Generated:
    """Return random words from the EFF's long list of 7 776 (12.9 bits each).

    Raises:
        RefusedError: for fewer than 3 or more than 100 words.
    """
    if words not in _WORDS:
        raise RefusedError(f"a passphrase has {_WORDS.start} to {_WORDS.stop - 1} words")
    known = wordlist()
    chosen = [secrets.choice(known) for _ in range(words)]
    text = separator.join(word.capitalize() if capitals else word for word in chosen)
    return Generated(Secret(text), words * math.log2(len(known)))


@remembered
def wordlist() -> tuple[str, ...]:
    """Return the words of the EFF's long list, which the package xkcdpass carries."""
    from importlib.resources import files

    text = files("xkcdpass").joinpath("static", "eff-long").read_text("utf-8")
    return tuple(dict.fromkeys(text.split()))
