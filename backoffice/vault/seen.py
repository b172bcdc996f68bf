"""The files outside the repository in which this machine remembers what it has seen; see ``pins``."""

from __future__ import annotations

import os
from contextlib import suppress

RECIPIENTS = "recipients.yaml"
"""The bytes of ``secrets/recipients.yaml`` that were accepted last."""


def path_of(folder: str, name: str) -> str:
    """Return the path of one of them; ``folder`` is the user's state folder for the workspace."""
    return os.path.join(folder, "vault", name)


def read(folder: str, name: str) -> bytes | None:
    """Return what a file says; None where there is none."""
    try:
        with open(path_of(folder, name), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(folder: str, name: str, content: bytes) -> None:
    """Write a file, atomically, for nobody else to read."""
    path = path_of(folder, name)
    waiting = path_of(folder, f".{name}.{os.getpid()}")
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        _fill(waiting, content)
        os.replace(waiting, path)
    except OSError:
        with suppress(OSError):
            os.unlink(waiting)
        raise


def _fill(path: str, content: bytes) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(fd, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
