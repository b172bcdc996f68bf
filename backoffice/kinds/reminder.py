"""Reminders: letters to those who pay late, and what they claim beside the invoice."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from backoffice.core.hints import Annotated, ClassVar, Literal, TypeAlias
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.money import Money
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Digest, Id, Integer, Positive
from backoffice.core.settings import Language

Tone: TypeAlias = Literal["friendly", "firm", "final"]


class Reminder(Record):
    """An event file beside the invoice, one for each level.

    What it claims is no part of the invoice and posts nothing: late charges become income when they are paid.
    """

    noun: ClassVar[str] = "reminder"

    invoice: Annotated[str, Ref("invoice"), "The invoice."]
    level: Annotated[Integer, "Which reminder of this invoice it is, from 1."]
    tone: Annotated[Tone, "friendly, firm or final: how the letter says it."]
    date: Annotated[Date, "Day of the letter."]
    due: Annotated[Date, "The new due date that it sets."]
    client: Annotated[Id, Ref("client"), "The invoice's client."]
    currency: Annotated[Currency, "The invoice's currency."]
    language: Annotated[Language, "Language of the letter."]
    open: Annotated[Positive, "What was open of the invoice on that day."]
    fees: Annotated[Positive, "Late fees so far, of this and earlier reminders."] = Decimal(0)
    interest: Annotated[Positive, "Interest on late payment up to the day of the letter."] = Decimal(0)
    compensation: Annotated[Positive, "Flat compensation for the cost of recovery."] = Decimal(0)
    bank_as_of: Annotated[Date | None, "Day up to which somebody had looked at the bank account."] = None
    pdf_sha256: Annotated[Digest | None, "What the letter hashes to that was archived with it."] = None

    @property
    def dated(self) -> dt.date | None:
        """The day of the letter."""
        return self.date

    @property
    def title(self) -> str:
        """Which reminder of what."""
        return f"Reminder {self.level} of {self.invoice}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return identity(self.invoice, self.level)

    @property
    def charges(self) -> Money:
        """What is claimed beside the invoice: fees, interest and compensation."""
        return Money.of(self.fees + self.interest + self.compensation, self.currency)


def identity(invoice: str, level: int) -> str:
    """Return the id of a reminder of an invoice."""
    return f"{invoice}--{level}"


EXAMPLE = """\
invoice: INV-2026-0042
level: 2
tone: firm
date: 2026-11-21
due: 2026-11-28
client: acme
currency: EUR
language: en
open: 1200.00
fees: 5.00
interest: 8.14
compensation: 40.00
bank_as_of: 2026-11-20
"""

KIND = Kind(
    record=Reminder,
    plural="reminders",
    help="Letters to those who pay late, and what they claim beside the invoice.",
    paths=("invoices/{year}/{id}.reminder.yaml",),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,126}",
    columns=(
        ListColumn("invoice", lambda seen: seen.record.invoice, filter=True),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("level", lambda seen: seen.record.level),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("due", lambda seen: seen.record.due),
        ListColumn("open", lambda seen: Money.of(seen.record.open, seen.record.currency)),
        ListColumn("charges", lambda seen: seen.record.charges or None),
    ),
    archived="pdf_sha256",
    example=EXAMPLE,
)
