"""Failing on purpose: the k-th call of the system fails, or the process dies before, within or after it."""

import errno
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from typing import Any

from backoffice.core.errors import RefusedError

CALLS = ("fchmod", "fsync", "ftruncate", "mkdir", "open", "posix_spawnp", "pwrite", "replace", "unlink", "write")
DIED, DONE, REFUSED = 9, 0, 1


class Fault(StrEnum):
    """What happens at the chosen call."""

    FAILS = "fails"
    DIES_BEFORE = "dies before"
    DIES_WITHIN = "dies within"  # half of the bytes are written; other calls are done whole


def run(work: Callable[[], object], fault: Fault | None = None, at: int = 0) -> int:
    """Do ``work`` in a process of its own with ``fault`` at its call number ``at``; return DONE, REFUSED or DIED."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            with _counted(fault, at):
                work()
            code = DONE
        except RefusedError:
            code = REFUSED
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def calls_of(work: Callable[[], object]) -> list[str]:
    """Do ``work`` here and return the calls it makes."""
    with _counted(None, 0) as made:
        work()
        return made


@contextmanager
def _counted(fault: Fault | None, at: int) -> Iterator[list[str]]:
    made: list[str] = []
    collects = gc.isenabled()
    gc.disable()  # other tests' garbage would call the system too, here or in the process that fails
    whole = {name: getattr(os, name) for name in CALLS}

    def wrap(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            made.append(name)
            if fault and len(made) == at:
                _strike(fault, name, partial(whole[name], **named), arguments)
            return whole[name](*arguments, **named)

        return call

    for name in CALLS:
        setattr(os, name, wrap(name))
    try:
        yield made
    finally:
        for name, function in whole.items():
            setattr(os, name, function)
        if collects:
            gc.enable()


def _strike(fault: Fault, name: str, whole: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    if fault is Fault.FAILS:
        raise OSError(errno.EIO, "Input/output error")
    if fault is Fault.DIES_WITHIN:
        if name in {"write", "pwrite"}:
            arguments = (arguments[0], arguments[1][: len(arguments[1]) // 2], *arguments[2:])
        with suppress(OSError):
            whole(*arguments)
    os._exit(DIED)
