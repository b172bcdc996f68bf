"""Businesses with awkward names and texts: the same seed gives the same records, and all that can happen to an invoice.

made = awkward_business(seed=7)
made.books().balances(Query(by=("account",)))
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Location
from backoffice.core.duration import Duration
from backoffice.core.lines import Adjustment, Line
from backoffice.core.money import Money, share_out
from backoffice.core.part import replaced
from backoffice.core.party import Address, Party
from backoffice.core.record import Record
from backoffice.core.settings import Settings
from backoffice.core.tax import DatedRate, TaxCode
from backoffice.kinds.client import Client
from backoffice.kinds.expense import Expense
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.payment import Payment
from backoffice.kinds.project import Project
from backoffice.kinds.void import Void
from backoffice.kinds.write_off import WriteOff

FIRST_DAY = dt.date(2025, 1, 1)
CURRENCIES = ("EUR", "JPY", "KWD")
TAXES = {
    "standard": TaxCode(
        category="S",
        rates=(
            DatedRate(since=dt.date(2007, 1, 1), rate=Decimal(19)),
            DatedRate(since=dt.date(2026, 1, 1), rate=Decimal("20.5")),
        ),
    ),
    "reduced": TaxCode(category="S", rates=(DatedRate(since=dt.date(2007, 1, 1), rate=Decimal("5.5")),)),
    "reverse-charge": TaxCode(category="AE", reason="Reverse charge"),
    "export": TaxCode(category="G", reason="Export outside the EU"),
}
NAMES = (
    "Acme GmbH",
    "Müller, Söhne & Co. KG",
    "Smith; Jones | Partners",
    "Кирпич [2025-02-03] (ж)",
    'The "Quoted" \\ Company 🎉',
    "日本商事",
    "x date:2020-01-01, type:A",
    "* ! Stars = 5 EUR",
)
CATEGORIES = ("software", "travel:train", "Büro & Papier", "rent", "Rent", "bank-fees", "2026; budget", "(misc)")


@dataclass(frozen=True)
class Business:
    """The settings and the records of one business; ``records`` does not hold the settings."""

    settings: Settings
    records: tuple[Record, ...]

    def books(self) -> MemoryBooks:
        return MemoryBooks(self.settings, self.records)


def awkward_business(seed: int, *, clients: int = 5, invoices: int = 14, expenses: int = 10) -> Business:
    """Return the business of ``seed``; two years long, in three currencies."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    settings = _settings(chance)
    buyers = [_client(chance, number) for number in range(clients)]
    projects = [_project(number, client) for number, client in enumerate(buyers)]
    sold = list(_invoices(chance, settings, buyers, projects, invoices))
    after = _aftermath(chance, sold)
    bought = [_expense(chance, number, projects) for number in range(expenses)]
    return Business(settings, (*buyers, *projects, *_drafts(chance, buyers), *sold, *after, *bought))


def _settings(chance: random.Random) -> Settings:
    renamed = {"bank": "assets:bank:giro", "income": "Erlöse", "vat_output": "liabilities:Umsatzsteuer"}
    return Settings(
        id="settings",
        where=Location("backoffice.yaml", 1),
        business=Party(
            name='Studio "Nord" & Söhne; [Berlin]',
            address=Address(city="Berlin", country="DE"),
            vat_id="DE136695976",
        ),
        currency="EUR",
        tax="standard",
        taxes=TAXES,
        accounts=renamed if chance.random() < 0.3 else {},
    )


def _client(chance: random.Random, number: int) -> Client:
    identity = f"client-{number}"
    return Client(
        id=identity,
        where=Location(f"clients/{identity}.md", 1),
        name=chance.choice(NAMES),
        address=Address(city="Wien", country="AT"),
        vat_id="ATU12011204",
        tax=chance.choice(("", "", "reverse-charge", "export")),
        currency=chance.choice((None, *CURRENCIES)),
        terms=chance.choice((None, Duration(days=30), Duration(months=1))),
    )


def _project(number: int, client: Client) -> Project:
    identity = f"project-{number}"
    return Project(
        id=identity, where=Location(f"projects/{identity}.md", 1), name=f"Project {number}", client=client.id
    )


def _day(chance: random.Random, since: dt.date = FIRST_DAY, span: int = 660) -> dt.date:
    return since + dt.timedelta(days=chance.randrange(span))


def _line(chance: random.Random) -> Line:
    reduction = Adjustment(reason="Regular", percent=Decimal(chance.randrange(1, 30)))
    surcharge = Adjustment(reason="Express", amount=Decimal(chance.randrange(1, 50)))
    return Line(
        text=chance.choice(("Design", "Code; with a semicolon", "Tests | more")),
        quantity=Decimal(chance.randrange(1, 4000)) / 100,
        price=Decimal(chance.randrange(100, 20000)) / 100,
        per=Decimal(chance.choice((1, 1, 3, 100))),
        income=chance.choice(("services", "licences", "Lizenzen (DE)")),
        tax=chance.choice(("", "", "reduced")),
        allowances=(reduction,) if chance.random() < 0.3 else (),
        charges=(surcharge,) if chance.random() < 0.3 else (),
    )


def _draft(chance: random.Random, name: str, buyer: Client, project: Project | None) -> Invoice:
    reduction = Adjustment(reason="Loyalty", percent=Decimal(chance.randrange(1, 20)), tax="reduced")
    lines = tuple(_line(chance) for _ in range(chance.randrange(1, 6)))
    mixed = any(line.tax == "reduced" and line.amount("KWD").amount > 1 for line in lines)
    return Invoice(
        id=name,
        where=Location(f"invoices/drafts/{name}.md", 1),
        client=buyer.id,
        project=project.id if project else None,
        subject=chance.choice(("", "Work in June", "Ümläut; | (x) [2025-01-01]")),
        lines=lines,
        allowances=(reduction,) if mixed and len({line.tax for line in lines}) == 1 else (),
        charges=(Adjustment(reason="Postage", amount=Decimal(7), tax="standard"),) if chance.random() < 0.2 else (),
    )


def _drafts(chance: random.Random, buyers: list[Client]) -> Iterator[Invoice]:
    return (_draft(chance, f"draft-{number}", buyer, None) for number, buyer in enumerate(buyers[:2]))


def _invoices(
    chance: random.Random, settings: Settings, buyers: list[Client], projects: list[Project], count: int
) -> Iterator[Invoice]:
    previous: str | None = None
    for serial, on in enumerate(sorted(_day(chance) for _ in range(count)), start=1):
        number, buyer = f"INV-{on.year}-{serial:04}", chance.choice(buyers)
        project = next((each for each in projects if each.client == buyer.id), None)
        draft = _draft(chance, f"d{serial}", buyer, project if chance.random() < 0.7 else None)
        made = issued(draft, buyer, settings, on=on, number=number, previous=previous)
        previous = made.issued.digest if made.issued else None
        yield _moved(made, f"invoices/{on.year}/{number}.md")


def _moved(invoice: Invoice, path: str) -> Invoice:
    """Return the invoice as it is read from its place."""
    return replaced(invoice, where=Location(path, 1))


def _aftermath(chance: random.Random, sold: list[Invoice]) -> Iterator[Record]:
    """What happens to the invoices: paid in full, in part, too much, together; void; written off; nothing."""
    waiting: dict[tuple[str, str], Invoice] = {}
    for serial, invoice in enumerate(sold):
        gross, issue = invoice.gross, invoice.issued
        if gross is None or issue is None or not gross:
            continue
        fate = chance.choice(("open", "paid", "part", "late", "over", "together", "void", "lost", "discount"))
        day = issue.date + dt.timedelta(days=chance.randrange(90))
        if fate == "void":
            yield _void(invoice, day)
        elif fate == "lost":
            yield _write_off(invoice, day, _part_of(gross, chance))
        elif fate == "together" and (other := waiting.pop((invoice.client, gross.currency), None)):
            yield _together(serial, day, (invoice, other))
        elif fate == "together":
            waiting[invoice.client, gross.currency] = invoice
        elif fate != "open":
            yield from _payments(serial, fate, invoice, day, _part_of(gross, chance))


def _part_of(gross: Money, chance: random.Random) -> Money:
    return share_out(gross, [Decimal(chance.randrange(1, 9)), Decimal(chance.randrange(1, 9))])[0]


def _payments(serial: int, fate: str, invoice: Invoice, day: dt.date, part: Money) -> Iterator[Payment]:
    gross = invoice.gross or part
    rest, small = gross - part, Money.of_minor(1, gross.currency)
    if fate == "paid":
        yield _payment(f"{day}-{serial}", day, invoice.client, gross, {invoice.id: gross})
    elif fate == "over":
        yield _payment(f"{day}-{serial}", day, invoice.client, gross + part, {invoice.id: gross})
    elif fate == "discount":
        known: dict[str, Decimal | str] = {"fee": small.amount, "discount": part.amount, "account": "clearing"}
        yield _payment(f"{day}-{serial}", day, invoice.client, rest - small, {invoice.id: gross}, **known)
    else:
        yield _payment(f"{day}-{serial}-a", day, invoice.client, part, {invoice.id: part}, account="cash")
    if fate == "late":
        later = day + dt.timedelta(days=40)
        yield _payment(f"{later}-{serial}-b", later, invoice.client, rest, {invoice.id: rest})


def _together(serial: int, day: dt.date, invoices: Iterable[Invoice]) -> Payment:
    parts = {each.id: each.gross for each in invoices if each.gross}
    first, *others = parts.values()
    client = next(iter(invoices)).client
    return _payment(f"{day}-{serial}", day, client, sum(others, start=first), parts)


def _payment(
    identity: str, day: dt.date, client: str, amount: Money, parts: dict[str, Money], **more: Decimal | str
) -> Payment:
    return Payment(
        id=identity,
        where=Location(f"payments/{day.year}/{identity}.yaml", 1),
        date=day,
        client=client,
        amount=amount.amount,
        currency=amount.currency,
        allocate={number: part.amount for number, part in parts.items()},
        **more,  # type: ignore[arg-type]
    )


def _event_path(invoice: Invoice, event: str) -> Location:
    return Location(f"{invoice.where.path.removesuffix('.md')}.{event}.yaml", 1)


def _void(invoice: Invoice, day: dt.date) -> Void:
    assert invoice.issued
    return Void(
        id=invoice.id,
        where=_event_path(invoice, "void"),
        date=day,
        reason="Wrong client; sorry",
        client=invoice.client,
        project=invoice.project,
        currency=invoice.issued.currency,
        totals=invoice.issued.totals,
    )


def _write_off(invoice: Invoice, day: dt.date, amount: Money) -> WriteOff:
    return WriteOff(
        id=invoice.id,
        where=_event_path(invoice, "written-off"),
        date=day,
        reason="Insolvent",
        client=invoice.client,
        project=invoice.project,
        currency=amount.currency,
        amount=amount.amount,
    )


def _expense(chance: random.Random, number: int, projects: list[Project]) -> Expense:
    day, currency = _day(chance), chance.choice(CURRENCIES)
    gross = Money.of_minor(chance.randrange(1, 500_000), currency)
    bill = chance.random() < 0.4
    identity = f"{day}-expense-{number}"
    return Expense(
        id=identity,
        where=Location(f"expenses/{day.year}/{identity}.md", 1),
        date=day,
        supplier=chance.choice(NAMES),
        text=chance.choice(("", "Licence (1 year)", "Ticket; [2026-01-01] | ICE")),
        category=chance.choice(CATEGORIES),
        amount=gross.amount,
        currency=currency,
        vat=(gross * Decimal(chance.choice(("0", "0.07", "0.159664")))).amount,
        tax=chance.choice(("", "standard")),
        nature=chance.choice(("delivery", "overhead")),
        account=chance.choice(("bank", "cash", "owner", "credit-card", "assets:bank:Sparkasse")),
        due=day + dt.timedelta(days=14) if bill else None,
        paid=day + dt.timedelta(days=chance.randrange(60)) if bill and chance.random() < 0.6 else None,
        project=chance.choice(projects).id if projects and chance.random() < 0.3 else None,
    )
