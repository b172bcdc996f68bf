"""What happens before anything is imported: git is asked what has changed, because that takes longest."""

import os

from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.place import find

READING = frozenset({"list", "show", "path", "status", "due", "report", "check", "export", "find", "timeline"})
"""Words that say that the books will be read as they are now; commands that write read them under the lock."""


def begin(words: list[str]) -> Ahead | None:
    """Start ``git status`` for a command that will read the books; None where none will, or none can.

    What stands in the way (no workspace, no trust) is said later, by whoever needs the books.
    """
    if words and (
        READING.isdisjoint(words) or "secret" in words[:3] or not {"--help", "-h", "--explain"}.isdisjoint(words)
    ):
        return None
    try:
        place = find(os.getcwd(), explicit=named(words), environment=os.environ.get("BACKOFFICE_WORKSPACE", ""))  # noqa: PTH109 - pathlib is not imported yet
        return None if place.unfinished else Ahead(place)
    except Exception:  # noqa: BLE001 - met again, and told, where the books are asked for
        return None


def named(words: list[str]) -> str:
    """Return the folder that ``--workspace`` names; empty where it names none."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--workspace":
            return following
        if word.startswith("--workspace="):
            return word.partition("=")[2]
    return ""
