"""Files that a command writes where the user says; they are no part of the books, and no commit holds them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any

STANDARD = Path("-")
"""Standard output, by the name that it has among files."""


def before(file: Path) -> bytes | None:
    """Return what a file holds; None where there is none.

    Raises:
        RefusedError: when it cannot be read.
    """
    if file == STANDARD:
        return None
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
    if file == STANDARD:
        output.content(content)
        return file
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


def told(session: Session, file: Path, data: Mapping[str, Any], *, opened: bool = False) -> None:
    """Print where a file is, unless it is itself what was printed, and open it where that is asked for."""
    if file == STANDARD:
        return
    output.result(session, [str(file)], dict(data))
    if opened:
        view(file)


def view(file: Path) -> None:
    """Open a file in the viewer."""
    import click

    click.launch(str(file))
