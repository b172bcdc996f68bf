"""New passwords and passphrases from the system's randomness, with what they are worth in bits."""

from __future__ import annotations

from dataclasses import dataclass

from backoffice.vault.secret import Secret

ALPHABETS = {
    "letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "digits": "0123456789",
    "symbols": "!#$%&()*+,-./:;<=>?@[]^_{|}~",
}
"""Named sets of characters; symbols without quotes, backslash and backtick, which shells and forms mistreat."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A new secret, and its entropy in bits: log2 of how many there could have been."""

    secret: Secret
    bits: float


def alphabet(names: str = "letters,digits,symbols", *, without: str = "") -> str:
    """Return the characters of the named sets; text that names none is the alphabet itself.

    Raises:
        RefusedError: fewer than two different characters.
    """
    raise NotImplementedError


def password(length: int = 24, characters: str | None = None) -> Generated:
    """Return a random text of ``length`` characters, each drawn evenly.

    Raises:
        RefusedError: for fewer than 4 or more than 1 000 characters.
    """
    raise NotImplementedError


def passphrase(words: int = 6, *, separator: str = "-", capitals: bool = False) -> Generated:
    """Return random words from the EFF's long list of 7 776 (12.9 bits each).

    Raises:
        RefusedError: for fewer than 3 or more than 100 words.
    """
    raise NotImplementedError
