"""The process that looks at PDFs somebody else has made: their text or their signatures, within limits.

A question is a line of JSON that says how large the file is, and then the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from backoffice.core.errors import BackofficeError
from backoffice.core.hints import Any, BinaryIO, Literal
from backoffice.formats.limits import serve


def question(job: Literal["text", "signatures"], pdf: bytes, trust: Sequence[bytes] = ()) -> bytes:
    """Return how the process is asked about a file; ``trust`` are the certificates that are trusted."""
    asked = {"job": job, "size": len(pdf), "trust": [each.decode("latin-1") for each in trust]}
    return json.dumps(asked).encode() + b"\n" + pdf


def answer(line: bytes, given: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Return the text of the pages, or the signatures; or why there are none."""
    asked = json.loads(line)
    pdf = given.read(asked["size"])
    try:
        if asked["job"] == "text":
            from backoffice.formats.pdf_text import pdf_text

            return pdf_text(pdf)._asdict(), b""
        from backoffice.formats.pades import signatures

        trust = [each.encode("latin-1") for each in asked["trust"]]
        return {"signatures": [each._asdict() for each in signatures(pdf, trust)]}, b""
    except BackofficeError as error:
        return {"refused": error.message, "hint": error.hint}, b""
    except Exception as error:  # noqa: BLE001 - a broken file can make a reader raise anything
        return {"refused": f"it cannot be read ({type(error).__name__})", "hint": ""}, b""


if __name__ == "__main__":
    serve(answer)
