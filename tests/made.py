"""Small businesses made in a test: records from their fields, read by the schema as if they stood in files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from backoffice.core.books import MemoryBooks
from backoffice.core.change import Plan
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.document import Document
from backoffice.core.kind import Standing
from backoffice.core.money import Money
from backoffice.core.part import replaced
from backoffice.core.record import Record
from backoffice.core.schema import read
from backoffice.core.settings import Settings
from backoffice.kinds import kind_of
from backoffice.kinds.client import Client
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.crediting import Part, credited
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.paying import Means, paid
from backoffice.kinds.paying import pay as planned
from backoffice.kinds.time import TimeEntry, key_of, path_of

R = TypeVar("R", bound=Record)
BERLIN = {"city": "Berlin", "country": "DE"}
TAXES: Mapping[str, Any] = {
    "standard": {"category": "S", "rates": [{"since": "2007-01-01", "rate": "19"}]},
    "reduced": {"category": "S", "rates": [{"since": "2007-01-01", "rate": "7"}]},
    "reverse-charge": {"category": "AE", "reason": "Reverse charge"},
}


def made(noun: str, identity: str, /, **fields: Any) -> Any:  # noqa: ANN401 - whichever kind was asked for
    """Return the record that these fields state, which must be without fault in itself."""
    kind = kind_of(noun)
    path = kind.path_of(identity, year="2026") if "{" in kind.paths[0] else kind.paths[0]
    if noun == "invoice" and "issued" not in fields:
        path = f"invoices/drafts/{identity}.md"
    record, wrong = read(kind.record, identity, Document(Location(path, 1), fields))
    assert record is not None, [str(each) for each in wrong]
    return record


def settings(**more: Any) -> Settings:  # noqa: ANN401
    """Return the settings of a small business in Berlin that charges 19 % and gives 14 days."""
    business = {"name": "Nordlicht", "address": BERLIN, "vat_id": "DE136695976"}
    fields = {"business": business, "currency": "EUR", "tax": "standard", "taxes": TAXES} | more
    record: Settings = made("settings", "settings", **fields)
    return record


def client(identity: str = "acme", **more: Any) -> Client:  # noqa: ANN401
    """Return a client in Berlin."""
    record: Client = made("client", identity, **{"name": identity.title(), "address": BERLIN} | more)
    return record


def draft(identity: str = "work", of: str = "acme", net: str = "100.00", **more: Any) -> Invoice:  # noqa: ANN401
    """Return the draft of an invoice with one line of ``net``."""
    record: Invoice = made("invoice", identity, **{"client": of, "lines": [{"text": "Work", "price": net}]} | more)
    return record


def invoice(
    n: int,
    on: str,
    of: str = "acme",
    net: str = "100.00",
    *,
    previous: str | None = None,
    joins: tuple[str, ...] = (),
) -> Invoice:
    """Return invoice number ``n`` of 2026: 19 % on ``net``, due 14 days after ``on``."""
    plain = draft(f"draft-{n}", of, net)
    number, day = f"INV-2026-{n:04}", dt.date.fromisoformat(on)
    ready = issued(plain, client(of), settings(), on=day, number=number, previous=previous, joins=joins)
    return moved(ready, f"invoices/2026/{number}.md")


def credit(
    of: Invoice,
    n: int = 1,
    on: str = "2026-06-01",
    *,
    reason: str = "mistake",
    part: Part | None = None,
    earlier: Sequence[CreditNote] = (),
    previous: str | None = None,
) -> CreditNote:
    """Return credit note number ``n`` of 2026 to an open invoice."""
    standing: Standing = {("invoice",): (of.gross,)} if of.gross else {}
    return credited(
        of,
        standing,
        earlier,
        on=dt.date.fromisoformat(on),
        reason=reason,
        number=f"CN-2026-{n:04}",
        part=part,
        previous=previous,
    )


def moved(record: R, path: str) -> R:
    """Return ``record`` as read from ``path``."""
    return replaced(record, where=Location(path, 1))


def worked(who: str, on: str, time: str, **more: Any) -> TimeEntry:  # noqa: ANN401
    """Return an entry of time by a person, in the file of its month."""
    where = Location(path_of(who, dt.date.fromisoformat(on)), 1)
    record, wrong = read(TimeEntry, key_of, Document(where, {"date": on, "time": time} | more))
    assert isinstance(record, TimeEntry), [str(each) for each in wrong]
    return record


def payment(on: str, amount: str, of: str = "acme", **allocate: str) -> Record:
    """Return a payment; ``INV_2026_0001="50.00"`` allocates a part of it."""
    parts = {number.replace("_", "-"): part for number, part in allocate.items()}
    record: Record = made(
        "payment", f"{on}-{of}-{len(parts)}", date=on, client=of, amount=amount, currency="EUR", allocate=parts
    )
    return record


def pay(of: Invoice, remaining: Money, *, on: dt.date, again: int = 1, **means: Any) -> Plan:  # noqa: ANN401
    """Return the plan to record that ``remaining`` was paid, or what ``means`` say."""
    return planned(of, paid(of, remaining, Means(**means), on=on), again=again)


def books(*records: Record, files: Iterable[str] = ()) -> MemoryBooks:
    """Return books of these records and the usual settings and client."""
    return MemoryBooks(settings(), [settings(), client(), *records], files=files)


def shown(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return diagnostics as they are printed."""
    return [str(each) for each in diagnostics]
