"""The few Markdown forms that the reference is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

BAR = "\\|"
"""A bar inside a cell of a table."""

_SPECIAL = re.compile(r"(`[^`]*`)|([<>*\[\]])")


def plain(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is, but for what stands in backticks."""
    return _SPECIAL.sub(lambda match: match[1] or f"\\{match[2]}", text)


def code(text: str) -> str:
    """Return ``text`` as code."""
    return f"`{text}`"


def anchor(heading: str) -> str:
    """Return the name by which a link finds a heading of plain words."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; nothing for no rows."""
    lines = [f"| {' | '.join(cell.replace('|', BAR) for cell in row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}", *lines]) if lines else ""


def fenced(text: str, language: str) -> str:
    """Return a block of code."""
    return f"```{language}\n{text.rstrip()}\n```"


def page(title: str, *parts: str) -> str:
    """Return a page, or a section of one when ``title`` brings its own hashes."""
    heading = title if title.startswith("#") else f"# {title}"
    return "\n\n".join([heading, *(part.strip("\n") for part in parts if part)]) + "\n"
