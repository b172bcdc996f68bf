"""Our own programs in git's settings: how it shows and merges vaults. Like ``place``, this imports next to nothing."""

from __future__ import annotations

import sys

ATTRIBUTES = "*.age -text diff=backoffice merge=backoffice"
"""The line of ``.gitattributes`` that gives vaults to our programs; without them git treats vaults as binary files."""


def settings() -> dict[str, str]:
    """Return the local settings of git that name this installation, by absolute path.

    ``-P`` keeps Python from importing what lies in the folder where git starts the program: a workspace. Nothing
    that is shown is ever cached, because git would keep it as an object.
    """
    start = f"{_quoted(sys.executable)} -P -m backoffice secret"
    return {
        "diff.backoffice.textconv": f"{start} textconv",
        "diff.backoffice.cachetextconv": "false",
        "merge.backoffice.name": "vaults of backoffice",
        "merge.backoffice.driver": f"{start} merge-driver %O %A %B %P",
    }


def _quoted(path: str) -> str:
    """Return a path as one word for a shell; most need no quotes, and are not to wait for the library that knows."""
    if path.isascii() and path.translate(_PLAIN).isalnum():
        return path
    from shlex import quote

    return quote(path)


_PLAIN = str.maketrans("/._-", "0000")
"""What a shell takes as it is, beside letters and digits."""


def ours(key: str, value: str) -> bool:
    """Tell whether a line of git's settings is exactly what this installation writes there."""
    return settings().get(key) == value
