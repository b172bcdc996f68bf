"""Other programs that a person works with. Nothing is locked while one runs, and none gets a secret as an argument."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from backoffice.cli.context import Session
from backoffice.core.errors import RefusedError


def edit(session: Session, path: str) -> None:
    """Open a file of the workspace in the user's editor and wait for it.

    Raises:
        RefusedError: when no editor is named, or it fails.
    """
    opened(editor(session), Path(session.workspace.root, path))


def editor(session: Session) -> list[str]:
    """Return the user's editor, as the words that start it.

    Raises:
        RefusedError: when none is named, or it is not installed.
    """
    named = session.environment.get("VISUAL") or session.environment.get("EDITOR")
    if not named:
        raise RefusedError("no editor is named", hint="set EDITOR, such as EDITOR=nano")
    words = shlex.split(named)
    if not words or shutil.which(words[0]) is None:
        raise RefusedError(f"the editor {named} was not found", hint="set EDITOR to a program that is installed")
    return words


def opened(words: Sequence[str], path: Path) -> None:
    """Wait for an editor with a file.

    Raises:
        RefusedError: when it fails.
    """
    done = subprocess.run([*words, path], check=False)
    if done.returncode:
        raise RefusedError(f"the editor {shlex.join(words)} ended with {done.returncode}; nothing was committed")


def view(session: Session, path: str) -> None:
    """Open a file in the viewer of the desktop, and do not wait longer than that takes.

    Raises:
        RefusedError: when there is none, or it fails.
    """
    named = session.environment.get("BACKOFFICE_VIEWER")
    words = shlex.split(named) if named else [next(filter(shutil.which, ("xdg-open", "open")), "")]
    if not words[0] or shutil.which(words[0]) is None:
        hint = "set BACKOFFICE_VIEWER to a program that shows files"
        raise RefusedError(f"there is no viewer for {path}", hint=hint)
    code = subprocess.run([*words, path], check=False).returncode
    if code:
        raise RefusedError(f"the viewer {shlex.join(words)} ended with {code}")


def fed(words: Sequence[str], raw: bytes, *, environment: Mapping[str, str] | None = None) -> int:
    """Give ``raw`` to a program on its standard input, wait, and return its exit code."""
    nothing = subprocess.DEVNULL
    return subprocess.run(words, input=raw, stdout=nothing, stderr=nothing, env=environment, check=False).returncode


def output_of(words: Sequence[str]) -> bytes | None:
    """Return what a program prints; None where it fails."""
    nothing = subprocess.DEVNULL
    done = subprocess.run(words, stdin=nothing, stdout=subprocess.PIPE, stderr=nothing, check=False)
    return done.stdout if done.returncode == 0 else None


def waited(words: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program with our streams and another environment, and return its exit code as a shell does."""
    try:
        code = subprocess.run(words, env=environment, check=False).returncode
    except OSError as error:
        raise RefusedError(f"{words[0]} cannot be run: {error.strerror}") from None
    return code if code >= 0 else 128 - code


def left_running(words: Sequence[str], raw: bytes) -> None:
    """Start a program that lives on without us, with ``raw`` on its standard input and nothing else of ours."""
    child = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    assert child.stdin is not None  # noqa: S101 - it was asked for
    with child.stdin as stdin:
        stdin.write(raw)
    child.returncode = 0  # it is nobody's to wait for
