"""Made-up businesses: years of records that could be real, the same for the same seed.

    made = business(seed=7, clients=5, invoices=30, expenses=20)
    made.books()          # the books, in memory
    made.write(folder)    # the files of its workspace

Invoices are issued by the code that issues real ones, so that numbers, totals and the chain of digests are right; they
are paid at once, in parts, together with others, too much, late or never, voided, credited or written
off.
"""

import datetime as dt
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from backoffice.core.books import MemoryBooks
from backoffice.core.cash_discount import tax_in
from backoffice.core.diagnostic import Location
from backoffice.core.document import Tree
from backoffice.core.duration import Duration
from backoffice.core.lines import Adjustment, Line
from backoffice.core.money import Money, minor_units, round_to
from backoffice.core.part import replaced
from backoffice.core.party import Address, BankAccount, Party
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.core.settings import PATH, Settings
from backoffice.core.tax import DatedRate, TaxCode
from backoffice.kinds import kind_of
from backoffice.kinds.client import Client, Contact
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.crediting import credited
from backoffice.kinds.expense import Expense
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.payment import Payment
from backoffice.kinds.project import Project
from backoffice.kinds.void import Void
from backoffice.kinds.write_off import WriteOff

TODAY = dt.date(2026, 11, 21)
RECENT = 90
"""Days within which most invoices are not paid yet; after a year nearly all are."""
RECEIPT = b"%PDF-1.4\n% a receipt\n%%EOF\n"

NAMES = ("Acme", "Bäckerei Blum", "Corvus", "Delta Design", "Eisenhüttenwerk Öst", "Fjord & Co", "Grün", "Hévíz Kft")
CITIES = (("Berlin", "DE"), ("Köln", "DE"), ("Wien", "AT"), ("Lyon", "FR"), ("Gent", "BE"), ("Boston", "US"))
VAT = {"DE": "DE136695976", "AT": "ATU13585627", "FR": "FR40303265045", "BE": "BE0403019261"}
WORK = ("Homepage", "Logo", "Workshop", "Übersetzung", "Server maintenance", "Photo shooting", "Consulting: day rate")
THINGS = {
    "software": ("Adobe", "Photoshop licence"),
    "travel": ("Deutsche Bahn", "ticket to a client"),
    "rent": ("Hausverwaltung Müller", "office"),
    "hosting": ("Hetzner", "server #2"),
    "freelancers": ("Zoë Ångström", "illustrations"),
}
NOTES = (
    "They asked for the café layout again; call back about «naïve» colours. Reference: PO-{n}/B, see INV-2026-{n:04}."
)
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/+-]*(?<! )")


@dataclass(frozen=True)
class Business:
    """Settings, all records (the settings among them) and the files that they speak of."""

    settings: Settings
    records: tuple[Record, ...]
    attachments: tuple[str, ...] = ()

    def books(self) -> MemoryBooks:
        """Return its books."""
        files = (*(each.where.path for each in self.records), *self.attachments)
        return MemoryBooks(self.settings, self.records, files=files)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of every file of its workspace."""
        for record in self.records:
            yield record.where.path, text_of(record).encode()
        for path in self.attachments:
            yield path, RECEIPT

    def write(self, root: Path) -> None:
        """Write its files into the folder ``root``."""
        made: set[str] = set()
        for path, content in self.files():
            folder = path.rpartition("/")[0]
            if folder not in made:
                (root / folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            (root / path).write_bytes(content)


def business(
    seed: int, *, clients: int = 5, invoices: int = 20, expenses: int = 15, years: int = 2, receipts: bool = True
) -> Business:
    """Return the business of this seed: so many clients, invoices and expenses in the years before ``TODAY``.

    About four in five invoices have a payment, and a tenth as many drafts wait as there are clients. With ``receipts``
    every third expense has a receipt.
    """
    chance = random.Random(seed)  # noqa: S311 - the same for the same seed is the point
    own = settings()
    buyers = [_client(chance, position) for position in range(clients)]
    projects = [_project(chance, position, buyers) for position in range(0, clients * 2, 3)]
    days = sorted(TODAY - dt.timedelta(days=chance.randrange(years * 365)) for _ in range(invoices))
    sold = list(_invoices(chance, own, buyers, projects, days))
    events = list(_numbered(_events(chance, sold)))
    bought = [_expense(chance, position, years, projects, receipts=receipts) for position in range(expenses)]
    drafts = [_draft(chance, f"draft-{position}", buyers, projects) for position in range(clients // 10 + 1)]
    records: tuple[Record, ...] = (own, *buyers, *projects, *sold, *drafts, *events, *bought)
    return Business(own, records, tuple(each.receipt_path for each in bought if each.receipt_path))


def settings() -> Settings:
    """Return the settings that all made-up businesses have."""
    rates = (("2007-01-01", "19"), ("2020-07-01", "16"), ("2021-01-01", "19"))
    return Settings(
        id="settings",
        where=Location(PATH, 1),
        business=Party(
            name="Studio Ümlaut",
            address=Address(street="Torstraße 1", postcode="10115", city="Berlin", country="DE"),
            vat_id=VAT["DE"],
            bank=BankAccount(iban="DE89370400440532013000", bank="Commerzbank"),
        ),
        currency="EUR",
        timezone="Europe/Berlin",
        tax="standard",
        taxes={
            "standard": TaxCode(
                category="S",
                rates=tuple(DatedRate(since=dt.date.fromisoformat(day), rate=Decimal(rate)) for day, rate in rates),
            ),
            "reduced": TaxCode(category="S", rates=(DatedRate(since=dt.date(1983, 7, 1), rate=Decimal(7)),)),
            "reverse-charge": TaxCode(category="AE", reason="Reverse charge"),
            "export": TaxCode(category="G", reason="Export outside the EU"),
        },
    )


def _client(chance: random.Random, position: int) -> Client:
    city, country = CITIES[position % len(CITIES)]
    tax = {"DE": "", "US": "export"}.get(country, "reverse-charge")
    name = f"{chance.choice(NAMES)} {position}"
    return Client(
        id=f"client-{position}",
        where=_where("client", f"client-{position}"),
        notes=_notes(chance),
        name=name,
        address=Address(street=f"Straße {position}", postcode=f"{10000 + position}", city=city, country=country),
        vat_id=VAT.get(country),
        email=f"office@client-{position}.example" if chance.random() < 0.7 else None,
        contacts=(Contact(name=f"Renée Groß-{position}", role="billing"),) if chance.random() < 0.5 else (),
        tax=tax,
        currency={"US": "USD"}.get(country) or (chance.choice(["JPY", "KWD"]) if chance.random() < 0.1 else None),
        terms=Duration(days=chance.choice([7, 30, 60])) if chance.random() < 0.4 else None,
        tags=("key account", "2026") if chance.random() < 0.2 else (),
    )


def _project(chance: random.Random, position: int, clients: list[Client]) -> Project:
    start = TODAY - dt.timedelta(days=chance.randrange(700))
    return Project(
        id=f"project-{position}",
        where=_where("project", f"project-{position}"),
        name=f"{chance.choice(WORK)} {start.year}",
        client=clients[position % len(clients)].id,
        start=start,
        end=start + dt.timedelta(days=90) if chance.random() < 0.5 else None,
        budget=Decimal(chance.randrange(1000, 90000)),
    )


def _draft(chance: random.Random, name: str, clients: list[Client], projects: list[Project]) -> Invoice:
    client = chance.choice(clients)
    of_client = [each.id for each in projects[:50] if each.client == client.id]
    lines = tuple(_line(chance, client) for _ in range(chance.choice([1, 1, 2, 3])))
    alike = len({line.tax for line in lines}) == 1
    friendly = Adjustment(reason="Friends & family", percent=Decimal(10))
    return Invoice(
        id=name,
        where=_where("invoice", name),
        notes=_notes(chance),
        client=client.id,
        project=chance.choice(of_client) if of_client else None,
        subject=chance.choice(WORK) if chance.random() < 0.8 else "",
        lines=lines,
        allowances=(friendly,) if alike and chance.random() < 0.1 else (),
    )


def _line(chance: random.Random, client: Client) -> Line:
    quantity = Decimal(chance.randrange(1, 80)) / chance.choice([1, 1, 4])
    return Line(
        text=chance.choice(WORK),
        quantity=quantity,
        unit=chance.choice(["hour", "day", ""]),
        price=Decimal(chance.randrange(2000, 15000)) / 100,
        tax="reduced" if not client.tax and chance.random() < 0.1 else "",
        income=chance.choice(["services", "services", "licences"]),
    )


def _invoices(
    chance: random.Random,
    own: Settings,
    clients: list[Client],
    projects: list[Project],
    days: Iterable[dt.date],
) -> Iterator[Invoice]:
    by_id = {client.id: client for client in clients}
    year, count, previous = 0, 0, None
    for position, day in enumerate(days):
        count = count + 1 if day.year == year else 1
        year, number = day.year, f"INV-{day.year}-{count:04}"
        draft = _draft(chance, f"job-{position}", clients, projects)
        made = issued(draft, by_id[draft.client], own, on=day, number=number, previous=previous)
        previous = made.issued.digest if made.issued else None
        yield replaced(made, where=_where("invoice", number, day))


def _events(chance: random.Random, sold: list[Invoice]) -> Iterator[Record]:
    """Yield what happens to the invoices."""
    waiting: dict[tuple[str, str], tuple[Invoice, Money]] = {}
    for invoice in sold:
        frozen, gross = invoice.issued, invoice.gross
        if frozen is None or gross is None or not gross:
            continue
        age = (TODAY - frozen.date).days
        fate = chance.choices(tuple(_FATES), (60, 8, 5, 3, 2, 4, 2, 60 if age < RECENT else 1 if age < 365 else 0.1))[0]
        if fate == "together":
            other = waiting.pop((invoice.client, frozen.currency), None)
            if other is None:
                waiting[invoice.client, frozen.currency] = invoice, gross
                continue
            yield _payment(chance, invoice, {other[0].id: other[1], invoice.id: gross})
        else:
            yield from _FATES[fate](chance, invoice, gross)
    for invoice, gross in waiting.values():
        yield _payment(chance, invoice, {invoice.id: gross})


def _paid(chance: random.Random, invoice: Invoice, gross: Money) -> Iterator[Record]:
    yield _payment(chance, invoice, {invoice.id: gross}, fee=Decimal(2) if chance.random() < 0.1 else Decimal(0))


def _in_parts(chance: random.Random, invoice: Invoice, gross: Money) -> Iterator[Record]:
    first = Money(round_to(gross.amount / 3, minor_units(gross.currency)), gross.currency)
    if first:
        yield _payment(chance, invoice, {invoice.id: first})
    settled = invoice.issued and (TODAY - invoice.issued.date).days > 365
    if chance.random() < (0.99 if settled else 0.8):
        yield _payment(chance, invoice, {invoice.id: gross - first}, discount=Decimal(1) if gross.amount > 9 else None)


def _too_much(chance: random.Random, invoice: Invoice, gross: Money) -> Iterator[Record]:
    yield _payment(chance, invoice, {invoice.id: gross}, extra=Decimal(50))


def _void(chance: random.Random, invoice: Invoice, gross: Money) -> Iterator[Record]:
    frozen = invoice.issued
    assert frozen is not None
    yield Void(
        id=invoice.id,
        where=_where("void", invoice.id, frozen.date),
        date=_later(chance, frozen.date),
        reason=f"wrong client, {gross} too much",
        client=invoice.client,
        project=invoice.project,
        currency=frozen.currency,
        totals=frozen.totals,
    )


def _credited(chance: random.Random, invoice: Invoice, gross: Money) -> Iterator[Record]:
    """Credit all, a line or a part of one; what is left is paid, or what was paid too much is owed back."""
    frozen = invoice.issued
    assert frozen is not None
    nets = [line.amount(frozen.currency) for line in invoice.lines]
    some = not (invoice.allowances or invoice.charges) and chance.random() < 0.6
    position = chance.randrange(len(nets))
    part = {position + 1: chance.choice([None, (nets[position] * Decimal("0.3")).amount or None])} if some else None
    note = credited(
        invoice,
        {("invoice",): (gross,)},
        (),
        on=_later(chance, frozen.date),
        reason=f"We agreed on less – {invoice.lines[0].text}",
        number="?",
        part=part,
    )
    yield note
    rest = gross if chance.random() < 0.2 else gross - note.gross
    if rest:
        yield _payment(chance, invoice, {invoice.id: rest})


def _numbered(events: Iterable[Record]) -> Iterator[Record]:
    """Give credit notes their numbers, in the order of their dates, and chain them."""
    kept = list(events)
    yield from (each for each in kept if not isinstance(each, CreditNote))
    year, count, previous = 0, 0, None
    for note in sorted((each for each in kept if isinstance(each, CreditNote)), key=lambda note: note.date):
        count = count + 1 if note.date.year == year else 1
        year, number = note.date.year, f"CN-{note.date.year}-{count:04}"
        made = replaced(note, id=number, where=_where("credit-note", number, note.date), previous=previous)
        made = replaced(made, digest=made.facts_digest())
        previous = made.digest
        yield made


def _written_off(chance: random.Random, invoice: Invoice, gross: Money) -> Iterator[Record]:
    frozen = invoice.issued
    assert frozen is not None
    part = Money(round_to(gross.amount / 4, minor_units(gross.currency)), gross.currency)
    if part:
        yield _payment(chance, invoice, {invoice.id: part})
    yield WriteOff(
        id=invoice.id,
        where=_where("write-off", invoice.id, frozen.date),
        date=_later(chance, frozen.date),
        reason="insolvent",
        client=invoice.client,
        project=invoice.project,
        currency=frozen.currency,
        amount=(gross - part).amount,
    )


def _open(_chance: random.Random, _invoice: Invoice, _gross: Money) -> Iterator[Record]:
    yield from ()


_FATES: dict[str, Callable[[random.Random, Invoice, Money], Iterator[Record]]] = {
    "paid": _paid,
    "together": _paid,
    "in parts": _in_parts,
    "too much": _too_much,
    "void": _void,
    "credited": _credited,
    "written off": _written_off,
    "open": _open,
}


def _payment(
    chance: random.Random,
    invoice: Invoice,
    parts: dict[str, Money],
    *,
    fee: Decimal = Decimal(0),
    discount: Decimal | None = None,
    extra: Decimal = Decimal(0),
) -> Payment:
    frozen = invoice.issued
    assert frozen is not None
    whole = sum((part.amount for part in parts.values()), start=Decimal(0))
    date = _later(chance, frozen.date)
    fee = fee if whole > fee else Decimal(0)
    name = f"{date}-{chance.getrandbits(32):08x}"
    return Payment(
        id=name,
        where=_where("payment", name, date),
        date=date,
        client=invoice.client,
        amount=whole + extra - fee - (discount or 0),
        currency=frozen.currency,
        account=chance.choice(["bank", "bank", "cash", "giro"]),
        allocate={number: part.amount for number, part in parts.items()},
        fee=fee,
        discount=discount or Decimal(0),
        discount_tax=tax_in(Money.of(discount, frozen.currency), frozen.totals.taxes) if discount else {},
        reference=f"{', '.join(parts)} thank you",
    )


def _expense(chance: random.Random, position: int, years: int, projects: list[Project], *, receipts: bool) -> Expense:
    date = TODAY - dt.timedelta(days=chance.randrange(years * 365))
    category = chance.choice(list(THINGS))
    supplier, text = THINGS[category]
    name = f"{date}-{category}-{position}"
    amount = Decimal(chance.randrange(500, 90000)) / 100
    bill = chance.random() < 0.3
    project = chance.choice(projects) if projects and category == "freelancers" else None
    return Expense(
        id=name,
        where=_where("expense", name, date),
        notes=_notes(chance),
        date=date,
        supplier=supplier,
        text=text,
        category=category,
        amount=amount,
        currency=chance.choice(["EUR", "EUR", "EUR", "USD"]),
        vat=round_to(amount * 19 / 119, 2) if chance.random() < 0.6 else Decimal(0),
        tax="standard",
        nature="delivery" if category == "freelancers" else "overhead",
        number=f"RE-{position}" if bill else "",
        due=date + dt.timedelta(days=30) if bill else None,
        paid=_later(chance, date) if bill and chance.random() < 0.9 else None,
        client=project.client if project else None,
        project=project.id if project else None,
        receipt=f"{name}.pdf" if receipts and position % 3 == 0 else None,
    )


def _later(chance: random.Random, day: dt.date) -> dt.date:
    return min(TODAY, day + dt.timedelta(days=chance.randrange(75)))


def _notes(chance: random.Random) -> str:
    return NOTES.format(n=chance.randrange(9999)) if chance.random() < 0.3 else ""


def _where(noun: str, identity: str, day: dt.date | None = None) -> Location:
    parts = {"year": str(day.year)} if day else {}
    return Location(kind_of(noun).path_of(identity, **parts), 1)


def text_of(record: Record) -> str:
    """Return a file that states ``record``, written by nothing that the product writes with."""
    fields = "".join(f"{line}\n" for line in _lines(fields_tree(record)))
    if record.where.path.endswith(".yaml"):
        return fields
    return f"---\n{fields}---\n" + (f"\n{record.notes}\n" if record.notes else "")


def _lines(tree: Tree) -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _field(f"{name}:", value)
    elif isinstance(tree, list):
        for value in tree:
            if isinstance(value, dict):
                first, *more = _lines(value)
                yield f"- {first}"
                yield from (f"  {line}" for line in more)
            else:
                yield from _field("-", value)


def _field(head: str, value: Tree) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{head} {value if SAFE.fullmatch(value) else json.dumps(value, ensure_ascii=False)}"
    elif value:
        yield head
        yield from (f"  {line}" for line in _lines(value))
    else:
        yield f"{head} {json.dumps(value)}"


def fingerprint(root: Path) -> str:
    """Return a digest of all files below a folder."""
    found = hashlib.sha256()
    for path in sorted(each for each in root.rglob("*") if each.is_file() and ".git" not in each.parts):
        found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
