"""Other programs that a person works with: the editor. Nothing is locked while it runs."""

from __future__ import annotations

import shlex
import shutil
import subprocess

from backoffice.cli.context import Session
from backoffice.core.errors import RefusedError


def edit(session: Session, path: str) -> None:
    """Open a file of the workspace in the user's editor and wait for it.

    Raises:
        RefusedError: when no editor is named, or it fails.
    """
    named = session.environment.get("VISUAL") or session.environment.get("EDITOR")
    if not named:
        raise RefusedError("no editor is named", hint="set EDITOR, such as EDITOR=nano")
    words = shlex.split(named)
    if not words or shutil.which(words[0]) is None:
        raise RefusedError(f"the editor {named} was not found", hint="set EDITOR to a program that is installed")
    done = subprocess.run([*words, session.workspace.root / path], check=False)
    if done.returncode:
        raise RefusedError(f"the editor {named} ended with {done.returncode}; nothing was committed")
