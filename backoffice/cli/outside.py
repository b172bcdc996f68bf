"""Files that a command writes where the user says; they are no part of the books, and no commit holds them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.vault.shape import ENDING, FOLDER
from backoffice.workspace.place import SETTINGS

_FOLDERS = ("certificates", "inbox", "outbox", "templates", FOLDER)
"""Folders of a workspace in which it keeps what are no records."""

STANDARD = Path("-")
"""Standard output, by the name that it has among files."""


def before(file: Path) -> bytes | None:
    """Return what a file holds; None where there is none, or nothing stays in it.

    Raises:
        RefusedError: when it cannot be read.
    """
    if file == STANDARD or _is_special(file):
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
    if before(file) != content:
        save(file, [content])
    return file


def save(file: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece; until all of them are on the disk, it holds what it held before.

    Raises:
        RefusedError: when it cannot be written, or a workspace would lose what is there.
    """
    try:
        if _is_special(file):
            with file.open("wb") as sink:
                sink.writelines(pieces)
        else:
            _replace(_unclaimed(file), pieces)
    except OSError as error:
        raise RefusedError(f"{file} cannot be written: {error.strerror}") from None


def _is_special(file: Path) -> bool:
    """Tell whether a file is a device or a pipe: it takes what is written, and nothing can be put in its place."""
    return file.exists() and not file.is_file()


def _unclaimed(file: Path) -> Path:
    """Return where a file really lies.

    Raises:
        RefusedError: when it is there, among what a workspace keeps.
    """
    target = Path(os.path.realpath(file))
    root = next((each for each in target.parents if (each / SETTINGS).is_file()), None)
    if root and target.exists() and _is_kept(target.relative_to(root).parts):
        hint = "choose another name; what is there can be deleted first, if nobody needs it"
        raise RefusedError(f"{file} is a file of the workspace, and is not overwritten", hint=hint)
    return target


def _is_kept(parts: tuple[str, ...]) -> bool:
    """Tell whether a path in a workspace is one of its own: a record, a paper, a vault, a template, a setting."""
    from backoffice.workspace.claims import Claims

    claims = Claims.of_kinds()
    if len(parts) == 1:
        return parts[0] in claims.roots or parts[0].startswith(".") or parts[0].endswith(ENDING)
    return parts[0] in {*claims.tops, *_FOLDERS} or parts[0].startswith(".")


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    made = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with made.open("wb") as sink:
            sink.writelines(pieces)
            sink.flush()
            os.fsync(sink.fileno())
        if target.exists():
            made.chmod(target.stat().st_mode)
        made.replace(target)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


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
