"""The edition of the tool: what must be the same for two processes to understand one database."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator

import backoffice

ROOMS = ("core", "kinds", "formats", "workspace")
"""Packages that decide what a file says and how the index stores it."""


def edition() -> str:
    """Return a digest of the version and of the very code that reads records.

    An edit of the code, or another installation of another age, has a database of its own, and none of them touches
    that of another.
    """
    code = [line for home in backoffice.__path__ for room in ROOMS for line in _files(os.path.join(home, room))]
    return f"{backoffice.__version__}-{zlib.crc32(''.join(code).encode()):08x}"


def _files(folder: str) -> Iterator[str]:
    """Yield name, size and time of change of every module below a folder."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(".py"):
            about = entry.stat()
            yield f"{entry.name} {about.st_size} {about.st_mtime_ns}\n"
        elif entry.is_dir() and not entry.name.startswith("__"):
            yield from _files(entry.path)
