"""Pages to PDF: archival (PDF/A-3b), the same bytes on every run, nothing fetched but our own.

The one module that imports WeasyPrint. It trusts neither the page nor what the page names: every address goes
through ``PageFetcher``. How much time and memory a page may take is limited one level up, in ``limited``.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote_to_bytes

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from backoffice.core.errors import RefusedError
from backoffice.core.settings import Paper, Settings
from backoffice.kinds import crediting, issuing
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.quote import sending
from backoffice.kinds.quote.offer import Quote
from backoffice.render.credit_page import credit_page
from backoffice.render.invoice_page import InvoicePage, invoice_page
from backoffice.render.job import Composed, Printable, Rendered
from backoffice.render.look import Load, complaints
from backoffice.render.own_pages import path_of
from backoffice.render.quote_page import QuotePage, quote_page
from backoffice.render.sandbox import fill

_PAGES = files("backoffice.render") / "pages"


class PageFetcher(URLFetcher):  # type: ignore[misc]
    """Serves ``data:`` and ``pages:`` (a style or font of ours); never the disk, never the network."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - the base class's
        """Return what ``url`` names.

        Raises:
            ValueError: for every other address.
        """
        scheme, _, rest = url.partition(":")
        if scheme == "data":
            return _inline(url, rest)
        if scheme == "pages":
            return URLFetcherResponse(url, _packaged(rest))
        raise ValueError(f"pages may not fetch {url}")


def _inline(url: str, rest: str) -> URLFetcherResponse:
    """Decode a ``data:`` address (RFC 2397)."""
    head, _, body = rest.partition(",")
    kind, encoded = head.removesuffix(";base64"), head.endswith(";base64")
    content = base64.b64decode(body) if encoded else unquote_to_bytes(body)
    return URLFetcherResponse(url, content, {"Content-Type": kind or "text/plain"})


def _packaged(name: str) -> bytes:
    folder, _, font = name.rpartition("/")
    if folder == "font" and font.endswith(".ttf"):
        return (files("font_source_sans_pro") / "files" / font).read_bytes()
    if not folder and name.endswith(".css"):
        return (_PAGES / name).read_bytes()
    raise ValueError(f"there is no page file {name}")


@dataclass(frozen=True, slots=True)
class _Press:
    """What all documents of one process share; making it costs more than printing a page."""

    fetcher: PageFetcher
    fonts: FontConfiguration


@lru_cache(maxsize=1)
def _press() -> _Press:
    return _Press(PageFetcher(), FontConfiguration())


@lru_cache(maxsize=8)
def _style(name: str) -> weasyprint.CSS:
    press = _press()
    return weasyprint.CSS(
        string=(_PAGES / f"{name}.css").read_text("utf-8"), url_fetcher=press.fetcher, font_config=press.fonts
    )


def _styles(names: Sequence[str], own: Mapping[str, str], warnings: list[str]) -> Iterator[weasyprint.CSS]:
    """Yield style sheets: the user's own, or else the package's, which are read once; add what is wrong in them."""
    press = _press()
    for name in names:
        if (text := own.get(f"{name}.css")) is None:
            yield _style(name)
            continue
        with _heard() as said:
            style = weasyprint.CSS(string=text, url_fetcher=press.fetcher, font_config=press.fonts)
        warnings += (_located(path_of(f"{name}.css"), each) for each in said)
        yield style


def _located(path: str, said: str) -> str:
    """Put the place that WeasyPrint names in the middle of a sentence to its front, as a path with line and column."""
    place = re.search(r" at (\d+):(\d+)", said)
    return f"{path}:{place[1]}:{place[2]}: {said.replace(place[0], '', 1)}" if place else f"{path}: {said}"


@lru_cache(maxsize=32)
def _foot(lines: int) -> weasyprint.CSS:
    """Leave room for so many lines at the foot, and an edge below them that printers can print."""
    return weasyprint.CSS(string=f"@page {{ margin-bottom: {12.8 + 3.6 * lines:.1f}mm }}")


def html_to_pdf(
    html: str,
    *,
    paper: Paper,
    style: str,
    identifier: bytes,
    foot: int = 4,
    own: Mapping[str, str] | None = None,
) -> Rendered:
    """Lay out ``html`` as a letter on ``paper``, its body in ``style``; ``foot`` is the lines its foot has.

    Styles among the user's ``own`` templates come in the place of the package's.

    Raises:
        RefusedError: when the page cannot do without an address that may not be fetched.
    """
    press = _press()
    with _heard() as warnings:
        try:
            pdf = weasyprint.HTML(string=html, url_fetcher=press.fetcher).write_pdf(
                stylesheets=[*_styles(("letter", style, paper), own or {}, warnings), _foot(foot)],
                font_config=press.fonts,
                pdf_variant="pdf/a-3b",
                pdf_identifier=identifier,
            )
        except URLFetchingError as error:
            raise RefusedError(f"the page cannot be laid out: {error}") from error
    return Rendered(pdf, tuple(dict.fromkeys(warnings)))


def plain_pdf(html: str) -> Rendered:
    """Lay out a page that brings its own style, such as a picture of a receipt.

    Raises:
        RefusedError: when the page cannot do without an address that may not be fetched.
    """
    press = _press()
    with _heard() as warnings:
        try:
            pdf = weasyprint.HTML(string=html, url_fetcher=press.fetcher).write_pdf(font_config=press.fonts)
        except URLFetchingError as error:
            raise RefusedError(f"the page cannot be laid out: {error}") from error
    return Rendered(pdf, tuple(dict.fromkeys(warnings)))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs, instead of printing it."""
    heard: list[str] = []
    logger = logging.getLogger("weasyprint")
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    before, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [listener], False
    try:
        yield heard
    finally:
        logger.handlers, logger.propagate = before, propagate


def printed(
    document: Printable,
    settings: Settings,
    load: Load,
    *,
    preview: bool = False,
    templates: Mapping[str, str] | None = None,
) -> Rendered:
    """Return an invoice, a credit note or a quote as PDF, with what could not be printed as asked.

    ``templates`` come before those of the package.

    Raises:
        RefusedError: for a draft, or a template that does not work.
    """
    page: InvoicePage | QuotePage
    if isinstance(document, CreditNote):
        page, digest = credit_page(document, settings, load), crediting.sealed(document).digest
    elif isinstance(document, Quote):
        page, digest = quote_page(document, settings, load, preview=preview), sending.sealed(document).digest()
    else:
        page, digest = invoice_page(document, settings, load, preview=preview), issuing.sealed(document).digest()
    body = "quote.html" if isinstance(document, Quote) else "invoice.html"
    html = fill(body, templates, letter=page.letter, page=page)
    identifier = f"{digest}{'-preview' if preview else ''}".encode()
    done = html_to_pdf(
        html,
        paper=page.letter.paper,
        style="invoice",
        identifier=identifier,
        foot=page.letter.foot_lines,
        own=templates,
    )
    return Rendered(done.pdf, (*complaints(settings.look, load), *done.warnings))


def printed_letter(letter: Composed) -> Rendered:
    """Return a letter as PDF, with what could not be printed as asked.

    Raises:
        RefusedError: for a template that does not work.
    """
    around = letter.page["letter"]
    html = fill(letter.template, letter.templates, letter=around, page=letter.page)
    identifier = letter.identifier.encode()
    return html_to_pdf(
        html,
        paper=around["paper"],
        style=letter.style,
        identifier=identifier,
        foot=around["foot_lines"],
        own=letter.templates,
    )


def invoice_pdf(invoice: Printable, settings: Settings, file: Load, *, preview: bool = False) -> bytes:
    """Return an issued invoice or a credit note as PDF/A-3b; the same document, settings and files give the same bytes.

    ``file`` returns the bytes of a file of the workspace (the logo). ``preview`` prints it as a draft. This
    lays out in the calling process; commands use ``limited.invoice_pdf``.

    Raises:
        RefusedError: for a draft that has not been through ``issued``, or a template that does not work.
    """
    return printed(invoice, settings, file, preview=preview).pdf
