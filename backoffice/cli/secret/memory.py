"""A folder in memory for what an editor must see: on tmpfs, for this user alone, gone at the end."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from backoffice.core.errors import RefusedError

_TMPFS = frozenset({0x01021994, 0x858458F6})
"""What statfs(2) says of tmpfs and ramfs."""


@contextmanager
def folder(environment: Mapping[str, str], *, on_disk: bool = False) -> Iterator[Path]:
    """Yield a new folder with mode 0700 in memory, or (``on_disk``) wherever temporary files go.

    Raises:
        RefusedError: There is no memory to write files to.
    """
    parent = None if on_disk else _parent(environment)
    made = Path(tempfile.mkdtemp(prefix="backoffice-", dir=parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _parent(environment: Mapping[str, str]) -> Path:
    for name in (environment.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):  # noqa: S108 - what is made there is private
        if name and os.access(name, os.W_OK) and is_memory(name):
            return Path(name)
    hint = "--on-disk does it all the same, and leaves clear text where it may be found"
    raise RefusedError("there is no folder in memory here for clear text", hint=hint)


def is_memory(path: str) -> bool:
    """Tell whether a folder is in memory, by the type of its file system."""
    if sys.platform != "linux":
        return False
    buffer = (ctypes.c_long * 32)()
    if ctypes.CDLL(None).statfs(os.fsencode(path), ctypes.byref(buffer)):
        return False
    return buffer[0] & 0xFFFFFFFF in _TMPFS
