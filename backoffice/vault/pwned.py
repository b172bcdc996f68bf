"""Leaked passwords, looked up in a local file: the published SHA-1 hashes, sorted, 40 digits and a count a line."""

from __future__ import annotations

from typing import BinaryIO

from backoffice.vault.secret import Secret


class PwnedFile:
    """An open file of sorted SHA-1 hashes; a look-up reads a few dozen lines of however many gigabytes."""

    def __init__(self, file: BinaryIO, *, path: str) -> None:
        """Take a file that is opened for reading in binary.

        Raises:
            RefusedError: Its first line is no hash.
        """
        raise NotImplementedError

    def count(self, password: Secret) -> int:
        """Return how often a password was found in leaks; 0 when it is not in the list."""
        raise NotImplementedError
