"""A page may name any address it likes; nothing is opened and nobody is called.

The proof does not trust the fetcher: Python's own audit events tell of every file opened and every connection
tried, and a server on this machine counts who comes.
"""

from __future__ import annotations

import base64
import http.server
import io
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from backoffice.core.errors import RefusedError
from backoffice.render.job import Rendered
from backoffice.render.sandbox import prose
from backoffice.render.to_pdf import html_to_pdf, printed
from tests.render.paper import invoice, settings

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open

SECRET = "canary-7f3a"
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

seen: list[str] = []


def _listen(event: str, arguments: tuple[object, ...], secret: str = SECRET) -> None:
    """Note what is called or opened; to the very end of Python, when the names of this module are gone already."""
    if event in {"socket.connect", "socket.getaddrinfo", "urllib.Request"} or (
        event == "open" and secret in str(arguments[0])
    ):
        seen.append(f"{event} {arguments[0]}")


sys.addaudithook(_listen)


class Counting(http.server.BaseHTTPRequestHandler):
    """Answers every call with an image, and notes it."""

    def do_GET(self) -> None:
        seen.append(f"served {self.path}")
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(f"<svg {SVG}><text>{SECRET}</text></svg>".encode())


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.fixture
def secret(tmp_path: Path) -> str:
    (tmp_path / f"{SECRET}.svg").write_text(f'<svg {SVG}><text id="x">{SECRET}</text></svg>')
    return f"{tmp_path}/{SECRET}.svg"


def inside(svg: str) -> str:
    """Mark an SVG that becomes the content of an image once its addresses are known."""
    return f"INSIDE{svg}"


def page(vector: str, secret: str, server: str) -> str:
    html = vector.replace("FILE", secret).replace("WEB", server)
    if html.startswith("INSIDE"):
        svg = base64.b64encode(html.removeprefix("INSIDE").encode()).decode()
        html = f'<img src="data:image/svg+xml;base64,{svg}">'
    return f"<!doctype html><p>Rechnung</p>{html}"


# FILE is the path of a file on disk, WEB an address that would answer.
VECTORS = {
    "image, file": '<img src="file://FILE">',
    "image, capitals": '<img src="FILE://FILE">',
    "image, bare path": '<img src="FILE">',
    "image, network": '<img src="http://WEB/a">',
    "image, without scheme": '<img src="//WEB/a">',
    "image, ftp": '<img src="ftp://WEB/a">',
    "image, jar": '<img src="jar:file://FILE!/a">',
    "image, our own folder left": '<img src="pages:../../../../..FILE">',
    "image, font folder left": '<img src="pages:font/../../..FILE.ttf">',
    "base": '<base href="file:///"><img src="FILE">',
    "style sheet, file": '<link rel=stylesheet href="file://FILE">',
    "style sheet, network": '<link rel=stylesheet href="http://WEB/a">',
    "import, file": '<style>@import url("file://FILE");</style>',
    "import, network": '<style>@import "http://WEB/a";</style>',
    "font, file": '<style>@font-face{font-family:x;src:url("file://FILE")}p{font-family:x}</style><p>a',
    "font, network": '<style>@font-face{font-family:x;src:url("http://WEB/a")}p{font-family:x}</style><p>a',
    "background": '<p style="background:url(http://WEB/a)">a',
    "background, file": '<p style="background:url(file://FILE)">a',
    "image set": '<p style="background:image-set(url(http://WEB/a) 1x)">a',
    "page background": "<style>@page{background:url(http://WEB/a)}</style>",
    "content": "<style>p::before{content:url(file://FILE)}</style><p>a",
    "list": "<style>li{list-style-image:url(http://WEB/a)}</style><ul><li>a</ul>",
    "border": '<p style="border:9px solid;border-image-source:url(http://WEB/a)">a',
    "cursor": '<p style="cursor:url(http://WEB/a)">a',
    "object": '<object data="file://FILE"></object>',
    "embed": '<embed src="http://WEB/a">',
    "frame": '<iframe src="http://WEB/a"></iframe>',
    "input": '<input type=image src="http://WEB/a">',
    "refresh": '<meta http-equiv=refresh content="0;url=http://WEB/a">',
    "attached to the page": '<link rel=attachment href="file://FILE">',
    "attached to a link": '<a rel=attachment href="file://FILE">a</a>',
    "drawing, image": f'<svg {SVG} width=9 height=9><image href="file://FILE" width=9 height=9 /></svg>',
    "drawing, use": f'<svg {SVG} width=9 height=9><use xlink:href="http://WEB/a#x"/></svg>',
    "drawing, filter": f'<svg {SVG}><filter id=f><feImage href="http://WEB/a"/></filter><rect filter="url(#f)"/></svg>',
    "drawing, style": f"<svg {SVG}><style>@import url(file://FILE);</style></svg>",
    "logo, image": inside(
        f'<svg {SVG} width="9" height="9"><image xlink:href="http://WEB/a" width="9" height="9"/></svg>'
    ),
    "logo, file": inside(f'<svg {SVG} width="9" height="9"><image href="file://FILE" width="9" height="9"/></svg>'),
    "logo, use": inside(f'<svg {SVG}><use href="file://FILE#x"/></svg>'),
    "logo, style sheet": inside(f'<?xml-stylesheet href="http://WEB/a"?><svg {SVG}/>'),
    "logo, xinclude": inside(
        f'<svg {SVG} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file://FILE" parse="text"/></svg>'
    ),
    "logo, entity": inside(f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://FILE">]><svg {SVG}><text>&x;</text></svg>'),
    "logo, foreign": inside(f'<svg {SVG}><foreignObject><img src="http://WEB/a"/></foreignObject></svg>'),
}


def assert_nothing_came_in(done: Rendered) -> None:
    assert seen == []
    reader = PdfReader(io.BytesIO(done.pdf))
    assert not reader.attachments
    assert not any(SECRET in page.extract_text() for page in reader.pages)
    assert SECRET.encode() not in done.pdf


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_a_page_fetches_nothing(vector: str, secret: str, server: str) -> None:
    seen.clear()
    html = page(vector, secret, server)
    assert_nothing_came_in(html_to_pdf(html, paper="A4", style="invoice", identifier=b"x"))


@pytest.mark.parametrize("name", [name for name in VECTORS if name.startswith(("image", "drawing", "import"))])
def test_neither_does_a_text(name: str, secret: str, server: str) -> None:
    seen.clear()
    said = str(prose(VECTORS[name].replace("FILE", secret).replace("WEB", server)))
    assert "<img" not in said
    assert "url(" not in said
    assert seen == []


def test_neither_does_a_logo(secret: str, server: str) -> None:
    seen.clear()
    logo = f'<svg {SVG} width="9" height="9"><image href="file://{secret}" width="9" height="9"/></svg>'
    logo += f'<image href="http://{server}/a" width="9" height="9"/>'
    house = settings(logo="logo.svg")
    assert_nothing_came_in(printed(invoice(house), house, lambda _: logo.encode()))


def test_the_proof_would_notice(secret: str, server: str) -> None:
    """Both witnesses speak up when somebody does open the file, or does call the server."""
    import urllib.request

    seen.clear()
    Path(secret).read_bytes()
    with urllib.request.urlopen(f"http://{server}/a") as answer:
        answer.read()
    assert [each.split()[0] for each in seen] == [
        "open",
        "urllib.Request",
        "socket.getaddrinfo",
        "socket.connect",
        "served",
    ]


def test_a_page_that_cannot_do_without_an_address_is_refused(server: str) -> None:
    seen.clear()
    style = f"<style>@color-profile --x{{src:url(http://{server}/a)}}p{{color:color(--x 1 0 0)}}</style><p>a"
    with pytest.raises(RefusedError, match="pages may not fetch http://"):
        html_to_pdf(style, paper="A4", style="invoice", identifier=b"x")
    assert seen == []


def test_what_was_refused_is_said(secret: str) -> None:
    done = html_to_pdf(f'<img src="file://{secret}">', paper="A4", style="invoice", identifier=b"x")
    assert len(done.warnings) == 1
    assert "pages may not fetch file://" in done.warnings[0]
