"""`invoice credit`: what of an issued invoice is taken back, as a credit note with its paper, in one commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

import click

from backoffice.cli import options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.issuing import drawn
from backoffice.cli.records import record_id, require_readable
from backoffice.cli.series import before, following
from backoffice.cli.settling import ready, reason_option, standing_of
from backoffice.cli.values import Value
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.chain import loose_ends
from backoffice.core.change import AddFile
from backoffice.core.errors import UsageError, ValueTextError
from backoffice.core.filed import pdf_of
from backoffice.core.hints import Any
from backoffice.core.money import parse_decimal
from backoffice.kinds.credit_note import KIND, CreditNote
from backoffice.kinds.crediting import Part, credited, sealed, twins
from backoffice.kinds.crediting import credit as planned
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.prepaying import require_undeducted
from backoffice.render.to_json import plain


def _line(text: str) -> tuple[int, Decimal | None]:
    """Read ``2`` or ``2=150.00``."""
    position, equals, amount = text.partition("=")
    if not (position.isascii() and position.isdigit() and len(position) < 5) or not int(position):  # noqa: PLR2004
        raise ValueTextError("the number of a line, or that and an amount: 2 or 2=150.00")
    return int(position), parse_decimal(amount) if equals else None


LINE = Value("line", _line)


@verb(
    "credit",
    examples=[
        'backoffice invoice credit 42 --full --reason "Order cancelled"',
        'backoffice invoice credit 42 --line 2 --reason "Not delivered"',
        'backoffice invoice credit 42 --line 1=150.00 --reason "Two hours fewer" --dry-run',
    ],
)
@record_id("invoice", "number")
@click.option("--full", is_flag=True, help="All of the invoice; so it is where no line is named.")
@click.option(
    "--line",
    "lines",
    type=LINE,
    multiple=True,
    metavar="N[=AMOUNT]",
    help="A line, or so much of it: net, unless its prices are gross.",
)
@reason_option
@options.on_day("Day of the credit note")
@click.option("--again", default=1, type=click.IntRange(min=1), metavar="N", help="The N-th equal credit note.")
@click.option("--offline", is_flag=True, help="Take a number of this device's own series; ask no remote.")
@click.option("--no-pdf", is_flag=True, help="Do not write the PDF beside the credit note.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def credit(
    session: Session,
    identity: str,
    *,
    full: bool,
    lines: Sequence[tuple[int, Decimal | None]],
    reason: str,
    on: dt.date | None,
    again: int,
    offline: bool,
    no_pdf: bool,
    dry_run: bool,
) -> int:
    """Take an issued invoice back, or lines of it, by a credit note with a number of its own.

    Crediting the same for the same reason again says which credit note did.
    """
    part = _part(full=full, lines=lines)
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        earlier = notes_to(session, invoice)
        if len(equal := twins(invoice, part, reason, earlier)) >= again:
            return _again(session, equal[again - 1], again)
        require_undeducted(session.books, invoice)
        day = on or session.today
        made = partial(
            credited,
            invoice,
            standing_of(session.books, invoice),
            earlier,
            on=day,
            reason=reason,
            part=part,
        )
        number = _number(session, made(number="?"), dry_run=dry_run, offline=offline)
        note = made(number=number, **_after(session.books, number))
        return _written(session, note, pdf=not no_pdf, dry_run=dry_run)


def _written(session: Session, note: CreditNote, *, pdf: bool, dry_run: bool) -> int:
    paper = drawn(session, note) if pdf and not dry_run else b""
    plan = planned(sealed(note, paper))
    said = [plan.summary.replace("Credit", "Credited", 1), f"  {note.where.path}"]
    if paper:
        plan = plan.then(AddFile(pdf_of(note.where.path), paper))
        said.append(f"  {pdf_of(note.where.path)}")
    return carry_out(session, plan, dry_run=dry_run, said=said, data=_facts(note) | {"already": False})


def _part(*, full: bool, lines: Sequence[tuple[int, Decimal | None]]) -> Part | None:
    part: Mapping[int, Decimal | None] = dict(lines)
    if full and lines:
        raise UsageError("--full is all of the invoice; leave it out to credit lines")
    if len(part) < len(lines):
        raise UsageError("--line names a line twice")
    return part or None


def notes_to(session: Session, invoice: Invoice) -> list[CreditNote]:
    """Return the credit notes to an invoice.

    Raises:
        RefusedError: when the file of some credit note cannot be read: it may be to this invoice.
    """
    broken = [each for each in session.books.problems if each.severity == "error" and KIND.identity(each.where.path)]
    require_readable(session, *(f"{KIND.noun}/{KIND.identity(each.where.path)}" for each in broken))
    return [note for note in session.books.all(CreditNote) if note.invoice == invoice.id]


def _number(session: Session, note: CreditNote, *, dry_run: bool, offline: bool) -> str:
    """Return the number for a credit note; allotted, or with ``dry_run`` the one that would come next."""
    if dry_run:
        return following(session.books, KIND.noun, note.date)
    pattern, key = session.settings.pattern(KIND.noun), f"{note.invoice}:{note.facts_digest()[:16]}"
    return session.workspace.allot("credit-notes", pattern, note.date.year, key=key, offline=offline)


def _after(books: Books, number: str) -> dict[str, Any]:
    """Return what a new credit note is issued after: the digest of the one before it, and other ends that it joins."""
    from backoffice.checks.credits import chain

    note = books.get(CreditNote, before(books, KIND.noun, number))
    previous = note.digest if note else None
    return {"previous": previous, "joins": loose_ends(chain(books.all(CreditNote)), previous)}


def _facts(note: CreditNote) -> dict[str, object]:
    return {
        "number": note.id,
        "path": note.where.path,
        "invoice": note.invoice,
        "client": note.client,
        "date": str(note.date),
        "gross": plain(note.gross),
    }


def _again(session: Session, note: CreditNote, again: int) -> int:
    said = [
        f"{note.id} credits this already ({note.gross} of {note.invoice}); --again {again + 1} credits it once more",
        f"  {note.where.path}",
    ]
    output.result(session, said, {**_facts(note), "already": True, "commit": None})
    return 0
