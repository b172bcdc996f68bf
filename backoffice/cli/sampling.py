"""Something to print a page with: a record of the workspace, or a made-up one where none is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from backoffice.cli.context import Session
from backoffice.cli.issuing import deducted
from backoffice.cli.records import found
from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.core.hints import TypeAlias
from backoffice.core.lines import Line
from backoffice.core.money import Money
from backoffice.core.party import Address
from backoffice.core.record import Record
from backoffice.kinds.client import Client
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.quote.offer import Quote, QuoteLine
from backoffice.kinds.quote.sending import sent
from backoffice.kinds.reminder import Reminder
from backoffice.render.job import Composed, Job, Printable

Sheet: TypeAlias = "Job | Composed"
NOWHERE = Location("sample")
NUMBER = "SAMPLE-1"
TEXT = "A line with details\nThey stand below its first line, and may have *emphasis* and lists:\n- one\n- two"


def sheet(session: Session, page: str, given: str = "") -> Sheet:
    """Return what a page is printed with: the record that ``given`` names, or a sample.

    Raises:
        MissingError: when there is no such record.
        RefusedError: when it, or a template, cannot be read, or the settings do not suffice for a sample.
    """
    return _SHEETS[page](session, given)


def path_of_record(session: Session, page: str, given: str) -> str:
    """Return where the record lies that ``given`` names for a page.

    Raises:
        MissingError: when there is none.
    """
    kind = _KINDS.get(page, Invoice)
    return found(session, CreditNote if given in session.books.ids(CreditNote.noun) else kind, given).where.path


def _job(session: Session, document: Printable, *, preview: bool) -> Job:
    from backoffice.render.limited import job_of

    return job_of(document, session.settings, session.workspace.current, preview=preview)


def _invoice(session: Session, given: str) -> Job:
    if given and given in session.books.ids(CreditNote.noun):
        return _job(session, found(session, CreditNote, given), preview=False)
    if not given:
        return _job(session, _sample(session), preview=False)
    invoice = found(session, Invoice, given)
    if invoice.issued:
        return _job(session, invoice, preview=False)
    client = found(session, Client, invoice.client)
    less = deducted(session.books, invoice, client)
    made = issued(invoice, client, session.settings, on=session.today, number="DRAFT", prepaid=less)
    return _job(session, made, preview=True)


def _sample(session: Session, days: int = 0) -> Invoice:
    """Return an invoice that was never written, issued so many days ago."""
    lines = (
        Line(text="A line", quantity=Decimal(12), unit="hour", price=Decimal(95)),
        Line(text=TEXT, quantity=Decimal("1.5"), unit="day", price=Decimal("760.50")),
        *(Line(text=f"Another line, {number}", price=Decimal(10 * number)) for number in range(3, 6)),
    )
    draft = Invoice(
        id="sample",
        where=NOWHERE,
        client="sample",
        subject="A sample",
        intro="A text above the lines.",
        lines=lines,
        closing="A text below the totals.",
    )
    on = session.today - dt.timedelta(days=days)
    return issued(draft, _buyer(session), session.settings, on=on, number=NUMBER)


def _buyer(session: Session) -> Client:
    country = session.settings.business.address.country
    address = Address(street="Sample Street 1", postcode="12345", city="Sampletown", country=country)
    return Client(id="sample", where=NOWHERE, name="Sample & Sons Ltd", address=address)


def _quote(session: Session, given: str) -> Job:
    draft = Quote(
        id="sample",
        where=NOWHERE,
        client="sample",
        subject="A sample",
        lines=(
            QuoteLine(text="A line", quantity=Decimal(12), unit="hour", price=Decimal(95)),
            QuoteLine(text=TEXT, price=Decimal(400), option="a few"),
            QuoteLine(text="More of it", price=Decimal(700), option="many"),
            QuoteLine(text="Something in addition", price=Decimal(90), optional=True),
        ),
        deposit=Decimal(30),
    )
    quote, client = (found(session, Quote, given), None) if given else (draft, _buyer(session))
    if quote.sent:
        return _job(session, quote, preview=False)
    client = client or found(session, Client, quote.client)
    made = sent(quote, client, session.settings, on=session.today, number="DRAFT" if given else NUMBER)
    return _job(session, made, preview=bool(given))


def _reminder(session: Session, given: str) -> Composed:
    from backoffice.render.reminder_page import composed

    if given:
        reminder = found(session, Reminder, given)
        invoice = found(session, Invoice, reminder.invoice)
    else:
        invoice = _sample(session, days=60)
        reminder = _claim(session, invoice)
    if invoice.issued is None:
        raise RefusedError(f"{invoice.id} is a draft, of which nobody is reminded")
    return composed(reminder, invoice, invoice.issued, session.settings, session.workspace.current)


def _claim(session: Session, invoice: Invoice) -> Reminder:
    gross = invoice.gross or Money.of(0, session.settings.currency)
    return Reminder(
        id="sample",
        where=NOWHERE,
        invoice=invoice.id,
        level=2,
        tone="firm",
        date=session.today,
        due=session.today + dt.timedelta(days=7),
        client=invoice.client,
        currency=gross.currency,
        language=session.settings.look.language,
        open=gross.amount,
        fees=Decimal(5),
    )


def _statement(session: Session, given: str) -> Composed:
    from backoffice.render.statement_page import composed
    from backoffice.reports.client_statement import statement

    settings, books = session.settings, session.books
    if given:
        client = found(session, Client, given)
    else:
        client, invoice = _buyer(session), _sample(session, days=60)
        books = MemoryBooks(settings, [settings, client, invoice])
    data = statement(books, client.id, as_of=session.as_of)
    return composed(data, client, settings, session.workspace.current, as_of=session.as_of, period=None)


def _contract(session: Session, given: str) -> Composed:
    from backoffice.cli.contract_papers import letter_of

    sample = Contract(
        id="sample",
        where=NOWHERE,
        notes=f"## 1. What is agreed\n\n{TEXT}\n\n## 2. Something else\n\nAnd so on.",
        name="A sample",
        type="service",
        side="provider",
        parties=("Sample & Sons Ltd",),
        effective=session.today,
    )
    return letter_of(session, found(session, Contract, given) if given else sample, session.today)


_SHEETS: Mapping[str, Callable[[Session, str], Sheet]] = {
    "letter": _invoice,
    "invoice": _invoice,
    "quote": _quote,
    "reminder": _reminder,
    "statement": _statement,
    "contract": _contract,
}

_KINDS: Mapping[str, type[Record]] = {
    "quote": Quote,
    "reminder": Reminder,
    "statement": Client,
    "contract": Contract,
}
