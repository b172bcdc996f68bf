"""Size and digest of files, read piece by piece; nothing large is ever held."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from backoffice.core.filed import POINTER, FileFacts, pointed_to
from backoffice.workspace.files import PIECE, READ


def facts_of(root: str, path: str) -> FileFacts | None:
    """Return size and SHA-256 of a file of the workspace at ``root``, or (absolute, or in ~) of one outside it.

    None where there is none, where it is no regular file, or where it cannot be read.
    """
    with suppress(OSError, ValueError):
        fd = os.open(place_of(root, path), READ)
        try:
            return _read(fd) if stat.S_ISREG(os.fstat(fd).st_mode) else None
        finally:
            os.close(fd)
    return None


def place_of(root: str, path: str) -> str:
    """Return where on this disk a file is that records name."""
    return os.path.join(root, os.path.expanduser(path) if path.startswith("~/") else path)


def _read(fd: int) -> FileFacts:
    import hashlib

    digest, size, head = hashlib.sha256(), 0, b""
    while piece := os.read(fd, PIECE):
        head = head or piece
        digest.update(piece)
        size += len(piece)
    points_to = pointed_to(head) if size <= POINTER else ""
    return FileFacts(size, digest.hexdigest(), points_to)
