"""Git, asked before anything else: it works while the rest of the program is imported.

Only files it tracks are asked about. Names are known from the folders themselves (see ``folders``), which takes less
time than git's own look and finds ignored files too.
"""

from __future__ import annotations

import os
import time

from backoffice.workspace.git.call import Running, installed, start
from backoffice.workspace.place import Place

STATUS = (
    *("status", "--porcelain=v2", "--branch", "--no-ahead-behind", "-z"),
    *("--untracked-files=no", "--ignore-submodules=all", "--no-renames", "--", "."),
)
FLAGS = ("ls-files", "-v", "-z", "--", ".")
ANY_END = tuple(range(-64, 256))
"""Exit codes and, below zero, signals."""


class Ahead:
    """The state of the work tree, being found out.

    Attributes:
        began: When, in nanoseconds; files changed right before may have changed again without a trace.
        index: Signature of git's index at that time; while it stays, so do the files that git was told not to look at.
    """

    __slots__ = ("_running", "_said", "began", "index", "place")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.began = time.time_ns()
        self.index = _signature(f"{place.git_dir}/index") if place.git_dir else ""
        self._running: Running | None = start(place, *STATUS) if place.git_dir and installed() else None
        self._said: bytes | None = None

    @property
    def ready(self) -> bool:
        """Whether git has answered already, or will not."""
        return self._running is None or self._running.ended

    def said(self) -> bytes | None:
        """Wait for what git says differs from the last commit; None where it says nothing."""
        running, self._running = self._running, None
        if running:
            content = running.output.read()
            self._said = content if running.finish(fine=ANY_END) == 0 else None
        return self._said

    def answer(self) -> object:
        """Wait for git, and return what it said, read: a ``Status``.

        None where it said nothing, so that every file is to be looked at.
        """
        content = self.said()
        if content is None:
            return None
        from backoffice.workspace.git.status import parse

        return parse(content, self.place.prefix)

    def unseen(self) -> list[str]:
        """Return the paths that git was told to believe unchanged, or to leave out of the work tree."""
        lines = start(self.place, *FLAGS).result().decode("utf-8", "surrogateescape").split("\0")
        return [line[2:] for line in lines if line and line[0] != "H"]

    def settle(self) -> None:
        """Let git write down which files it has found unchanged.

        After a clone it would otherwise read, for every command, all files as young as its index.
        """
        from contextlib import suppress

        from backoffice.core.errors import BackofficeError

        with suppress(BackofficeError):
            start(self.place, *STATUS, also={"GIT_OPTIONAL_LOCKS": "1"}).result()

    def abandon(self) -> None:
        """Wait for git without listening: what it says is out of date."""
        running, self._running = self._running, None
        if running:
            running.result(fine=ANY_END)


def _signature(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return ""
    return f"{found.st_mtime_ns}.{found.st_ctime_ns}.{found.st_ino}.{found.st_size}"
