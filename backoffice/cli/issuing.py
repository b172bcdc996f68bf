"""`invoice issue`: a draft gets its number, its totals and its paper, in one commit."""

from __future__ import annotations

import datetime as dt
from functools import partial

import click

from backoffice.cli import options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import drafts_of, found, record_id, require_named, require_readable
from backoffice.cli.series import before, following, latest, require_no_number_drafted
from backoffice.cli.values import DAY
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.chain import loose_ends
from backoffice.core.change import AddFile
from backoffice.core.errors import MissingError, RefusedError
from backoffice.core.filed import pdf_of
from backoffice.core.hints import Any
from backoffice.core.ledger import Query
from backoffice.core.lines import Deduction
from backoffice.kinds.client import Client
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import KIND, Invoice
from backoffice.kinds.issuing import currency_of, draft_identity, issued, sealed
from backoffice.kinds.issuing import issue as planned
from backoffice.kinds.prepaying import forgotten, prepaid
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.void import Void


@verb(
    "issue",
    examples=[
        "backoffice invoice issue acme-website",
        "backoffice invoice issue acme-website --on 2026-11-30 --dry-run",
        "backoffice invoice issue acme-website --format json",
    ],
)
@record_id("invoice", "draft")
@click.option("--on", type=DAY, metavar="DATE", help="Issue date; else the planned day of the draft, or today.")
@click.option("--offline", is_flag=True, help="Take a number of this device's own series; ask no remote.")
@click.option("--no-pdf", is_flag=True, help="Do not write the PDF beside the invoice.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def issue(session: Session, identity: str, *, on: dt.date | None, offline: bool, no_pdf: bool, dry_run: bool) -> int:
    """Give a draft its number: freeze it, write its PDF, and commit both.

    A draft that a schedule made is issued on its planned day. Issuing the same draft again says which number it has.
    """
    if dry_run:
        return _issue(session, identity, on, dry_run=True, pdf=False)
    with session.workspace.locked():
        session.refresh()
        return _issue(session, identity, on, offline=offline, pdf=not no_pdf)


def _issue(
    session: Session,
    given: str,
    on: dt.date | None,
    *,
    dry_run: bool = False,
    offline: bool = False,
    pdf: bool = True,
) -> int:
    books = session.books
    if earlier := issued_before(session, given):  # before anything forgiving, or a namesake is issued instead
        return _again(session, earlier)
    try:
        draft = draft_of(session, given)
    except MissingError:
        if earlier := _named_so(session, given):
            return _again(session, earlier)
        raise
    client, day = client_of(session, draft), on or draft.planned or session.today
    require_readable(session, draft.ref, client.ref, "settings/settings")
    _require_ready(session, draft, dated=on is not None or draft.planned is not None)
    _require_agreed(books, draft)
    become = partial(issued, draft, client, books.settings, on=day, prepaid=deducted(books, draft, client))
    become(number="?")
    number = following(books, "invoice", day) if dry_run else _allotted(session, draft, day, offline=offline)
    made = become(number=number, **_after(books, number))
    _remind(books, draft)
    path = KIND.path_of(number, year=str(day.year))
    paper = drawn(session, made) if pdf else b""
    made = sealed(made, paper)
    plan = planned(draft, made)
    if pdf:
        plan = plan.then(AddFile(pdf_of(path), paper))
    facts = _facts(made, path) | {"already": False}
    return carry_out(session, plan, dry_run=dry_run, said=_said(made, plan.summary, path, pdf=pdf), data=facts)


def _require_ready(session: Session, draft: Invoice, *, dated: bool) -> None:
    """Refuse what would give a number to something that should have none; ``dated``: its day is not the clock's.

    Raises:
        RefusedError: with the reason.
    """
    require_named(session)
    require_no_number_drafted(session.books, "invoice")
    _require_new(session.books, draft)
    if not dated:
        _require_clock(session.books, session.today)


def _require_new(books: Books, draft: Invoice) -> None:
    """Refuse the copy of a draft that was issued already.

    Raises:
        RefusedError: naming the invoice that it became.
    """
    theirs = books.balances(Query(by=("document",), party=draft.client, nonzero=False))
    numbers = {each.key[0].partition("/")[2] for each in theirs if each.key[0].startswith("invoice/")}
    identity = draft_identity(draft)
    for each in books.some(Invoice, numbers):
        if each.issued and each.issued.draft == identity and books.get(Void, each.id) is None:
            hint = f"delete {draft.where.path}; if it is another invoice, rename it, or say in it how it differs"
            raise RefusedError(f"{each.id} was made from this very draft already", hint=hint)


def _require_clock(books: Books, today: dt.date) -> None:
    """Refuse to date an invoice by a clock that is behind the invoices.

    Raises:
        RefusedError: naming the invoice that is from the future.
    """
    last = books.get(Invoice, latest(books, "invoice"))
    if last and last.issued and last.issued.date > today:
        raise RefusedError(
            f"today is {today}, but {last.id} is of {last.issued.date} already",
            hint=f"if the clock is right, say so: --on {today}",
        )


def deducted(books: Books, draft: Invoice, client: Client) -> tuple[Deduction, ...]:
    """Return what the deposits that a draft names take off it.

    Raises:
        RefusedError: when one of them cannot be deducted.
    """
    return prepaid(books, draft, currency_of(draft, client, books.settings)) if draft.deposits else ()


def _require_agreed(books: Books, draft: Invoice) -> None:
    """Refuse a draft that bills more of a quote than was agreed, or time and expenses that are billed already.

    Raises:
        RefusedError: with what is wrong, naming all that bill the same.
    """
    from backoffice.checks.billing import misbilled

    wrong = misbilled(books, draft)
    if draft.quote:
        from backoffice.checks.quotes import disagreements

        wrong += disagreements(books, draft)
    if wrong:
        raise RefusedError(f"{draft.id} cannot be issued as it is", diagnostics=wrong)


def _remind(books: Books, draft: Invoice) -> None:
    """Say which deposits could be meant to be deducted and are not."""
    if missing := forgotten(books, draft):
        numbers = ", ".join(missing)
        output.complain(
            f"backoffice: warning: {draft.client} prepaid by {numbers}, which this invoice does not deduct",
            f"backoffice: hint: name it in the draft if it should: deposits: [{numbers}]",
        )


def _allotted(session: Session, draft: Invoice, day: dt.date, *, offline: bool) -> str:
    pattern, key = session.settings.pattern("invoice"), draft_identity(draft)
    return session.workspace.allot("invoices", pattern, day.year, key=key, offline=offline)


def _said(made: Invoice, summary: str, path: str, *, pdf: bool) -> list[str]:
    due = made.issued.due if made.issued else None
    paper = [f"  {pdf_of(path)}"] if pdf else []
    return [f"{summary.replace('Issue', 'Issued', 1)}, due {due}", f"  {path}", *paper]


def _facts(made: Invoice, path: str) -> dict[str, object]:
    from backoffice.render.to_json import plain

    assert made.issued is not None  # noqa: S101 - it was just issued
    return {
        "number": made.issued.number,
        "path": path,
        "pdf": pdf_of(path),
        "client": made.client,
        "date": str(made.issued.date),
        "due": str(made.issued.due),
        "gross": plain(made.gross),
    }


def _again(session: Session, invoice: Invoice) -> int:
    facts = _facts(invoice, invoice.where.path)
    said = [f"{invoice.id} is issued already ({invoice.gross} to {invoice.client})", f"  {invoice.where.path}"]
    output.result(session, said, {**facts, "already": True, "commit": None})
    return 0


def drawn(session: Session, invoice: Invoice | CreditNote | Quote, *, preview: bool = False) -> bytes:
    """Return an invoice or a credit note as a PDF, and say what could not be printed as asked."""
    from backoffice.render.limited import invoice_pdf

    paper = invoice_pdf(invoice, session.settings, session.workspace.current, preview=preview)
    output.complain(*(f"backoffice: warning: {each}" for each in paper.warnings))
    return paper.pdf


def unissued(session: Session, given: str) -> Invoice:
    """Return the draft that ``given`` names.

    Raises:
        MissingError: when there is no such draft, or several could be meant.
        RefusedError: when its file cannot be read, or it was issued already.
    """
    if earlier := issued_before(session, given):
        hint = f"backoffice invoice pdf {earlier.id} --open"
        became = "" if given == earlier.id else f", as {earlier.id}"
        raise RefusedError(f"{given} was issued already{became}", hint=hint)
    return draft_of(session, given)


def draft_of(session: Session, given: str) -> Invoice:
    """Return the draft that ``given`` names.

    Raises:
        MissingError: when there is no such draft, or several could be meant.
        RefusedError: when its file cannot be read.
    """
    return found(session, Invoice, given, among=sorted(drafts_of(session.books, KIND)))


def client_of(session: Session, draft: Invoice) -> Client:
    """Return the client of a draft.

    Raises:
        RefusedError: when there is none, or its file cannot be read.
    """
    require_readable(session, f"client/{draft.client}")
    if client := session.books.get(Client, draft.client):
        return client
    raise RefusedError(
        f"{draft.where}: there is no client {draft.client}", hint=f"backoffice client new {draft.client}"
    )


def issued_before(session: Session, given: str) -> Invoice | None:
    """Return the invoice that a draft of this name became, or that has this number; none while there is such a draft.

    Raises:
        RefusedError: when there is such a draft, and its file cannot be read.
    """
    require_readable(session, f"invoice/{given}")
    books = session.books
    if given in drafts_of(books, KIND):
        return None
    origins = ((name, draft) for name, draft in books.stated(Invoice, "issued.draft") if draft is not None)
    became = next((name for name, draft in origins if given in {name, draft.rpartition(":")[0]}), "")
    return books.get(Invoice, became)


def _named_so(session: Session, given: str) -> Invoice | None:
    """Return the one issued invoice that a part of its number names."""
    try:
        return found(session, Invoice, given)
    except MissingError:
        return None


def _after(books: Books, number: str) -> dict[str, Any]:
    """Return what a new invoice is issued after: the digest of the one before it, and other ends that it joins."""
    from backoffice.checks.numbering import chain

    invoice = books.get(Invoice, before(books, "invoice", number))
    previous = invoice.issued.digest if invoice and invoice.issued else None
    return {"previous": previous, "joins": loose_ends(chain(books), previous)}
