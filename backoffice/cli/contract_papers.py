"""`contract pdf`: a contract on paper; a draft is marked as one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.contract_records import facts_of
from backoffice.cli.outside import told, written
from backoffice.cli.records import record_id, shown_path
from backoffice.cli.verbs import verb
from backoffice.core.errors import RefusedError
from backoffice.kinds.client import Client
from backoffice.kinds.contract.agreement import Contract
from backoffice.render.job import Composed


@verb("pdf", examples=["backoffice contract pdf acme-msa", "backoffice contract pdf acme-msa -o draft.pdf --open"])
@record_id("contract")
@options.to_file("Where to write it; ID.pdf in the current folder unless you say")
@options.opened
@options.form("plain", "json")
@click.pass_obj
def pdf(session: Session, identity: str, to: Path | None, opened: bool) -> None:
    """Print a contract: once it went out, where the PDF is that went out; a draft, marked as one nobody may sign."""
    facts = facts_of(session, identity)
    contract, sent = facts.contract, next((each for each in facts.sendings if each.file), None)
    if sent and to is None:
        file = Path(shown_path(session, f"contracts/{sent.file}"))
    else:
        on = sent.date if sent else session.today
        paper = drawn(session, contract, on, draft=not (facts.sendings or facts.signed_on))
        file = written(to or Path(f"{contract.id}.pdf"), paper)
    told(session, file, {"contract": contract.id, "pdf": str(file)}, opened=opened)


def drawn(session: Session, contract: Contract, on: dt.date, *, draft: bool = False) -> bytes:
    """Return a contract as a PDF, and say what could not be printed as asked.

    Raises:
        RefusedError: when it has no text.
    """
    from backoffice.render.limited import letter_pdfs

    (paper,) = letter_pdfs([letter_of(session, contract, on, draft=draft)])
    output.complain(*(f"backoffice: warning: {each}" for each in paper.warnings))
    return paper.pdf


def letter_of(session: Session, contract: Contract, on: dt.date, *, draft: bool = False) -> Composed:
    """Return a contract ready to be laid out.

    Raises:
        RefusedError: when it has no text.
    """
    from backoffice.render.contract_page import Occasion, composed

    if not contract.notes.strip():
        hint = f"write it below the fields: backoffice contract edit {contract.id}"
        raise RefusedError(f"{contract.id} has no text to print", hint=hint)
    client = session.books.get(Client, contract.client) if contract.client else None
    language = (client.language if client else None) or session.settings.look.language
    occasion = Occasion(buyer=client.party if client else None, on=on, language=language)
    return composed(contract, session.settings, session.workspace.current, occasion, draft=draft)
