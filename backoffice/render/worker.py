"""The printing process: reads a job a line, answers each with a line of JSON and the PDF.

It is started by ``limited`` with the limits as arguments. Fonts, styles and templates are prepared once.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from backoffice.core.errors import BackofficeError
from backoffice.formats.limits import allow, limit
from backoffice.render.job import Bound, Composed, read_job
from backoffice.render.libraries import known_by_exact_names


def answer(line: str) -> tuple[dict[str, object], bytes]:
    """Do one job: return what to say of it, and the PDF."""
    with known_by_exact_names():
        from backoffice.render.to_pdf import printed, printed_letter

    try:
        job = read_job(line)
        if isinstance(job, Bound):
            from backoffice.render.binding import bound

            done = bound(job)
        elif isinstance(job, Composed):
            done = printed_letter(job)
        else:
            done = printed(job.document, job.settings, job.files.get, preview=job.preview, templates=job.templates)
    except BackofficeError as error:
        return {"refused": error.message, "hint": error.hint, "found": error.diagnostics}, b""
    except (MemoryError, RecursionError) as error:
        return {"refused": f"the page is too large or too deep to lay out ({type(error).__name__})"}, b""
    return {"warnings": done.warnings, "size": len(done.pdf)}, done.pdf


def serve(jobs: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Answer every job."""
    for line in jobs:
        allow(seconds)
        said, pdf = answer(line.decode())
        answers.write(json.dumps(said).encode() + b"\n" + pdf)
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
