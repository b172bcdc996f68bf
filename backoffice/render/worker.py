"""The printing process: reads a job a line, answers each with a line of JSON and the PDF.

``limited`` starts it. Fonts, styles and templates are prepared once.
"""

from __future__ import annotations

from backoffice.core.errors import BackofficeError
from backoffice.formats.limits import serve
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


def main() -> None:
    """Do one job after the other."""
    serve(lambda line, _: answer(line.decode()))


if __name__ == "__main__":
    main()
