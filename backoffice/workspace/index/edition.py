"""The edition of the tool: what must be the same for two processes to understand one database."""

from __future__ import annotations

import os
import zlib

import backoffice

ROOMS = ("core", "kinds", "formats", "workspace")
"""Packages that decide what a file says and how the index stores it."""
ALL = (*ROOMS, "checks", "reports", "automation", "render", "cli")
"""Packages that decide what is answered."""


def edition(rooms: tuple[str, ...] = ROOMS) -> str:
    """Return a digest of the version and of the very code that reads records, or of that in these rooms.

    An edit of the code, or another installation of another age, has a database of its own, and none of them touches
    that of another. Only where code is edited, beside its project's file, is every module looked at.
    """
    code = [
        line
        for home in backoffice.__path__
        for line in (_edited(home, rooms) if _is_project(home) else _installed(home))
    ]
    return f"{backoffice.__version__}-{zlib.crc32(''.join(code).encode()):08x}"


def _is_project(home: str) -> bool:
    return os.path.exists(os.path.join(os.path.dirname(home), "pyproject.toml"))


def _installed(home: str) -> list[str]:
    about = os.stat(os.path.join(home, "__init__.py"))
    return [f"{home} {about.st_mtime_ns}"]


def _edited(home: str, rooms: tuple[str, ...]) -> list[str]:
    return [line for room in rooms for line in _files(os.path.join(home, room))]


def _files(folder: str) -> list[str]:
    """Return name, size and time of change of every module below a folder."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
    lines = []
    for entry in entries:
        if entry.name.endswith(".py"):
            about = entry.stat()
            lines.append(f"{entry.name} {about.st_size} {about.st_mtime_ns}\n")
        elif entry.is_dir() and not entry.name.startswith("__"):
            lines += _files(entry.path)
    return lines
