"""Questions asked again: while no file has changed, what was answered is said once more, and nothing else is imported.

Scripts, prompts and people ask the same few things many times between two changes. An answer is kept until the day ends
for the business; one that failed, or looked into the text of papers, is found anew each time.
"""

from __future__ import annotations

import os
import sys

from backoffice.cli.telling import told
from backoffice.workspace.index import answers
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.answers import Said
from backoffice.workspace.index.edition import ALL, edition
from backoffice.workspace.place import Place

NEVER = 1 << 40
"""When an answer ends that does not depend on the hour."""


def answered(words: list[str], begun: Ahead | None) -> int | None:
    """Say again what was said to ``words``, and return the exit code; None, with nothing said, where it is not known.

    What a terminal shows depends on more than the files: nothing is kept of it.
    """
    if begun is None or sys.stdout.isatty():
        return None
    known = answers.answer_to(begun.place, _question(words))
    if not (known and known.holds and known.stood.is_found(begun) and known.stood.is_confirmed(begun)):
        return None
    try:
        return told(*known.said)
    except OSError:  # met again by the command, and told there
        return None


def keep(place: Place, words: list[str], books: object, said: Said, empty: tuple[str, ...] = ()) -> None:
    """Keep what was answered to ``words`` from the books, if it will be the same while no file changes.

    Args:
        place: The workspace.
        words: The words of the command line.
        books: They are still held as they were found.
        said: What was answered.
        empty: Places at which nothing was found that would have been part of the answer.
    """
    from backoffice.cli import clock
    from backoffice.workspace.index.books import IndexedBooks
    from backoffice.workspace.index.standing_of import standing_of

    if isinstance(books, IndexedBooks) and (stood := standing_of(books, empty)):
        until = NEVER if os.environ.get("BACKOFFICE_TODAY") else clock.midnight(books.settings.timezone)
        answers.keep(place, _question(words), said, stood, until)


def _question(words: list[str]) -> bytes:
    """Return what an answer depends on beside the files and the day: the words, a stated day, and our own code."""
    return os.fsencode("\0".join((*words, os.environ.get("BACKOFFICE_TODAY", ""), edition(ALL))))
