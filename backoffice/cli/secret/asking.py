"""Secrets typed by a person: at a terminal, without an echo, and never waited for where nobody is."""

from __future__ import annotations

import getpass
import os
import sys

from backoffice.cli import output
from backoffice.core.errors import RefusedError, UsageError
from backoffice.vault.secret import Secret

MAX_STDIN = 1 << 20


def reachable() -> bool:
    """Tell whether there is a person at a terminal to type a secret, even while standard input is a pipe."""
    if not sys.stderr.isatty():
        return False
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def typed(question: str) -> Secret:
    """Return what a person types without an echo."""
    return Secret(getpass.getpass(f"{question}: "))


def passphrase(path: str) -> Secret | None:
    """Return the passphrase of an identity file; None where nobody can be asked."""
    return typed(f"Passphrase of {path}") if reachable() else None


def twice(question: str) -> Secret:
    """Return a new secret that was typed twice.

    Raises:
        RefusedError: The two differ, or nothing was typed.
    """
    first = typed(question)
    if not first:
        raise RefusedError("nothing was typed")
    if typed(f"{question}, again") != first:
        raise RefusedError("the two differ; nothing was written", hint="type it again")
    return first


def given(question: str, *, stdin: bool) -> Secret:
    """Return a new secret: all of standard input without its last line end, or typed twice at a terminal.

    Raises:
        UsageError: It is on standard input by no option, and nobody is there to type it.
        RefusedError: Standard input is empty, too long, or no UTF-8.
    """
    if stdin:
        return from_stdin()
    if not reachable():
        raise UsageError("nobody is here to type it", hint="pipe it in with --stdin; a secret is never an argument")
    return twice(question)


def from_stdin() -> Secret:
    """Return all of standard input without its last line end.

    Raises:
        RefusedError: It is empty, too long, or no UTF-8.
    """
    raw = stdin_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise RefusedError("standard input is no UTF-8 text") from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise RefusedError("standard input is empty; nothing was written")
    return Secret(text)


def stdin_bytes() -> bytes:
    """Return all of standard input, which may be a megabyte.

    Raises:
        RefusedError: It is longer.
    """
    stream = getattr(sys.stdin, "buffer", None)
    raw = stream.read(MAX_STDIN + 1) if stream else sys.stdin.read(MAX_STDIN + 1).encode()
    if len(raw) > MAX_STDIN:
        raise RefusedError(f"standard input is longer than {MAX_STDIN:,} bytes")
    return bytes(raw)


def agreed(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be taken back.

    Raises:
        UsageError: Nobody is here to agree, and --yes does not.
        click.Abort: when the answer is no.
    """
    if yes:
        return
    import click

    from backoffice.cli import prompts
    from backoffice.render.text import visible

    if not prompts.present():
        raise UsageError("nobody is here to agree", hint="say --yes")
    output.flush()
    click.confirm(visible(question), default=False, abort=True)
