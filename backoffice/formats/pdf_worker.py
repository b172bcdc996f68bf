"""The reading process: takes a PDF at a time, answers each with a line of JSON.

``workspace.papers.limited`` starts it with the limits as arguments. Each PDF comes as a line with its size, and then
its bytes.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from backoffice.formats.limits import allow, limit
from backoffice.formats.pdf_text import pdf_text


def serve(given: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Answer every PDF."""
    for line in given:
        allow(seconds)
        found = pdf_text(given.read(int(line)))
        answers.write(json.dumps(found._asdict()).encode() + b"\n")
        answers.flush()


def main() -> None:
    """Serve on standard input and output; whatever else prints goes to standard error."""
    seconds, megabytes = (int(each) for each in sys.argv[1:])
    limit(seconds, megabytes)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, answers, seconds)


if __name__ == "__main__":
    main()
