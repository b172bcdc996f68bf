"""The file of the user's own key: where it is, and read only if nobody else can reach it; with nothing to import."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping

VARIABLE = "BACKOFFICE_IDENTITY"
"""Names an identity *file*; keys themselves are never taken from the environment."""

MAX_BYTES = 64 * 1024
_OTHERS = 0o077


class UnsafeError(Exception):
    """Something other than the one user may have reached an identity file, or it is none."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def default_path(environment: Mapping[str, str]) -> str:
    """Return where the user's identity is: ``$XDG_DATA_HOME/backoffice/identity.txt`` or ``~/.local/share/…``."""
    base = environment.get("XDG_DATA_HOME", "")
    folder = base if os.path.isabs(base) else os.path.join(home(environment), ".local", "share")  # as XDG says
    return os.path.join(folder, "backoffice", "identity.txt")


def home(environment: Mapping[str, str]) -> str:
    """Return the user's home."""
    return environment.get("HOME") or os.path.expanduser("~")


def read(path: str) -> bytes:
    """Return the bytes of an identity file, one more than ``MAX_BYTES`` at most.

    Raises:
        UnsafeError: It is a link or no regular file, others may read or write it, it lies in a git work tree, it
            belongs to another user, or it cannot be read.
        FileNotFoundError: There is none.
    """
    require_outside_work_trees(path)
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        what = "is a link" if error.errno == errno.ELOOP else f"cannot be read: {error.strerror}"
        raise UnsafeError(f"the identity {path} {what}") from None
    try:
        _require_own(os.fstat(fd), path)
        return os.read(fd, MAX_BYTES + 1)
    finally:
        os.close(fd)


def _require_own(found: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise UnsafeError(f"the identity {path} is not a regular file")
    if found.st_uid not in {os.geteuid(), 0}:
        raise UnsafeError(f"the identity {path} belongs to somebody else")
    if found.st_mode & _OTHERS:
        raise UnsafeError(f"others can read or change the identity {path}", hint=f"run `chmod 600 {path}`")


def require_outside_work_trees(path: str, what: str = "an identity") -> None:
    """Refuse ``what`` nobody may commit.

    Raises:
        UnsafeError: naming the work tree around it.
    """
    for folder in _above(os.path.realpath(path)):
        if os.path.exists(os.path.join(folder, ".git")):
            hint = "keep it outside every repository, so that it is never committed"
            raise UnsafeError(f"{what} does not belong in the git work tree {folder}", hint=hint)


def _above(path: str) -> Iterator[str]:
    """Yield the folders around a path, the nearest first."""
    while (folder := os.path.dirname(path)) != path:
        yield (path := folder)
