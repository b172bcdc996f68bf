"""`report client-statement --pdf`: the statement as a letter to the client."""

from __future__ import annotations

from pathlib import Path

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.outside import told, written
from backoffice.cli.records import found, require_readable
from backoffice.core.scope import Scope
from backoffice.kinds.client import Client


def statement_pdf(session: Session, scope: Scope, file: Path) -> None:
    """Write the statement that ``scope`` describes as a PDF."""
    from backoffice.render.limited import letter_pdfs
    from backoffice.render.statement_page import composed
    from backoffice.reports.client_statement import span_of, statement

    client = found(session, Client, scope.client)
    require_readable(session, client.ref, "settings/settings")
    period = span_of(scope)
    data = statement(session.books, client.id, as_of=scope.as_of, period=period)
    letter = composed(data, client, session.settings, session.workspace.current, as_of=scope.as_of, period=period)
    (paper,) = letter_pdfs([letter])
    output.complain(*(f"backoffice: warning: {each}" for each in paper.warnings))
    path = written(file, paper.pdf)
    told(session, path, {"client": client.id, "pdf": str(path)})
