"""Many files read by two processes; plain data goes in and comes out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial

from backoffice.workspace.index.progress import Progress
from backoffice.workspace.index.reading import Found, Job, Task, read_all, read_list

MANY = 3000
"""Files from which a second process is worth its start."""
BATCH = 250


def read_files(task: Task, jobs: list[Job], progress: Progress | None) -> Iterator[Found]:
    """Yield every file as it is found, in the order of ``jobs``."""
    found = _together(task, jobs) if len(jobs) >= MANY and _processors() > 1 else read_all(task, jobs)
    for count, each in enumerate(found, start=1):
        yield each
        if progress and (count % BATCH == 0 or count == len(jobs)):
            progress(count, len(jobs))


def _together(task: Task, jobs: list[Job]) -> Iterator[Found]:
    import multiprocessing
    import threading

    batches = [jobs[at : at + BATCH] for at in range(0, len(jobs), BATCH)]
    alone = sys.platform == "linux" and threading.active_count() == 1
    with multiprocessing.get_context("fork" if alone else "spawn").Pool(2) as pool:
        for found in pool.imap(partial(read_list, task), batches):
            yield from found


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
