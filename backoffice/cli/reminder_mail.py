"""Drafts of messages: the words of a letter as a mail to the client, with the letter attached."""

from __future__ import annotations

from backoffice.automation.dunning import Case
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.kinds.client import Client
from backoffice.mail.draft import Attached, Mail, draft
from backoffice.render.job import Composed


def message(session: Session, case: Case, letter: Composed, pdf: bytes) -> bytes | None:
    """Return the draft of the message that a reminder goes with; None, and why, where an address is missing."""
    invoice, sender = case.about.invoice, case.about.issued.seller
    client = session.books.get(Client, invoice.client)
    to = (client.email if client else None) or case.about.issued.buyer.email
    ours = session.settings.business.email or sender.email
    if not (to and ours):
        whose = f"client {invoice.client}" if ours else "business"
        output.complain(f"backoffice: warning: no message was drafted for {invoice.id}: the {whose} has no email")
        return None
    page, subject = letter.page, letter.page["letter"]["subject"]
    text = "\n\n".join([*page["opening"], page["payment"]["sentence"], *page["closing"]])
    return draft(
        Mail(
            key=f"{letter.name}:{letter.identifier}",
            sender=(sender.name, ours),
            to=to,
            subject=f"{subject['title']} – {subject['line']}",
            text=f"{text}\n",
            attached=Attached(f"{case.about.invoice.id}-{case.about.sent + 1}.pdf", pdf),
        )
    )
