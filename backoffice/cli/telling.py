"""A whole answer printed at once, without importing anything to do so."""

import os
import sys


def told(text: str, beside: str = "") -> int:
    """Print a text, and another beside it where it gets into no pipe; return the exit code.

    Nobody has to read either to the end.

    Raises:
        OSError: It cannot be written.
    """
    if settle := getattr(sys.stdout, "reconfigure", None):
        settle(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if beside:
        remarked(beside)
    return 0


def remarked(text: str) -> None:
    """Print a text beside the answer; whoever does not read it cannot be told of it."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        return
