"""Templates of paths, such as ``invoices/{year}/{id}.md``, as patterns to match paths with."""

from __future__ import annotations

_PLACEHOLDER = r"({\w+})"


def pattern_of(template: str) -> str:
    """Return the regular expression of a template, its placeholders as named groups.

    A placeholder stands for one folder or part of a name and never holds a further dot, so ``X.md`` and
    ``X.void.yaml`` cannot be taken for one another.
    """
    import re

    return "".join(
        f"(?P<{piece[1:-1]}>[^/.]+)" if piece.startswith("{") else re.escape(piece)
        for piece in re.split(_PLACEHOLDER, template)
    )
