"""Leaked passwords, looked up in a local file: the published SHA-1 hashes, sorted, 40 digits and a count a line."""

from __future__ import annotations

import hashlib
import os
import re
from math import isqrt
from typing import BinaryIO

from backoffice.core.errors import RefusedError
from backoffice.vault.secret import Secret

_LINE = re.compile(rb"([0-9A-Fa-f]{40})(?::([0-9]+))?\s*")
_LONGEST = 128
_WINDOW = 4096
"""Bytes that are read at once, at the end of a search."""


class PwnedFile:
    """An open file of sorted SHA-1 hashes; a look-up reads a few dozen lines of however many gigabytes."""

    def __init__(self, file: BinaryIO, *, path: str) -> None:
        """Take a file that is opened for reading in binary.

        Raises:
            RefusedError: Its first line is no hash.
        """
        self._file = file
        self._path = path
        self._size = file.seek(0, os.SEEK_END)
        self._parsed(self._line(0))

    def count(self, password: Secret) -> int:
        """Return how often a password was found in leaks; 0 when it is not in the list.

        Raises:
            RefusedError: A line of the file is no hash.
        """
        digest = hashlib.sha1(password.reveal().encode(), usedforsecurity=False).hexdigest().upper().encode()
        low, high = self._around(digest)
        while high - low > _WINDOW:
            middle = (low + high) // 2
            if self._parsed(self._line(middle))[0] < digest:
                low = middle + 1
            else:
                high = middle
        self._start(low)
        lines = self._file.read(high - low + 2 * _LONGEST).split(b"\n")
        found = [line for line in lines if line[: len(digest)].upper() == digest]
        return self._parsed(found[0])[1] if found else 0

    def _around(self, digest: bytes) -> tuple[int, int]:
        """Return two offsets around a hash: near ones where hashes are spread as evenly as they should be."""
        expected = self._size * int(digest[:8], 16) >> 32
        margin = 4 * isqrt(self._size * len(digest))
        low, high = max(expected - margin, 0), min(expected + margin, self._size)
        near = self._parsed(self._line(low))[0] < digest <= self._parsed(self._line(high))[0]
        return (low, high) if near else (0, self._size)

    def _line(self, offset: int) -> bytes:
        """Return the first line that starts at or behind ``offset``; empty behind the last one."""
        self._start(offset)
        return self._file.readline(_LONGEST)

    def _start(self, offset: int) -> None:
        """Go to the first line that starts at or behind ``offset``."""
        self._file.seek(max(offset - 1, 0))
        if offset:
            self._file.readline(_LONGEST)

    def _parsed(self, line: bytes) -> tuple[bytes, int]:
        if not line:
            return b"~", 0  # behind every hash
        found = _LINE.fullmatch(line)
        if not found:
            hint = "use the list of SHA-1 hashes that is ordered by hash"
            raise RefusedError(f"{self._path} is no list of hashes", hint=hint)
        return found[1].upper(), int(found[2] or 1)
