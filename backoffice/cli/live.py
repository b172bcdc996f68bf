"""`find --interactive`: what is found, while it is being typed."""

from __future__ import annotations

import os
import sys
import termios
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from backoffice.cli import output, prompts
from backoffice.cli.context import Session
from backoffice.cli.seeking import Answer, answer_of
from backoffice.core.asked import asked
from backoffice.core.errors import RefusedError, UsageError
from backoffice.core.record import Record
from backoffice.render.text import visible

_HEAD = 3
"""Lines that are not results: the question, a rule, and one for notes."""
_KEYS = {b"\x1b[A": "up", b"\x1b[B": "down", b"\x1bOA": "up", b"\x1bOB": "down"}
_NAMED = {b"\r": "enter", b"\n": "enter", b"\x7f": "back", b"\x08": "back", b"\x15": "clear"}
_QUIT = {b"\x03", b"\x04"}


def run(session: Session, text: str, *, show: bool) -> int:
    """Show what is found for a text that grows; Enter opens or prints the chosen record, Esc ends.

    Raises:
        RefusedError: where there is no terminal to type at.
    """
    if not prompts.present() or session.environment.get("TERM", "dumb") == "dumb":
        raise RefusedError("there is no terminal to type at", hint="backoffice find WORDS needs none")
    with _raw():
        chosen = _typed(session, text)
    if chosen is None:
        return 0
    if show:
        from backoffice.cli.opening import open_record

        open_record(session, chosen)
    else:
        output.say(f"{chosen.ref}  {chosen.title}", chosen.where.path)
    return 0


def _typed(session: Session, text: str) -> Record | None:
    at, answer = 0, _answer(session, text)
    while True:
        at = max(min(at, len(answer.records) - 1), 0)
        _draw(text, answer, at)
        key = _key()
        if key == "quit":
            return None
        if key == "enter":
            return answer.records[at] if answer.records else None
        if key in {"up", "down"}:
            at += 1 if key == "down" else -1
            continue
        text = {"back": text[:-1], "clear": ""}.get(key, text + key if len(key) == 1 else text)
        at, answer = 0, _answer(session, text)


def _answer(session: Session, text: str) -> Answer:
    wanted = asked(text)
    if not wanted:
        return Answer([], [], ["type words, or filters such as kind:contract"])
    try:
        answer = answer_of(session, session.books, wanted, output.window().lines - _HEAD)
        return answer if answer.rows else answer._replace(notes=["nothing found"])
    except UsageError as wrong:  # half a filter, most often
        return Answer([], [], [wrong.message])


def _draw(text: str, answer: Answer, at: int) -> None:
    width = output.window().columns - 1
    lines = [f"find: {visible(text)}", "─" * width]
    for number, (ref, title, where, _) in enumerate(answer.rows):
        line = visible(f"{ref}  {title}  {where}")[: width - 2]
        lines.append(f"\x1b[7m> {line}\x1b[0m" if number == at else f"  {line}")
    lines += [f"\x1b[2m{visible(note)[:width]}\x1b[0m" for note in answer.notes[:1]]
    column = len(lines[0]) + 1
    output.raw(["\x1b[H\x1b[2J", "\r\n".join(lines), f"\x1b[1;{column}H"])
    output.flush()


def _key() -> str:
    """Return the next key: a letter, or the name of one that is none."""
    piece = os.read(sys.stdin.fileno(), 1)
    if piece == b"\x1b":
        piece += _rest()
        return _KEYS.get(piece, "quit" if piece == b"\x1b" else "other")
    if not piece or piece in _QUIT:
        return "quit"
    if piece in _NAMED:
        return _NAMED[piece]
    while len(piece) < 4 and _is_cut(piece):  # noqa: PLR2004 - UTF-8 has at most four bytes
        piece += os.read(sys.stdin.fileno(), 1)
    letter = piece.decode("utf-8", "replace")
    return letter if letter.isprintable() else "other"


def _is_cut(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _rest() -> bytes:
    """Return what follows an escape at once: the rest of the code of a key (ECMA-48, 5.4)."""
    import select

    code = b""
    while not code[1:] or not (code[-1:].isalpha() or code.endswith(b"~")):
        ready: Sequence[int] = select.select([sys.stdin.fileno()], [], [], 0.02)[0]
        if not ready:
            break
        code += os.read(sys.stdin.fileno(), 1)
    return code


@contextmanager
def _raw() -> Iterator[None]:
    """Take keys as they are pressed, on a screen of our own."""
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    tty.setraw(fd)
    output.raw(["\x1b[?1049h"])
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
        output.raw(["\x1b[?1049l"])
        output.flush()
