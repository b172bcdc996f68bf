"""PDF files that others have made: what they say and who signed them, found out in a process that has limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backoffice.cli.outside import before
from backoffice.core.errors import MissingError, RefusedError
from backoffice.core.hints import Any
from backoffice.formats.confined import Confined, EndedError
from backoffice.formats.received import question

LARGEST = 64 << 20


def content_of(file: Path) -> bytes:
    """Return what a file holds.

    Raises:
        MissingError: when there is none.
        RefusedError: when it cannot be read, or is too large to look into.
    """
    content = before(file)
    if content is None:
        raise MissingError(f"there is no file {file}")
    if len(content) > LARGEST:
        raise RefusedError(f"{file} has {len(content) >> 20} MB; at most {LARGEST >> 20} are looked into")
    return content


def text_of(file: Path, content: bytes) -> str:
    """Return the text of a PDF file, or of a file of text.

    Raises:
        RefusedError: when it has none, or cannot be read.
    """
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    found = _asked(file, question("text", content))
    text = "\n".join(found["pages"])
    if found["said"] or not text.strip():
        why = found["said"] or "it has no text, it may be a scan"
        raise RefusedError(f"{file} cannot be compared: {why}", hint="ocrmypdf gives a scan its text")
    return text


def signatures_of(file: Path, content: bytes, trust: Sequence[bytes]) -> list[dict[str, Any]]:
    """Return the signatures in a PDF file as ``formats.pades`` finds them.

    Raises:
        RefusedError: when it cannot be read.
    """
    found: list[dict[str, Any]] = _asked(file, question("signatures", content, trust))["signatures"]
    return found


def _asked(file: Path, asked: bytes) -> dict[str, Any]:
    try:
        with Confined("backoffice.formats.received") as reader:
            found, _ = reader.ask(asked)
    except EndedError:
        raise RefusedError(f"{file} cannot be read: it took too long, too much memory, or broke the reader") from None
    if "refused" in found:
        raise RefusedError(f"{file}: {found['refused']}", hint=found["hint"])
    return found
