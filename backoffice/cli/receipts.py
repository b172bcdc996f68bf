"""The receipts of what an invoice bills on, as pages behind its own."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.issuing import drawn
from backoffice.core.errors import RefusedError
from backoffice.kinds.expense import Expense
from backoffice.kinds.invoice import Invoice
from backoffice.render.job import Paper


def with_receipts(session: Session, invoice: Invoice) -> bytes:
    """Return the PDF of an invoice with the receipts of the expenses that its lines name.

    Raises:
        RefusedError: when it bills none on, or a receipt is missing or cannot be read.
    """
    from backoffice.render.limited import with_papers

    papers = list(_papers(session, invoice))
    if not papers:
        raise RefusedError(f"{invoice.id} bills no expense on", hint="leave --with-receipts out")
    done = with_papers(invoice.id, drawn(session, invoice), papers)
    output.complain(*(f"backoffice: warning: {each}" for each in done.warnings))
    return done.pdf


def _papers(session: Session, invoice: Invoice) -> Iterator[Paper]:
    for name in dict.fromkeys(name for line in invoice.lines for name in line.expenses):
        expense = session.books.get(Expense, name)
        path = expense.receipt_path if expense else None
        content = session.workspace.current(path) if path else None
        if path is None or content is None:
            raise RefusedError(f"the expense {name} has no receipt", hint=f"backoffice expense show {name}")
        yield Paper(name=path.rpartition("/")[2], content=content)
