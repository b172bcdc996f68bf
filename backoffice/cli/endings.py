"""How a command ends: the one place where errors become messages and exit codes.

0 fine · 1 refused, or problems found · 2 the words are wrong · 3 our own fault · 130 interrupted
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence

import click

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.main import root
from backoffice.core.errors import BackofficeError
from backoffice.workspace.index.ahead import Ahead

REFUSED, USAGE, OURS = 1, 2, 3
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EBADF})
"""Failures of the disk that a text is written to, which are not ours."""


def run(words: Sequence[str], begun: Ahead | None = None) -> int:
    """Run one command and return its exit code."""
    output.settle()
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is slow to import
    except FileNotFoundError:
        output.complain(
            "backoffice: error: the folder you are in is gone", "backoffice: hint: `cd` to one that is there"
        )
        return REFUSED
    session = Session(os.environ, here, begun)
    try:
        return _run(session, words)
    except BrokenPipeError:  # nobody reads what was wrong
        output.hush()
        return REFUSED
    except OSError as fault:  # what was wrong could not be written either
        return _failed(session, words, fault)
    finally:
        session.close()


def _run(session: Session, words: Sequence[str]) -> int:
    try:
        code = root.main(_helped(words), prog_name="backoffice", standalone_mode=False, obj=session)
        output.flush()
    except (BrokenPipeError, SystemExit):  # the second is what click makes of the first
        output.hush()
        return 0
    except (KeyboardInterrupt, click.Abort):
        output.complain("backoffice: interrupted")
        return output.INTERRUPTED
    except BackofficeError as error:
        return _refused(session, error)
    except click.exceptions.NoArgsIsHelpError as asked:
        output.text(asked.format_message())
        output.flush()
        return USAGE
    except click.ClickException as error:
        return _misworded(error)
    except Exception as fault:  # noqa: BLE001 - the last resort: a plain line, and everything else in a file
        return _failed(session, words, fault)
    return code if isinstance(code, int) else 0


def _helped(words: Sequence[str]) -> list[str]:
    """Return the words of a command line; ``help invoice issue`` asks what ``invoice issue --help`` does."""
    return [*words[1:], "--help"] if words[:1] == ["help"] else list(words)


def _refused(session: Session, error: BackofficeError) -> int:
    found = list(error.diagnostics)
    if any(each.about for each in found):  # `init` has findings, and no workspace yet in which to look for fields
        found = session.workspace.placed(found)
    if session.form == "json":
        failure = {"data": None, "error": error.message, "hint": error.hint or None}
        output.envelope(session, failure, diagnostics=found)
        output.flush()
    output.diagnostics(found)
    if error.message in {each.message for each in found}:  # it is said already, with its place and its hint
        return error.exit_code
    output.complain(f"backoffice: error: {error.message}")
    if error.hint:
        output.complain(f"backoffice: hint: {error.hint}")
    return error.exit_code


def _misworded(error: click.ClickException) -> int:
    whole = " ".join(error.format_message().replace("'[", "'").replace("]'", "'").split())
    message, _, near = whole.replace("(Did you mean one of: ", "Did you mean ").partition("Did you mean ")
    output.complain(f"backoffice: error: {message[:1].lower()}{message[1:].rstrip('. ')}")
    context = getattr(error, "ctx", None)
    if near:
        output.complain(f"backoffice: hint: did you mean {' or '.join(near.rstrip('?)').split(', '))}?")
    elif isinstance(context, click.Context):
        output.complain(f"backoffice: hint: {context.command_path} --help")
    return USAGE


def _failed(session: Session, words: Sequence[str], fault: Exception) -> int:
    """Tell of a full disk, to which the answer may have been sent, and of words that are no text; else it is ours."""
    if isinstance(fault, OSError) and fault.errno in _DISK:
        output.hush()
        output.complain(f"backoffice: error: the output could not be written: {fault.strerror}")
        output.complain("backoffice: hint: make room where it goes, and repeat the command")
        return REFUSED
    garbled = [word for word in words if any("\ud800" <= letter <= "\udfff" for letter in word)]
    if isinstance(fault, UnicodeEncodeError) and garbled:
        output.complain(f"backoffice: error: {garbled[0]} is not UTF-8 text")
        output.complain("backoffice: hint: type it in a terminal that speaks UTF-8, or put it into the file yourself")
        return USAGE
    return _crashed(session, fault)


def _crashed(session: Session, fault: Exception) -> int:
    if session.environment.get("BACKOFFICE_DEBUG"):
        raise fault
    from backoffice.cli.crash import report

    output.complain(f"backoffice: this is our fault, not yours: {type(fault).__name__}: {fault}")
    output.complain(f"backoffice: hint: please send us {report(session.environment, session.command, fault)}")
    return OURS
