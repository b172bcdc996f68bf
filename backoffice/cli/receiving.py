"""PDF files that others have made: what they say and who signed them, found out in a process that has limits."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import backoffice
from backoffice.cli.outside import before
from backoffice.cli.programs import output_of
from backoffice.core.errors import MissingError, RefusedError

_ROOT = str(Path(backoffice.__file__).resolve().parent.parent)
_READER = "backoffice.formats.received"
_CODE = f"import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_module({_READER!r}, None, '__main__')"
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
    found = _asked(file, {"job": "text"}, content)
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
    asked = {"job": "signatures", "trust": [each.decode("latin-1") for each in trust]}
    found: list[dict[str, Any]] = _asked(file, asked, content)["signatures"]
    return found


def _asked(file: Path, asked: dict[str, Any], content: bytes) -> dict[str, Any]:
    raw = json.dumps(asked).encode() + b"\n" + content
    said = output_of([sys.executable, "-P", "-c", _CODE, _ROOT], raw)
    if not said:
        raise RefusedError(f"{file} cannot be read: it took too long, too much memory, or broke the reader")
    found: dict[str, Any] = json.loads(said)
    if "refused" in found:
        raise RefusedError(f"{file}: {found['refused']}", hint=found["hint"])
    return found
