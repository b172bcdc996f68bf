"""The only code that prints. Everything that comes from records passes through ``visible``, messages too."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from backoffice.cli.context import Session
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic
from backoffice.core.errors import OutputError, UsageError
from backoffice.core.hints import Any, Self, TypeVar
from backoffice.core.named import NamedTuple
from backoffice.core.report import Report, Table
from backoffice.render import show
from backoffice.render.text import visible

T = TypeVar("T")
INTERRUPTED = 130
"""Exit code of a command that was interrupted, as shells have it: 128 and the number of SIGINT."""


def form_of(session: Session) -> str:
    """Return the format asked for; else a table for a person, plain text for a pipe."""
    return session.form or ("table" if sys.stdout.isatty() else "plain")


def say(*said: str) -> None:
    """Print lines of an answer."""
    raw([lines(said)])


def folded(sentence: str) -> list[str]:
    """Return text as lines that fit the window of a person, broken between words; a pipe gets it whole."""
    from textwrap import wrap

    return wrap(sentence, window().columns) if sys.stdout.isatty() else [sentence]


def text(several_lines: str) -> None:
    """Print text of several lines, such as a diff."""
    say(*several_lines.splitlines())


def complain(*said: str) -> None:
    """Print lines about the answer where they do not get into a pipe."""
    for stream, text in ((sys.stdout, ""), (sys.stderr, lines(said))):
        try:
            stream.write(text)
            stream.flush()
        except OSError:  # whoever does not read what is complained about cannot be told of it
            continue


def lines(said: Iterable[str]) -> str:
    """Return lines as they are printed, safe to look at."""
    return "".join(f"{visible(line)}\n" for line in said)


def diagnostics(found: Iterable[Diagnostic]) -> None:
    """Print located findings and their hints beside the answer."""
    complain(*(line for each in found for line in located(each)))


def located(each: Diagnostic) -> Iterator[str]:
    """Yield the lines of one finding."""
    yield str(each)
    if each.hint:
        yield f"backoffice: hint: {each.hint}"


class Unread(NamedTuple):
    """How many records could not be read, and the errors behind that."""

    number: int = 0
    errors: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, books: Books) -> Self:
        """Return what of the books could not be read; nothing where every file was."""
        count = books.unreadable
        return cls(count, tuple(each for each in books.problems if each.severity == "error") if count else ())


def ask(session: Session, build: Callable[[Books], Report]) -> int:
    """Ask the books for a small report while git is still looking, and print it."""

    def question(books: Books) -> tuple[Report, Unread]:
        return complete(build(books)), Unread.of(books)

    return answer(session, *session.ask(question))


def complete(report: Report) -> Report:
    """Return the report with all its rows at hand."""
    return report._replace(tables=tuple(_complete(table) for table in report.tables))


def _complete(table: Table) -> Table:
    rows = list(table.rows)
    return table._replace(rows=rows, totals=list(table.totals))


def answer(session: Session, report: Report, unread: Unread = Unread()) -> int:  # noqa: B008 - a frozen value
    """Print a report in the format asked for, and return the exit code: 1 when records were unreadable."""
    if session.form == "json":
        from backoffice.render.to_json import members

        envelope(session, members(report), diagnostics=unread.errors)
    else:
        shown(session, report)
    return below(session, unread)


def shown(session: Session, report: Report) -> None:
    """Print a report in any format but JSON."""
    page(drawn(session, report))


def drawn(session: Session, report: Report) -> Iterator[str]:
    """Return a report as it is printed, in any format but JSON."""
    form = form_of(session)
    if form == "table":
        return iter(show(report, form, width=window().columns, colour=colourful(session)))
    return iter(show(report, form))


def below(session: Session, unread: Unread) -> int:
    """Say below an answer how many records are not in it, and return the exit code."""
    if not unread.number:
        return 0
    if session.form != "json":
        diagnostics(unread.errors)
    complain(f"backoffice: {unread.number} record{'s' * (unread.number != 1)} unreadable")
    return 1


def envelope(session: Session, members: dict[str, Any], *, diagnostics: Sequence[Diagnostic] = ()) -> None:
    """Print the JSON envelope with these members (``data`` among them)."""
    from backoffice.render.to_json import stream

    raw(stream(enveloped(session, members, diagnostics)))
    raw(["\n"])


def enveloped(session: Session, members: dict[str, Any], found: Sequence[Diagnostic]) -> dict[str, Any]:
    """Return the envelope of every JSON answer."""
    from backoffice.render.to_json import FORMAT

    dated = {"as_of": str(session.as_of)} if session.dated else {}
    head = {"format": FORMAT, "command": session.command, **dated}
    return {**head, **members, "diagnostics": [finding(each) for each in found]}


def raw(pieces: Iterable[str]) -> None:
    """Print text that its writer has made safe.

    Raises:
        OutputError: when it cannot be written.
    """
    _send(sys.stdout.write, pieces)


def _send(write: Callable[[T], object], pieces: Iterable[T]) -> None:
    """Write pieces, and tell a failure of whatever they are written to from one of what makes them."""
    for piece in pieces:
        try:
            write(piece)
        except BrokenPipeError:
            raise
        except OSError as fault:
            raise OutputError(fault.errno, fault.strerror) from fault


def content(whole: bytes) -> None:
    """Print the content of a file, such as a PDF, as it is.

    Raises:
        UsageError: at a terminal, which would take it for orders.
        OutputError: when it cannot be written.
    """
    if sys.stdout.isatty() and b"\0" in whole:
        raise UsageError("this is no text, and nothing for a terminal", hint="send it to a file: > FILE")
    sys.stdout.flush()
    _send(sys.stdout.buffer.write, [whole])


def finding(each: Diagnostic) -> dict[str, Any]:
    """Return a finding as JSON has it."""
    return {
        "path": each.where.path,
        "line": each.where.line or None,
        "column": each.where.column or None,
        "severity": str(each.severity),
        "code": each.code,
        "message": each.message,
        "hint": each.hint or None,
    }


def result(session: Session, lines: Sequence[str], data: dict[str, Any]) -> None:
    """Print what a command has done: sentences for people, the data for programs."""
    if session.form == "json":
        envelope(session, {"data": data})
    else:
        say(*lines)


def colourful(session: Session) -> bool:
    """Tell whether colours are wanted: at a terminal, and NO_COLOR is not set (https://no-color.org)."""
    plain = session.environment.get("NO_COLOR") or session.environment.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def page(pieces: Iterable[str]) -> None:
    """Print text; what is longer than the window of a person goes through $PAGER."""
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        raw(pieces)
        return
    head: list[str] = []
    height = window().lines - 1
    rest = iter(pieces)
    for piece in rest:
        head.append(piece)
        if sum(each.count("\n") for each in head) > height:
            import click

            os.environ.setdefault("LESS", "-FRX")
            click.echo_via_pager(chain(head, rest), color=True)
            return
    raw(head)


def flush() -> None:
    """Send out what is printed so far, so that a broken pipe or a full disk is met here."""
    sys.stdout.flush()


def window() -> os.terminal_size:
    """Return the size of the user's window, as far as it is known."""
    import shutil

    return shutil.get_terminal_size()


def settle() -> None:
    """Make the streams print what they can of any text, instead of failing on it."""
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with suppress(OSError):  # what is still to be written cannot be: met at the end
                stream.reconfigure(errors="backslashreplace")


def hush() -> None:
    """Give up printing where nobody reads any more, or nothing can be written."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
