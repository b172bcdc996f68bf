"""JSON of our own, written and read by the half of the standard library's that is written in C.

The other half compiles patterns when it is imported, which takes longer than to read what a warm answer needs.
"""

from __future__ import annotations

from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner
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
_write = make_encoder(None, None, encode_basestring, None, ":", ",", False, False, True)  # type: ignore[arg-type]  # noqa: FBT003


def parsed(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """Return the value that ``written`` wrote.

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


def written(value: object) -> str:
    """Return a value as JSON: texts, numbers, truths and nothing, in lists, tuples and mappings with texts as names."""
    return "".join(_write(value, 0))


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list in JSON, of which every character is ASCII: names of files may be no Unicode."""
    return f"[{','.join(map(encode_basestring_ascii, texts))}]"
