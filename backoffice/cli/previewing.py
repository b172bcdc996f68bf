"""`invoice preview`, `invoice pdf`, `credit-note pdf`: what a draft would become, the paper of what was issued."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.issuing import client_of, deducted, drawn, unissued
from backoffice.cli.outside import STANDARD, told, view, written
from backoffice.cli.paper import paper
from backoffice.cli.receipts import with_receipts
from backoffice.cli.records import found, record_id, require_readable, shown_path
from backoffice.cli.verbs import verb
from backoffice.core.errors import RefusedError, UsageError
from backoffice.core.filed import pdf_of
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued


@verb(
    "preview",
    examples=["backoffice invoice preview acme-website", "backoffice invoice preview acme-website -o draft.pdf --open"],
)
@record_id("invoice", "draft")
@options.on_day("Issue date")
@options.to_file("Where to write the PDF")
@options.opened
@click.option("--no-pdf", is_flag=True, help="Only the text.")
@options.form("table", "plain", "json", "md", "html")
@click.pass_obj
def preview(
    session: Session, identity: str, *, on: dt.date | None, to: Path | None, opened: bool, no_pdf: bool
) -> None:
    """Show the invoice that a draft would become, as text and as PDF; writes nothing to the workspace."""
    draft = unissued(session, identity)
    client = client_of(session, draft)
    require_readable(session, draft.ref, client.ref, "settings/settings")
    less = deducted(session.books, draft, client)
    day = on or draft.planned or session.today
    made = issued(draft, client, session.settings, on=day, number="DRAFT", prepaid=less)
    file = None if no_pdf else written(to or _temporary(draft.id), drawn(session, made, preview=True))
    if file == STANDARD:
        return
    if session.form == "json":
        from backoffice.core.plain import fields_tree

        output.envelope(session, {"data": {"pdf": str(file) if file else None, "invoice": fields_tree(made)}})
    else:
        output.shown(session, paper(made))
        output.complain(*([f"backoffice: the PDF is {file}"] if file else []))
    if file and opened:
        view(file)


@verb(
    "pdf",
    examples=[
        "backoffice invoice pdf 42",
        "backoffice invoice pdf 42 --open",
        "backoffice invoice pdf 42 -o copy.pdf --with-receipts",
    ],
)
@record_id("invoice", "number")
@options.to_file("Where to write the PDF")
@options.opened
@click.option("--with-receipts", "receipts", is_flag=True, help="The receipts of expenses it bills on behind it.")
@options.form("plain", "json")
@click.pass_obj
def pdf(session: Session, identity: str, to: Path | None, *, opened: bool, receipts: bool) -> None:
    """Print where the PDF of an invoice is; with -o, write it anew from the frozen invoice.

    With receipts it is a copy for the client; the archived PDF stays as it is.
    """
    invoice = found(session, Invoice, identity)
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft", hint=f"backoffice invoice preview {invoice.id}")
    if not receipts:
        _paper(session, invoice, to, opened=opened)
        return
    if to is None:
        raise UsageError("--with-receipts writes a copy", hint="say where to: -o FILE")
    file = written(to, with_receipts(session, invoice))
    told(session, file, {"number": invoice.id, "pdf": str(file)}, opened=opened)


@verb("pdf", examples=["backoffice credit-note pdf 3", "backoffice credit-note pdf 3 -o copy.pdf"])
@record_id("credit-note", "number")
@options.to_file("Where to write the PDF")
@options.opened
@options.form("plain", "json")
@click.pass_obj
def credit_note_pdf(session: Session, identity: str, to: Path | None, opened: bool) -> None:
    """Print where the PDF of a credit note is; with -o, write it anew from the frozen credit note."""
    _paper(session, found(session, CreditNote, identity), to, opened=opened)


def _paper(session: Session, document: Invoice | CreditNote, to: Path | None, *, opened: bool) -> None:
    archived = pdf_of(document.where.path)
    if to is None and not session.books.has_file(archived):
        hint = f"backoffice {document.noun} pdf {document.id} -o {document.id}.pdf"
        raise RefusedError(f"{document.id} has no PDF", hint=hint)
    if to:
        require_readable(session, document.ref)
    file = written(to, drawn(session, document)) if to else Path(shown_path(session, archived))
    told(session, file, {"number": document.id, "pdf": str(file)}, opened=opened)


def _temporary(name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix="backoffice-")) / f"{name}.pdf"
