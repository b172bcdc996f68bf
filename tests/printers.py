"""Processes that outlive the command that started them: each takes a second or two to learn its work.

Commands find one that is ready, where a user's start their own. One that met any trouble is not used again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from backoffice.formats.confined import Confined

_start, _leave = Confined._started, Confined.__exit__


class Printers:
    """Processes that print or read, and wait to be asked again."""

    def __init__(self) -> None:
        self._idle: dict[object, list[Confined]] = defaultdict(list)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Have processes taken from here, and left here, while the block runs."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Confined, "_started", lambda wanted: self._taken(wanted) or _start(wanted))
            patch.setattr(Confined, "__exit__", lambda used, kind, *_: self._left(used, kind))
            yield

    def _taken(self, wanted: Confined) -> object:
        waiting = self._idle[wanted.module, wanted.limits]
        while waiting:
            ready = waiting.pop()
            if ready._process and ready._process.poll() is None:
                wanted._folder = ready._folder
                return ready._process
        return None

    def _left(self, used: Confined, trouble: object) -> None:
        if trouble or used._process is None:
            _leave(used)
            return
        ready = Confined(used.module, used.limits)
        ready._process, ready._folder = used._process, used._folder
        used._process = used._folder = None
        self._idle[used.module, used.limits].append(ready)

    def end(self) -> None:
        """End all processes."""
        for each in (process for waiting in self._idle.values() for process in waiting):
            _leave(each)
