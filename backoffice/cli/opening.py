"""Opening what was found: the file of a document in the viewer, any other record in the editor."""

from __future__ import annotations

from backoffice.cli.context import Session
from backoffice.cli.document_files import file_of
from backoffice.cli.programs import edit, view
from backoffice.core.record import Record
from backoffice.kinds.document import Filed
from backoffice.workspace.hashing import place_of


def open_record(session: Session, record: Record) -> None:
    """Open a record, and wait for the editor; edits are the user's to commit."""
    if isinstance(record, Filed) and not record.disposed:
        view(session, place_of(session.workspace.root, file_of(record)))
    else:
        edit(session, record.where.path)
