"""How a secret leaves: on a screen that is wiped, into a pipe that was asked for, into the clipboard; or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.core.errors import RefusedError
from backoffice.render.text import visible
from backoffice.vault.secret import Secret

_OTHER_SCREEN, _FIRST_SCREEN, _CLEAR = "\x1b[?1049h", "\x1b[?1049l", "\x1b[2J\x1b[H"


def require_permission(*, reveal: bool, one: bool = False) -> None:
    """Refuse to print clear text where nobody looks and nobody asked for it; ``one``: it could be copied instead.

    Raises:
        RefusedError: Standard output is no terminal, and --reveal was not said.
    """
    if not reveal and not sys.stdout.isatty():
        raise RefusedError(
            "a secret is shown to a person at a terminal only",
            hint=f"--reveal prints it all the same,{' --clip copies it,' * one} `secret run` gives it to a program",
        )


def value(session: Session, secret: Secret, *, reveal: bool, note: str = "") -> None:
    """Print one secret: to a terminal until a key is pressed, elsewhere as it is, if that was asked for."""
    require_permission(reveal=reveal, one=True)
    if sys.stdout.isatty():
        lines(session, [*secret.reveal().split("\n"), *([note] if note else [])])
    else:
        output.raw([secret.reveal(), "\n"])


def lines(session: Session, several: Sequence[str]) -> None:
    """Show lines on the other screen of the terminal, which keeps no history, until a key is pressed."""
    if session.environment.get("TERM", "dumb") == "dumb":
        output.say(*several)
        output.complain("backoffice: this terminal cannot wipe what it has shown; clear it yourself")
        return
    tty = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        output.flush()
        _shown(tty, [visible(line) for line in several])
    finally:
        os.close(tty)


def _shown(tty: int, several: Sequence[str]) -> None:
    import termios
    import tty as terminal

    before = termios.tcgetattr(tty)
    text = "\r\n".join([*several, "", "— any key wipes this —"])
    try:
        terminal.setcbreak(tty)
        os.write(tty, f"{_OTHER_SCREEN}{_CLEAR}{text}".encode())
        os.read(tty, 64)
    finally:
        os.write(tty, f"{_CLEAR}{_FIRST_SCREEN}".encode())
        termios.tcsetattr(tty, termios.TCSAFLUSH, before)


def copied(session: Session, secret: Secret, what: str) -> None:
    """Put a secret into the clipboard, and have it cleared."""
    from backoffice.cli.secret.clipboard import copy

    seconds = copy(session.environment, secret)
    output.result(session, [f"Copied {what}; the clipboard is cleared in {seconds} seconds."], {"copied": what})
