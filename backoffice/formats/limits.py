"""Limits that a process puts on itself before it reads what others have made, and how it is asked.

A question is a line, and whatever the line says comes after it. An answer is a line of JSON, and as many bytes as its
``size`` says. ``confined`` is the other end.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

from backoffice.core.hints import Any, BinaryIO

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


def serve(answer: Callable[[bytes, BinaryIO], tuple[dict[str, Any], bytes]]) -> None:
    """Answer on standard input and output, within the limits that are our arguments.

    ``answer`` gets the line and what comes after it. Whatever else prints goes to standard error.
    """
    seconds, megabytes = (int(each) for each in sys.argv[1:])
    limit(seconds, megabytes)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        for line in sys.stdin.buffer:
            allow(seconds)
            said, content = answer(line, sys.stdin.buffer)
            answers.write(json.dumps(said).encode() + b"\n" + content)
            answers.flush()
