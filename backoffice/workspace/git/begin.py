"""Ask git what has changed before anything else is imported; ``status.answer`` reads the answer when it is needed."""

from __future__ import annotations

from backoffice.workspace.git.call import Running, installed, start
from backoffice.workspace.place import Place

WORDS = (
    *("status", "--porcelain=v2", "--branch", "--no-ahead-behind", "-z"),
    *("--untracked-files=normal", "--ignore-submodules=all", "--no-renames", "--", "."),
)


def begin_status(place: Place) -> Running | None:
    """Start asking git how the work tree stands.

    None where there is no repository or no git: then every file has to be looked at.

    Raises:
        RefusedError: The repository's settings could run programs and are not trusted.
    """
    return start(place, *WORDS) if place.git_dir and installed() else None
