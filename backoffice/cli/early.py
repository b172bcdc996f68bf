"""What happens before anything is imported: git is asked what has changed, because that takes longest."""

from collections.abc import Sequence


def begin(words: Sequence[str]) -> object:
    """Start ``git status`` for commands that will read the books; return what the books take over."""
    del words
    return None
