"""A whole answer printed at once, without importing anything to do so."""

import os
import sys


def told(text: str) -> int:
    """Print a text and return the exit code; nobody has to read it to the end.

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
    return 0
