"""The beginning of a workspace: its repository and its first commit."""

from __future__ import annotations

import os
from collections.abc import Mapping

from backoffice.core.errors import RefusedError
from backoffice.workspace.applied import Applied
from backoffice.workspace.apply import write
from backoffice.workspace.git.call import installed, run
from backoffice.workspace.git.drivers import install
from backoffice.workspace.git.failure import GitFailedError
from backoffice.workspace.place import SETTINGS, Place


def found(root: str, files: Mapping[str, bytes], *, owner: tuple[str, str] | None = None) -> Applied:
    """Make a workspace of ``files`` in the folder ``root``, in a repository of its own or in the one around it.

    A file that is there already stays as it is. ``owner`` (name, e-mail) signs the commits where git knows nobody.

    Raises:
        RefusedError: There is a workspace already, or git is not installed or knows nobody.
    """
    if not installed():
        raise RefusedError("git is not installed", hint="install git 2.36 or later")
    if os.path.exists(os.path.join(root, SETTINGS)):
        raise RefusedError(f"{root} is a workspace already", hint=f"see {SETTINGS} there")
    there = os.path.exists(root)
    os.makedirs(root, exist_ok=True)
    place = Place(root)
    begun = place.git_dir is None
    if begun:
        place = _repository(place.root)
    try:
        _owned(place, owner)
    except RefusedError:
        if begun:
            _left(place, there=there)
        raise
    install(place)
    new = {path: content for path, content in files.items() if not os.path.lexists(os.path.join(place.root, path))}
    return write(place, new, "Start the books")


def _repository(root: str) -> Place:
    place = Place(root)
    place.top = root
    place.git_dir = place.common_dir = os.path.join(root, ".git")
    run(place, "-c", "init.defaultBranch=main", "init", "--quiet")
    run(place, "config", "core.untrackedCache", "true")
    return Place(root)


def _left(place: Place, *, there: bool) -> None:
    """Leave no repository behind in which nothing was begun, nor a folder that was not there."""
    from shutil import rmtree

    if place.git_dir:
        rmtree(place.git_dir)
    if not there:
        os.rmdir(place.root)


def _owned(place: Place, owner: tuple[str, str] | None) -> None:
    try:
        run(place, "var", "GIT_COMMITTER_IDENT")
    except GitFailedError:
        if owner is None:
            raise RefusedError(
                "git does not know who you are",
                hint='git config --global user.name "Your Name", and user.email with your address',
            ) from None
        for key, value in zip(("name", "email"), owner, strict=True):
            run(place, "config", f"user.{key}", value)
