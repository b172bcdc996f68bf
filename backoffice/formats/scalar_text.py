"""How one text is written as a YAML scalar: plain where that is safe, in quotes, or as a block of lines."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=[\w.]))[^\n\t]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_TIME = re.compile(r"(?<=[0-9]):(?=[0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GUESSED = re.compile(
    r"[-+]?\.?[0-9][0-9_]*(?::[0-9]+)*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?"
    r"|[-+]?0[box][0-9a-f_]+|[-+]?\.inf|\.nan"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t ].*)?"
    r"|~|null|true|false|yes|no|on|off|y|n|=|<<",
    re.IGNORECASE,
)
"""What a YAML 1.1 or 1.2 program takes for a number, a time, nothing, yes or no, or a sign of its own."""
_MARKERS = ("---", "...", "<<<<<<<")


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Tell whether ``text`` without quotes is read back as it is; ``flow``: inside brackets."""
    return (
        _PLAIN.fullmatch(text) is not None
        and ": " not in text
        and " #" not in text
        and text[-1] not in ": "
        and not text.startswith(_MARKERS)
        and not (flow and any(character in ",[]{}:?" for character in re.sub(_TIME, "", text)))
    )


def is_guessed(text: str) -> bool:
    """Tell whether other YAML programs take ``text`` for something else than a text, a number or a date."""
    return _GUESSED.fullmatch(text) is not None and _NUMBER.fullmatch(text) is None and _DATE.fullmatch(text) is None


def canonical(text: str, *, flow: bool = False) -> str:
    """Return the one-line form of ``text`` for new fields: in quotes when we or other programs need them."""
    return text if is_plain(text, flow=flow) and not is_guessed(text) else quoted(text)


def like(text: str, style: str, *, flow: bool) -> str:
    """Return the one-line form of ``text`` in the style of the scalar that it replaces."""
    if style == "'" and "\n" not in text:
        return single_quoted(text)
    return quoted(text) if style == '"' or not is_plain(text, flow=flow) else text


def single_quoted(text: str) -> str:
    """Return a text of one line in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def quoted(text: str) -> str:
    """Return ``text`` in the quotes that need fewer escapes, double ones when both do."""
    if ("\\" in text or '"' in text) and "'" not in text and "\n" not in text:
        return single_quoted(text)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def is_block(text: str) -> bool:
    """Tell whether ``text`` is best written as a block of lines: it has several, none of which is tricky."""
    first, *more = text.split("\n")
    return bool(more and first and not first[0].isspace()) and not any(line.isspace() for line in more)


def block_of(text: str) -> tuple[str, list[str]]:
    """Return the header (``|`` and how it ends) and the lines, not indented, of a text that ``is_block``."""
    if not text.endswith("\n"):
        return "|-", text.split("\n")
    return ("|+" if text.endswith("\n\n") else "|"), text.split("\n")[:-1]
