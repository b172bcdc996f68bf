"""Limits that a process puts on itself before it reads what others have made."""

from __future__ import annotations

import resource
from contextlib import suppress

_MOST_FILES = 256
_LARGEST_FILE = 64 << 20


def limit(seconds: int, megabytes: int) -> None:
    """Confine this process: memory, open files, file size, no core dump, and processor time from here on."""
    for what, most in (
        (resource.RLIMIT_AS, megabytes << 20),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError):  # macOS refuses some; the deadline kept by whoever started it holds everywhere
            resource.setrlimit(what, (least, least))
    allow(seconds)


def allow(seconds: int) -> None:
    """Grant so much more processor time; whoever uses it up is killed by the kernel."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    granted = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (granted if hard == resource.RLIM_INFINITY else min(granted, hard), hard))
