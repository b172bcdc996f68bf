"""Files that a command writes where the user says; they are no part of the books, and no commit holds them."""

from __future__ import annotations

import os
from pathlib import Path

from backoffice.core.errors import RefusedError


def before(file: Path) -> bytes | None:
    """Return what a file holds; None where there is none.

    Raises:
        RefusedError: when it cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}") from None


def written(file: Path, content: bytes) -> Path:
    """Write a file whole: readers see the old content or the new one. One that holds it already stays untouched.

    Raises:
        RefusedError: when it cannot be written.
    """
    if before(file) == content:
        return file
    made = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        made.write_bytes(content)
        made.replace(file)
    except OSError as error:
        made.unlink(missing_ok=True)
        raise RefusedError(f"{file} cannot be written: {error.strerror}") from None
    return file
