"""JSON that we have written ourselves, read by the half of the standard library's that is written in C.

The other half compiles patterns when it is imported, which takes longer than to read what a warm answer needs.
"""

from __future__ import annotations

from _json import encode_basestring_ascii, make_scanner
from collections.abc import Iterable

from backoffice.core.hints import Any


class _AsUsual:
    """What ``json.loads`` tells the scanner where nobody says otherwise."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


_scan = make_scanner(_AsUsual)  # type: ignore[arg-type]


def parsed(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """Return the value that ``json.dumps`` wrote.

    Raises:
        ValueError: for anything else.
    """
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        value, end = None, -1
    if end != len(text):
        raise ValueError("this is not our JSON")
    return value


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list in JSON."""
    return f"[{','.join(map(encode_basestring_ascii, texts))}]"
