"""The process that looks at a PDF somebody else has made: its text or its signatures, within limits.

It reads one line of JSON and then the file from standard input, and answers with JSON on standard output.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO

from backoffice.core.errors import BackofficeError
from backoffice.formats.limits import limit
from backoffice.formats.pades import signatures
from backoffice.formats.pdf_text import pdf_text

SECONDS, MEGABYTES = 30, 2048


def answer(asked: dict[str, Any], pdf: bytes) -> dict[str, Any]:
    """Return the text of the pages, or the signatures; or why there are none."""
    try:
        if asked["job"] == "text":
            return pdf_text(pdf)._asdict()
        trust = [each.encode("latin-1") for each in asked["trust"]]
        return {"signatures": [each._asdict() for each in signatures(pdf, trust)]}
    except BackofficeError as error:
        return {"refused": error.message, "hint": error.hint}
    except Exception as error:  # noqa: BLE001 - a broken file can make a reader raise anything
        return {"refused": f"it cannot be read ({type(error).__name__})", "hint": ""}


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """Answer once."""
    said = answer(json.loads(given.readline()), given.read())
    answers.write(json.dumps(said).encode())
    answers.flush()


if __name__ == "__main__":
    limit(SECONDS, MEGABYTES)
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # whatever else prints goes to standard error
        serve(sys.stdin.buffer, out)
