"""`document read`: the text of papers, read into the index ahead of the next search."""

from __future__ import annotations

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.verbs import verb
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.papers import ocr
from backoffice.workspace.papers.desk import Papers


@verb("read", examples=["backoffice document read", "backoffice document read --no-ocr --format json"])
@click.option("--no-ocr", is_flag=True, help="Do not look for letters in pictures, even where ocrmypdf is installed.")
@options.form("plain", "json")
@click.pass_obj
def read(session: Session, no_ocr: bool) -> int:
    """Read the text of every file that records name, so that `find` knows it; letters in scans by ocrmypdf.

    Only what was never read is read; interrupted, it goes on where it was. Nothing is written into the workspace.
    """
    from backoffice.cli.progress import bar

    books = session.books
    assert isinstance(books, IndexedBooks)  # noqa: S101 - commands have no others
    papers = Papers.of(session.workspace.place, books)
    pictures = ocr.installed() and not no_ocr
    waiting = len({each.sha256 for each in papers.unread(pictures=pictures)})
    papers.read(bar("reading papers"), pictures=pictures)
    found, blind = session.workspace.placed(papers.findings()), papers.texts.pictures()
    data = {"read": waiting, "unreadable": len(found), "pictures": blind}
    if session.form == "json":
        output.envelope(session, {"data": data}, diagnostics=found)
        return int(bool(found))
    output.diagnostics(found)
    output.say(f"{waiting} file{'s' * (waiting != 1)} read")
    if blind:
        way = "no letters were found" if pictures else "install ocrmypdf to find what is in them"
        way = "without --no-ocr, letters are looked for in them" if no_ocr else way
        output.complain(f"backoffice: {blind} files are pictures: {way}")
    return int(bool(found))
