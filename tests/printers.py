"""Printing processes that outlive the command that started them: each takes two seconds to learn how to print.

Commands find one that is ready, where a user's start their own. One that met any trouble is not used again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from backoffice.render.limited import Limits, Worker

_start, _leave = Worker._started, Worker.__exit__


class Printers:
    """Processes that wait for their next job."""

    def __init__(self) -> None:
        self._idle: dict[Limits, list[Worker]] = defaultdict(list)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Have workers take their processes from here, and leave them here, while the block runs."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Worker, "_started", lambda worker: self._taken(worker) or _start(worker))
            patch.setattr(Worker, "__exit__", lambda worker, kind, *_: self._left(worker, kind))
            yield

    def _taken(self, worker: Worker) -> object:
        while self._idle[worker._limits]:
            ready = self._idle[worker._limits].pop()
            if ready._process and ready._process.poll() is None:
                worker._folder = ready._folder
                return ready._process
        return None

    def _left(self, worker: Worker, trouble: object) -> None:
        if trouble or worker._process is None:
            _leave(worker)
            return
        ready = Worker(worker._limits)
        ready._process, ready._folder = worker._process, worker._folder
        worker._process = worker._folder = None
        self._idle[worker._limits].append(ready)

    def end(self) -> None:
        """End all processes."""
        for each in (worker for workers in self._idle.values() for worker in workers):
            _leave(each)
