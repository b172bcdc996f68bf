"""Whether there is a file at a path: on the disk, inside the workspace, without following any link."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable


class Presence:
    """Answers for one workspace; remembers the folders on the way."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._folders = {"": True}

    def __call__(self, path: str) -> bool:
        """Tell whether there is a regular file at ``path``."""
        parts = path.split("/")
        if {"", ".", ".."} & set(parts) or parts[0] == ".git":
            return False
        return self._is_folder("/".join(parts[:-1])) and self._mode(path, stat.S_ISREG)

    def _is_folder(self, path: str) -> bool:
        if path not in self._folders:
            above = path.rpartition("/")[0]
            self._folders[path] = self._is_folder(above) and self._mode(path, stat.S_ISDIR)
        return self._folders[path]

    def _mode(self, path: str, sort: Callable[[int], bool]) -> bool:
        try:
            return sort(os.lstat(f"{self._root}/{path}").st_mode)
        except (OSError, ValueError):
            return False


def files_below(root: str, folder: str) -> list[str]:
    """Return the paths of all regular files below a folder of the workspace at ``root``, sorted; links lead nowhere."""
    found = []
    for at, folders, names in os.walk(f"{root}/{folder}"):
        folders[:] = [each for each in folders if each != ".git"]
        inside = os.path.relpath(at, root).replace(os.sep, "/")
        found += [f"{inside}/{name}" for name in names if stat.S_ISREG(os.lstat(f"{at}/{name}").st_mode)]
    return sorted(found)
