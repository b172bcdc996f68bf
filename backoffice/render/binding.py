"""Receipts behind an invoice: their pages, or the pages made of them, put behind its own.

What others made is opened here, so this runs in the printing process, which has little time and nothing of ours.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterator

from backoffice.core.errors import RefusedError
from backoffice.render.job import Bound, Paper, Rendered

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How the files begin that are shown as pictures."""
PAGE = """\
<!DOCTYPE html><meta charset="utf-8"><title>{name}</title>
<style>
@page {{ size: A4; margin: 18mm; @bottom-center {{ content: "{label}"; font: 8pt sans-serif; color: #666 }} }}
img {{ max-width: 174mm; max-height: 250mm; display: block; margin: auto; image-rendering: crisp-edges }}
pre {{ font: 9pt monospace; white-space: pre-wrap }}
</style>
{content}
"""


def bound(job: Bound) -> Rendered:
    """Return the PDF of an invoice with the papers behind it.

    Raises:
        RefusedError: when one of them cannot be read.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    writer = PdfWriter()
    warnings: list[str] = []
    writer.append(PdfReader(io.BytesIO(job.pdf)))
    for paper in job.papers:
        content, said = _as_pdf(paper)
        warnings += said
        try:
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted:
                raise _unreadable(paper, "it is encrypted")
            writer.append(reader, import_outline=False)
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise _unreadable(paper, f"it is damaged ({type(error).__name__})") from None
    done = io.BytesIO()
    writer.write(done)
    return Rendered(done.getvalue(), tuple(warnings))


def _as_pdf(paper: Paper) -> tuple[bytes, tuple[str, ...]]:
    if paper.content.startswith(b"%PDF-"):
        return paper.content, ()
    return _printed(paper, "".join(_body(paper)))


def _body(paper: Paper) -> Iterator[str]:
    for mark, kind in PICTURES.items():
        if paper.content.startswith(mark):
            yield f'<img alt="" src="data:{kind};base64,{base64.b64encode(paper.content).decode()}">'
            return
    try:
        yield f"<pre>{html.escape(paper.content.decode('utf-8-sig'))}</pre>"
    except UnicodeDecodeError:
        raise _unreadable(paper, "it is neither PDF, PNG, JPEG nor text") from None


def _printed(paper: Paper, content: str) -> tuple[bytes, tuple[str, ...]]:
    from backoffice.render.to_pdf import plain_pdf

    label = paper.name.replace("\\", "").replace('"', "")
    done = plain_pdf(PAGE.format(name=html.escape(paper.name), label=html.escape(label), content=content))
    return done.pdf, done.warnings


def _unreadable(paper: Paper, why: str) -> RefusedError:
    return RefusedError(f"{paper.name} cannot be put behind the invoice: {why}", hint="send it by itself")
