"""Secrets as files that were never written: named pipes, filled anew for everyone who opens one."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from backoffice.cli.secret import memory
from backoffice.core.errors import RefusedError
from backoffice.vault.secret import Secret

_PAUSE = 0.01
_MOMENT = 0.1
"""Seconds in which a pipe is closed, unless somebody holds it open and does not read."""


@contextmanager
def served(environment: Mapping[str, str], secrets: Mapping[str, Secret]) -> Iterator[dict[str, str]]:
    """Yield a path by name; whoever reads one gets the secret, as often as they like, until the block ends."""
    over = threading.Event()
    with _folder(environment) as folder:
        paths = {name: folder / name for name in secrets}
        for path in paths.values():
            os.mkfifo(path, 0o600)
        serving = [
            threading.Thread(target=_serve, args=(paths[name], secrets[name], over), daemon=True) for name in paths
        ]
        for each in serving:
            each.start()
        try:
            yield {name: str(path) for name, path in paths.items()}
        finally:
            over.set()
            for each in serving:  # or one could put a new pipe into the folder while it is removed
                each.join(_MOMENT)


@contextmanager
def _folder(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield a folder in memory where there is one: a FIFO holds nothing, so a disk will do too."""
    try:
        with memory.folder(environment) as folder:
            yield folder
            return
    except RefusedError:
        pass
    with memory.folder(environment, on_disk=True) as folder:
        yield folder


def _serve(path: Path, secret: Secret, over: threading.Event) -> None:
    content = secret.reveal().encode()
    while not over.is_set():
        try:
            fd = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno != errno.ENXIO:  # ENXIO: nobody has it open for reading
                return
            time.sleep(_PAUSE)
            continue
        with suppress(OSError):  # a reader who went away, or the end
            _renew(path)
            os.set_blocking(fd, True)
            _write(fd, content)
        os.close(fd)


def _renew(path: Path) -> None:
    """Put another pipe in the place of one that found its reader, so that nobody gets the secret twice in one go."""
    fresh = path.with_name(f".{path.name}")
    os.mkfifo(fresh, 0o600)
    fresh.replace(path)


def _write(fd: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]
