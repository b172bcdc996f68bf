"""The edition of the tool: what must be the same for two processes to understand one database."""

from __future__ import annotations

import hashlib
import os

import backoffice

ROOMS = ("core", "kinds", "formats", "workspace")
"""Packages that decide what a file says and how the index stores it."""


def edition() -> str:
    """Return a digest of the version and of the very code that reads records.

    An edit of the code, or another installation of another age, has a database of its own, and none of them touches
    that of another.
    """
    found = hashlib.sha256(backoffice.__version__.encode())
    for home in backoffice.__path__:
        for room in ROOMS:
            _add(found, os.path.join(home, room))
    return found.hexdigest()[:12]


def _add(found: hashlib._Hash, folder: str) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(".py"):
            about = entry.stat()
            found.update(f"{entry.name} {about.st_size} {about.st_mtime_ns}\n".encode())
        elif entry.is_dir() and not entry.name.startswith("__"):
            _add(found, entry.path)
