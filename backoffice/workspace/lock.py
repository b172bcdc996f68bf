"""One writer at a time: a lock on the repository that its holder's death releases."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from backoffice.workspace.place import Place
from backoffice.workspace.refusal import refusal

NAME = "backoffice.lock"
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
PATIENCE = 10.0
"""Seconds to wait for another command."""

_held: dict[tuple[int, str], int] = {}


@contextmanager
def holding(place: Place, command: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of the repository while the block runs; a block inside such a block just runs.

    Args:
        place: The workspace; all work trees of its repository share one lock.
        command: What the holder does, told to whoever waits.
        patience: Seconds to wait.

    Raises:
        RefusedError: Another command, named in the message, held it all the time, or there is no repository.
    """
    path = _path(place)
    key = (os.getpid(), path)
    if key in _held:
        yield
        return
    with _plainrefusal():
        fd = _acquire(path, command, patience)
        _held[key] = fd
        try:
            yield
        finally:
            del _held[key]
            os.close(fd)


@contextmanager
def _plainrefusal() -> Iterator[None]:
    """Whatever the disk does to a writer is told in one line."""
    try:
        yield
    except OSError as error:
        from backoffice.core.errors import OutputError

        if isinstance(error, (BrokenPipeError, OutputError)):  # whoever reads our output has gone, or has no room
            raise
        says = error.strerror or error
        if error.errno in _CLOSED:
            hint = "is it mounted read-only, or does it belong to somebody else?"
            raise refusal(f"the workspace cannot be written: {says}", hint) from error
        hint = "when the disk is well again, repeat the command; what was begun is finished by it"
        raise refusal(f"the disk failed: {says}", hint) from error


def _path(place: Place) -> str:
    if place.common_dir is None:
        raise refusal(
            "this workspace is not in a git repository, so nothing can be written", "make it one with `git init`"
        )
    return os.path.join(place.common_dir, NAME)


def _acquire(path: str, command: str, patience: float) -> int:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        _wait(fd, path, patience)
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()} {command}\n".encode("utf-8", "replace"), 0)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _wait(fd: int, path: str, patience: float) -> None:
    until = time.monotonic() + patience
    pause = 0.005
    while not _locked(fd):
        if time.monotonic() >= until:
            raise refusal(
                f"another command is writing: {_holder(fd)}", f"let it finish, or stop it; the lock is {path}"
            )
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)


def _locked(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(fd: int) -> str:
    pid, _, command = os.pread(fd, 4096, 0).decode("utf-8", "replace").strip().partition(" ")
    seconds = (time.time_ns() - os.fstat(fd).st_mtime_ns) // 1_000_000_000
    return f"{command or 'unknown'} (process {pid or 'unknown'}, for {seconds} s)"
