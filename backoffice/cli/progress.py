"""A bar for long work: on standard error, at a terminal only, once a second has gone by."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

_PATIENCE = 1.0
_WIDTH = 30


def bar(what: str) -> Callable[[int, int], None] | None:
    """Return what is to be told how many of how many are done; None where nobody looks."""
    if not sys.stderr.isatty():
        return None
    begun = time.monotonic()

    def show(done: int, whole: int) -> None:
        if time.monotonic() - begun < _PATIENCE:
            return
        import shutil

        filled = _WIDTH * done // max(whole, 1)
        line = f"{what} {'█' * filled}{'░' * (_WIDTH - filled)} {done:,} of {whole:,}"
        end = "\r\x1b[K" if done >= whole else ""
        sys.stderr.write(f"\r{line[: shutil.get_terminal_size().columns - 1]}{end}")
        sys.stderr.flush()

    return show
