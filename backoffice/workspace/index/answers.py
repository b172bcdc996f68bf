"""Answers in the cache of a workspace, each in a file of its own with how the files stood and how long it holds."""

from __future__ import annotations

import os
import time
import zlib

from backoffice.workspace.index.standing import Standing
from backoffice.workspace.place import Place, cache_dir

FOLDER = "answers"
MOST = 64
"""So many answers are kept for a workspace."""
LARGEST = 1 << 18
"""Bytes of the largest answer that is kept."""


Said = tuple[str, str]
"""What was printed, and what was said beside it."""


class Answer:
    """What was answered to a question.

    Attributes:
        said: What was said.
        stood: How the files stood.
        since: The second since 1970 from which it holds.
        until: The second since 1970 until which it holds.
    """

    __slots__ = ("said", "since", "stood", "until")

    def __init__(self, said: Said, stood: Standing, since: int, until: int) -> None:
        self.said = said
        self.stood = stood
        self.since = since
        self.until = until

    @property
    def holds(self) -> bool:
        """Whether it holds at this time of day."""
        return self.since <= time.time_ns() // 10**9 < self.until


def answer_to(place: Place, question: bytes) -> Answer | None:
    """Return what was answered to a question; None where nobody knows."""
    try:
        with open(_file(place, question), "rb") as file:
            asked, text, beside, said, index, marks, since, until = _unpacked(file.read())
    except (OSError, ValueError):
        return None
    if asked != question:
        return None
    return Answer((_text(text), _text(beside)), Standing(said, index, marks), int(since), int(until))


def keep(place: Place, question: bytes, said: Said, stood: Standing, until: int) -> None:
    """Keep an answer until a second since 1970, where it is not too large and there is room for it."""
    text, beside = (each.encode("utf-8", "surrogatepass") for each in said)
    if len(text) + len(beside) > LARGEST:
        return
    hours = (b"%d" % (time.time_ns() // 10**9), b"%d" % until)
    path = _file(place, question)
    new = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(new, "wb") as file:
            file.write(_packed((question, text, beside, stood.said, stood.index, stood.marks, *hours)))
        os.replace(new, path)
        _tidy(os.path.dirname(path))
    except OSError:
        return


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


def _file(place: Place, question: bytes) -> str:
    return os.path.join(cache_dir(place), FOLDER, f"{zlib.crc32(question):08x}")


def _packed(parts: tuple[bytes, ...]) -> bytes:
    """Return the parts in one, with a checksum and their lengths on a line before them."""
    content = b"".join(parts)
    return b"%d %s\n%s" % (zlib.crc32(content), b" ".join(b"%d" % len(part) for part in parts), content)


def _unpacked(packed: bytes) -> list[bytes]:
    """Return the parts of what was packed.

    Raises:
        ValueError: It is damaged.
    """
    head, _, content = packed.partition(b"\n")
    checksum, *lengths = map(int, head.split())
    if checksum != zlib.crc32(content):
        raise ValueError
    ends = [sum(lengths[: at + 1]) for at in range(len(lengths))]
    return [content[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def _tidy(folder: str) -> None:
    """Remove the oldest answers where there are many, and what was left of those that could not be kept."""
    files = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime_ns)
    for entry in files[: max(len(files) - MOST, 0)]:
        os.unlink(entry.path)
