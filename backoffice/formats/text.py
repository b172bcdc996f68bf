"""From bytes to text: what a file must be before anybody asks what it says.

UTF-8, a byte order mark allowed at the start, LF or CRLF, nothing invisible, no marks of an unfinished merge.
"""

from __future__ import annotations

import re
import unicodedata

from backoffice.formats.faults import (
    CONTROL_CHARACTER,
    MERGE_CONFLICT,
    NOT_UTF8,
    TOO_LARGE,
    UnreadableError,
)

BOM = "\ufeff"
MAX_BYTES = 16 * 1024 * 1024
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Controls but tab and line ends, bidirectional controls, line separators, surrogates, non-characters."""

_VISIBLE_ASCII = bytes({9, 10, 13, *range(32, 127)})
_LONE_RETURN = re.compile(r"\r(?!\n)")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
_DIVIDER = re.compile(r"^={7}\r?$", re.MULTILINE)
_NAMES = {
    "\x00": "NUL",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
    BOM: "BYTE ORDER MARK",
}


def text_of(raw: bytes) -> str:
    """Return the text of a file, without its byte order mark and with its own line ends.

    Raises:
        UnreadableError: naming the first byte, character or line that no record may have.
    """
    if len(raw) > MAX_BYTES:
        raise UnreadableError(TOO_LARGE, f"the file has {len(raw):,} bytes; {MAX_BYTES:,} are allowed")
    try:
        text = raw.decode().removeprefix(BOM)
    except UnicodeDecodeError as error:
        raise _not_utf8(raw, error.start) from None
    others = raw.translate(None, _VISIBLE_ASCII)
    if others and CONTROL.search(others.decode()):
        refuse_control(text)
    if b"\r" in raw and (lone := _LONE_RETURN.search(text)):
        raise _invisible(text, lone.start(), "a carriage return without a line feed")
    if ("<<<<<<<" in text or ">>>>>>>" in text or "|||||||" in text) and (mark := _CONFLICT.search(text)):
        raise _unmerged(text, mark.start())
    return text


def refuse_control(text: str) -> None:
    """Refuse text with a character that nobody can see.

    Raises:
        UnreadableError: naming the first one.
    """
    if found := CONTROL.search(text):
        raise _invisible(text, found.start(), f"the invisible character {named(found[0])}")


def refuse_divider(header: str) -> None:
    """Refuse fields with a line ``=======``; below the fields that line underlines a Markdown heading.

    Raises:
        UnreadableError: naming the line.
    """
    if "=======" in header and (mark := _DIVIDER.search(header)):
        raise _unmerged(header, mark.start())


def named(character: str) -> str:
    """Return the number and the name of a character, ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    name = unicodedata.name(character, "") or _NAMES.get(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character of ``text``."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _invisible(text: str, offset: int, what: str) -> UnreadableError:
    line, column = place(text, offset)
    return UnreadableError(CONTROL_CHARACTER, f"{what} is not allowed", line=line, column=column, hint="delete it")


def _unmerged(text: str, offset: int) -> UnreadableError:
    line, column = place(text, offset)
    hint = "decide between the two sides and delete the marks, then `git add` the file"
    return UnreadableError(MERGE_CONFLICT, "unresolved merge", line=line, column=column, hint=hint)


def _not_utf8(raw: bytes, offset: int) -> UnreadableError:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "the file looks like UTF-16: save it as UTF-8"
    else:
        letter = chr(raw[offset])
        old = f"in latin-1 the byte is {letter!r}: save the file as UTF-8"
        hint = old if letter.isprintable() else "this is no text file, or not one in UTF-8"
    before = raw[:offset].decode().removeprefix(BOM)
    line, column = place(before, len(before))
    message = f"byte 0x{raw[offset]:02x} at offset {offset} is not UTF-8"
    return UnreadableError(NOT_UTF8, message, line=line, column=column, hint=hint)
