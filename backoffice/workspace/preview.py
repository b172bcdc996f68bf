"""What a change would do to the files, as people read it: a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping

ALIKE = 0.5
"""From which share of equal lines on a removed and an added file are shown as one that moved."""


def preview(changes: Mapping[str, bytes | None], current: Callable[[str], bytes | None]) -> str:
    """Return the change as a unified diff; files that are not text as one line each.

    Args:
        changes: New content by path; None removes the file.
        current: Answers the present content of a path; None where there is no file.
    """
    old = {path: current(path) for path in changes}
    moved = dict(_moves(changes, old))
    parts: list[str] = []
    for path, new in changes.items():
        if path in moved.values() or new == old[path]:
            continue
        to = moved.get(path)
        parts += _file(path, old[path], to or path, changes[to] if to else new)
    return "".join(parts)


def _moves(changes: Mapping[str, bytes | None], old: Mapping[str, bytes | None]) -> Iterator[tuple[str, str]]:
    added = [path for path, new in changes.items() if new is not None and old[path] is None]
    for path, new in changes.items():
        for to in added if new is None else ():
            if _alike(old[path] or b"", changes[to] or b""):
                added.remove(to)
                yield path, to
                break


def _alike(old: bytes, new: bytes) -> bool:
    if old == new:
        return True
    return difflib.SequenceMatcher(None, old.split(b"\n"), new.split(b"\n"), autojunk=False).ratio() >= ALIKE


def _file(path: str, old: bytes | None, to: str, new: bytes | None) -> Iterator[str]:
    before, after = _text(old), _text(new)
    if path != to:
        yield f"move {path}\n  to {to}\n"
    if before is None or after is None:
        yield f"{_verb(old, new)} {to} ({len(new or old or b'')} bytes, not text)\n" if old != new else ""
        return
    names = ("/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{to}")
    for line in difflib.unified_diff(_lines(before), _lines(after), *names):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _verb(old: bytes | None, new: bytes | None) -> str:
    return "add" if old is None else "remove" if new is None else "change"


def _text(content: bytes | None) -> str | None:
    try:
        text = (content or b"").decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _lines(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])
