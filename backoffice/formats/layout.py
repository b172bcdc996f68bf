"""Where the fields of a file are: between two lines ``---`` in Markdown, everywhere in YAML."""

from __future__ import annotations

import re

from backoffice.core.named import NamedTuple
from backoffice.formats.faults import NO_HEADER, TOO_LARGE, UNCLOSED_HEADER, UnreadableError

MAX_HEADER = 1024 * 1024
_OPENING = re.compile(r"---[ \t]*(\r?\n)")
_CLOSING = re.compile(r"\n---[ \t]*\r?$", re.MULTILINE)


class Layout(NamedTuple):
    """Where a file's fields start and end, and where the text below them starts.

    The fields start with the line end of the opening ``---``, so that their lines count as in the file.
    """

    start: int
    end: int
    body: int


def layout_of(path: str, text: str) -> Layout:
    """Return where the fields of the file at ``path`` are; its name says whether there is a header.

    Raises:
        UnreadableError: when a header is missing, never ends, or is too large.
    """
    if not is_fronted(path):
        return Layout(0, len(text), len(text))
    return header_of(text)


def is_fronted(path: str) -> bool:
    """Tell whether a file of this name has its fields in front of a text."""
    return path.endswith(".md")


def header_of(text: str) -> Layout:
    """Return where the fields in front of a text are.

    Raises:
        UnreadableError: as ``layout_of``.
    """
    opening = _OPENING.match(text)
    if not opening:
        if text.rstrip() == "---":
            raise _unclosed()
        hint = "start the file with a line ---, then the fields, then another line ---"
        raise UnreadableError(NO_HEADER, "the first line should be ---", line=1, column=1, hint=hint)
    closing = _CLOSING.search(text, opening.end() - 1)
    if not closing:
        raise _unclosed()
    end = closing.start() + 1
    if end > MAX_HEADER:
        message = f"the fields take more than {MAX_HEADER:,} characters"
        raise UnreadableError(TOO_LARGE, message, line=1, hint="move text below the fields")
    return Layout(opening.start(1), end, closing.end())


def _unclosed() -> UnreadableError:
    hint = "add a line --- after the last field"
    return UnreadableError(UNCLOSED_HEADER, "the fields never end", line=1, column=1, hint=hint)
