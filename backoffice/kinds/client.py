"""Clients: who buys, where they are, how they pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from backoffice.core.cash_discount import CashDiscount
from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.dunning import ClientDunning
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.interaction import Interaction, interactions, wrong_days
from backoffice.core.kind import Kind, ListColumn, Seen
from backoffice.core.lateness import Habits, Usual
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.part import Part
from backoffice.core.party import Address, Party, VatNumber
from backoffice.core.rates import HourlyRate, Rounding
from backoffice.core.record import Record
from backoffice.core.scalar import Currency, Date, Email, Length
from backoffice.core.settings import Language

FOREIGN_VAT = Fault(
    "foreign-vat-number",
    "The country of a VAT number is not the country of the address. That is right for a foreign branch, and otherwise "
    "a slip that makes an invoice with reverse charge worthless.",
    "warning",
)

NO_DAY = Fault(
    "no-such-day",
    "A dated note in a client's file has a day that is in no calendar, so it counts as no interaction.",
    "warning",
)


class Contact(Part):
    """A person at a client."""

    name: Annotated[str, "Full name."]
    role: Annotated[str, "What they do there."] = ""
    email: Annotated[Email | None, "E-mail address."] = None
    phone: Annotated[str, "Telephone number."] = ""


class Client(Record):
    """Somebody who buys."""

    noun: ClassVar[str] = "client"

    name: Annotated[str, "Legal name, as it is printed on invoices."]
    address: Annotated[Address, "Postal address."]
    attention: Annotated[str, "Person or department on invoices."] = ""
    email: Annotated[Email | None, "Where invoices are sent."] = None
    contacts: Annotated[tuple[Contact, ...], "The people there."] = ()
    vat_id: Annotated[VatNumber | None, "VAT identification number; EU numbers are checked."] = None
    tax_id: Annotated[str, "Local tax number."] = ""
    registration: Annotated[str, "Company register and number."] = ""
    tax: Annotated[str, "Tax code of their invoices, such as reverse-charge; empty: the workspace's usual one."] = ""
    currency: Annotated[Currency | None, "Currency of their invoices; empty: the workspace's."] = None
    language: Annotated[Language | None, "Language of their documents: en, de or fr."] = None
    terms: Annotated[Length | None, "How long they have to pay, such as 30d; empty: the workspace's."] = None
    cash_discount: Annotated[CashDiscount | None, "What they may deduct when they pay early."] = None
    reference: Annotated[str, "What they want quoted on every invoice: cost centre, buyer reference."] = ""
    dunning: Annotated[ClientDunning, "How they are reminded, where that is not as usual."] = ClientDunning()
    rates: Annotated[tuple[HourlyRate, ...], "What an hour costs for them, unless a project says otherwise."] = ()
    rounding: Annotated[Rounding | None, "How time is rounded when it is billed; empty: as the workspace does."] = None
    since: Annotated[Date | None, "Client since."] = None
    owner: Annotated[str, "Who of us looks after them."] = ""
    touch: Annotated[Length | None, "How often to get in touch, such as 6w; counted from the last dated note."] = None
    next_touch: Annotated[Date | None, "The day to get in touch again, where that is agreed."] = None
    tags: Annotated[tuple[str, ...], "Words to find them by."] = ()

    @property
    def title(self) -> str:
        """Their name."""
        return self.name

    @cached_property
    def interactions(self) -> tuple[Interaction, ...]:
        """What was said to them, the latest first: the dated lines of the notes."""
        return tuple(interactions(self.notes))

    @property
    def last_contact(self) -> dt.date | None:
        """The day of the last interaction."""
        return self.interactions[0].date if self.interactions else None

    @property
    def touch_due(self) -> dt.date | None:
        """The day to get in touch: the one that was agreed, unless they were spoken to since; else after ``touch``."""
        last = self.last_contact
        if self.next_touch and (last is None or last < self.next_touch):
            return self.next_touch
        begin = last or self.since
        return self.touch.after(begin) if self.touch and begin else None

    @property
    def party(self) -> Party:
        """The client as frozen into an invoice."""
        return Party(
            name=self.name,
            attention=self.attention,
            address=self.address,
            vat_id=self.vat_id,
            tax_id=self.tax_id,
            registration=self.registration,
            email=self.email,
        )

    def check(self) -> Iterator[Diagnostic]:
        """Yield a warning when VAT number and address are of different countries."""
        country = {"GR": "EL"}.get(self.address.country, self.address.country)
        if self.vat_id and self.vat_id[:2] != country:
            yield FOREIGN_VAT.at(self.where, f"VAT number {self.vat_id} is not from {self.address.country}")
        for day in wrong_days(self.notes):
            yield NO_DAY.at(self.where, f"a dated note is of {day}, which is no day")

    def deadlines(self) -> Iterator[Deadline]:
        """Yield the day to get in touch."""
        if day := self.touch_due:
            last = f"; last {self.interactions[0].date}: {self.interactions[0].text}" if self.interactions else ""
            yield Deadline(day, self.ref, "touch", f"Get in touch with {self.name}{last}", who=self.owner)


def _open(seen: Seen) -> tuple[Money, ...]:
    """What they owe, one amount for each currency."""
    return tuple(amount for amounts in seen.standing.values() for amount in amounts)


def _usually(seen: Seen) -> Usual | None:
    """How late they usually pay, in the currency of most of their invoices."""
    found: Usual | None = seen.around.usual(seen.as_of) if seen.around else None
    return found


def _median(seen: Seen) -> int | None:
    usually = _usually(seen)
    return usually.median if usually else None


def _weighted(seen: Seen) -> int | None:
    usually = _usually(seen)
    return usually.weighted if usually else None


EXAMPLE = """\
---
name: Acme GmbH
attention: Accounts payable
address:
  street: Ringstrasse 12
  postcode: "10115"
  city: Berlin
  country: DE
vat_id: DE136695976
email: invoices@acme.example
terms: 30d
contacts:
  - name: Ada Example
    role: Head of design
    email: ada@acme.example
owner: Linh
touch: 6w
tags: [retainer]
---
Met at the trade fair. Prefers a call to an e-mail.

- 2026-11-02 (Linh): Called about the spring campaign; they decide in December.
"""

KIND = Kind(
    record=Client,
    plural="clients",
    help="Who buys: address, tax numbers, contacts, terms.",
    paths=("clients/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Client"),
        ListColumn("name", lambda seen: seen.record.name),
        ListColumn("city", lambda seen: seen.record.address.city),
        ListColumn("country", lambda seen: seen.record.address.country, filter=True),
        ListColumn("open", _open),
        ListColumn("days_late", _median, title="Usually late", optional=True),
        ListColumn("days_late_by_amount", _weighted, title="Late by amount", optional=True),
    ),
    standing=Query(by=("party",), account="receivable"),
    around=Habits,
    faults=(FOREIGN_VAT, NO_DAY),
    example=EXAMPLE,
)
