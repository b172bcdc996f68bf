"""Files of a workspace: regular files under its root and nothing else, read whole and replaced at once."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from backoffice.workspace.refusal import refusal

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
FOLDER = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC
PIECE = 1 << 20
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def read(root: str, path: str) -> bytes | None:
    """Return the content of the file at ``path``; None where there is none.

    Raises:
        RefusedError: The path leads out of the workspace or over a link, or names no regular file.
    """
    with _AbsentIsNone(path), _folder(root, path) as (folder, name):
        fd = os.open(name, READ, dir_fd=folder)
        try:
            _require_regular(os.fstat(fd), path)
            return b"".join(iter(lambda: os.read(fd, PIECE), b""))
        finally:
            os.close(fd)
    return None


def mode(root: str, path: str) -> int | None:
    """Return the permission bits of the file at ``path``; None where there is none; raises as ``read`` does."""
    with _AbsentIsNone(path), _folder(root, path) as (folder, name):
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        _require_regular(found, path)
        return stat.S_IMODE(found.st_mode)
    return None


def write(root: str, path: str, content: bytes) -> None:
    """Make ``content`` the content of the file at ``path``, durably: whoever looks sees the old or the new bytes."""
    stage(root, path, content)
    replace(root, path)


def stage(root: str, path: str, content: bytes) -> None:
    """Write ``content`` durably beside the file at ``path``, for ``replace`` to put in its place."""
    kept = mode(root, path)
    unstage(root, path)
    with _folder(root, path, make=True) as (folder, name):
        fd = os.open(staged(name), CREATE, 0o666, dir_fd=folder)
        try:
            if kept is not None:
                os.fchmod(fd, kept)
            view = memoryview(content)
            while view:
                view = view[os.write(fd, view) :]
            os.fsync(fd)
        finally:
            os.close(fd)


def replace(root: str, path: str) -> None:
    """Put what ``stage`` wrote in the place of the file at ``path``, durably."""
    with _folder(root, path) as (folder, name):
        os.replace(staged(name), name, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)


def unstage(root: str, path: str) -> None:
    """Remove what ``stage`` wrote, if it is still there."""
    with _AbsentIsNone(path), _folder(root, path) as (folder, name):
        os.unlink(staged(name), dir_fd=folder)


def remove(root: str, path: str) -> None:
    """Remove the file at ``path``, durably; fine where there is none."""
    with _AbsentIsNone(path), _folder(root, path) as (folder, name):
        os.unlink(name, dir_fd=folder)
        os.fsync(folder)


def staged(name: str) -> str:
    """Return the name under which new content waits: always the same, so that a crash leaves at most one."""
    return f".{name}.backoffice-new"


def sync_folder(path: str) -> None:
    """Make the names in a folder durable; fine where there is no such folder."""
    try:
        fd = os.open(path, FOLDER)
    except FileNotFoundError:
        return
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def twins(paths: Iterable[str]) -> list[list[str]]:
    """Return groups of paths that a disk which ignores case, or composes letters, would take for one file."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        groups[unicodedata.normalize("NFC", path).casefold()].append(path)
    return [sorted(group) for group in groups.values() if len(group) > 1]


def twin_of(root: str, path: str) -> str | None:
    """Return the path of a file beside ``path`` that differs from it only in case or composition; None without one."""
    with _AbsentIsNone(path), _folder(root, path) as (folder, name):
        found = twins({*os.listdir(folder), name})
        same = [each for group in found if name in group for each in group if each != name]
        return path.removesuffix(name) + same[0] if same else None
    return None


def parts_of(path: str) -> list[str]:
    """Return the names that ``path`` consists of.

    Raises:
        RefusedError: It could lead out of the workspace, into its repository, or cannot be told on one line.
    """
    parts = path.split("/")
    if any(part in {"", ".", ".."} or part.casefold() == ".git" for part in parts):
        raise refusal(f"{path!r} is not a path inside the workspace")
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in path):
        raise refusal(f"{path!r} has control characters", "rename the file")
    return parts


@contextmanager
def _folder(root: str, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
    """Open the folder of ``path`` one name at a time, so that no link on the way is ever followed."""
    *folders, name = parts_of(path)
    fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for each in folders:
            if make:
                _make(fd, each)
            inner = os.open(each, FOLDER, dir_fd=fd)
            os.close(fd)
            fd = inner
        yield fd, name
    finally:
        os.close(fd)


def _make(parent: int, name: str) -> None:
    try:
        os.mkdir(name, dir_fd=parent)
    except FileExistsError:
        return
    os.fsync(parent)


class _AbsentIsNone:
    """Lets a function return None where there is no such file, and refuses what is no regular file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            if error.errno in {errno.ELOOP, errno.ENOTDIR, errno.ENXIO}:
                raise _irregular(self.path) from None
            raise refusal(f"{self.path} cannot be read: {error.strerror}") from error
        return isinstance(error, FileNotFoundError)


def _require_regular(found: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise _irregular(path)


def _irregular(path: str) -> Exception:
    return refusal(f"{path} is not a regular file", "records may not be links, folders or devices")
