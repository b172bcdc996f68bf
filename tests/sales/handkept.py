"""Books of sales that are kept twice: by the code that makes real records, and by hand, from the raw facts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from backoffice.core.books import MemoryBooks
from backoffice.core.change import AddRecord, Plan
from backoffice.core.named import NamedTuple
from backoffice.core.record import Record
from backoffice.kinds import kind_of
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.prepaying import prepaid
from tests import made

YEAR = 2025
RATE = {"standard": 19, "reduced": 7, "export": 0, "reverse-charge": 0}
DOLLAR = Decimal("0.9")
ACME = "c0"
WHO: Mapping[str, tuple[str, str, str, int]] = {
    **{f"c{n}": ("DE", "EUR", "standard", 7 * (n + 1)) for n in range(6)},
    "c6": ("FR", "EUR", "reverse-charge", 30),
    "c7": ("US", "USD", "export", 14),
    "c8": ("US", "USD", "export", 45),
    "c9": ("JP", "JPY", "export", 60),
}
"""Country, currency, tax code and days to pay of each client."""


Lines: TypeAlias = "tuple[tuple[Decimal, str, str], ...]"
"""Net amount, tax code and kind of income of each line."""


class Post(NamedTuple):
    """One posting as it should be: debit positive."""

    day: dt.date
    account: str
    amount: Decimal
    currency: str
    client: str
    project: str
    document: str
    source: str


class Sold(NamedTuple):
    """What an invoice sold: its lines as (net, tax code, kind of income), worked out by hand."""

    number: str
    day: dt.date
    due: dt.date
    client: str
    project: str
    currency: str
    lines: Lines
    less: Decimal = Decimal(0)
    deposit: bool = False
    deducts: str = ""
    gross: Decimal = Decimal(0)

    def rounded(self, amount: Decimal) -> Decimal:
        return rounded(amount, self.currency)

    def taxes(self, lines: Lines, less: Decimal) -> dict[str, Decimal]:
        """Return the tax by code: on the sum of each, never by line; a discount is off the first code.

        Where the price of its one line is ``gross``, it is what is in that.
        """
        if self.gross:
            ((net, code, _),) = lines
            return {code: self.gross - net}
        sums: dict[str, Decimal] = {}
        for net, code, _ in lines:
            sums[code] = sums.get(code, Decimal(0)) + net
        sums[lines[0][1]] -= less
        return {code: self.rounded(net * RATE[code] / 100) for code, net in sums.items()}


def rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1) if currency == "JPY" else Decimal("0.01"), ROUND_HALF_UP)


class HandKept:
    """The records of the year as they come, and beside them what they should post."""

    def __init__(self, seed: int) -> None:
        """Begin with settings, clients, projects and a schedule."""
        self.chance = random.Random(seed)  # noqa: S311 - the same for the same seed is the point
        taxes = {**made.TAXES, "export": {"category": "G", "reason": "Export outside the EU"}}
        rate = [{"currency": "USD", "since": "2024-01-01", "rate": str(DOLLAR)}]
        self.settings = made.settings(taxes=taxes, exchange=rate, rates=[{"price": "90"}])
        self.records: list[Record] = [self.settings]
        self.posts: list[Post] = []
        self.sold: dict[str, Sold] = {}
        self.invoices: dict[str, Invoice] = {}
        self.open: dict[str, Decimal] = {}
        self.previous: dict[str, str | None] = {}
        self.notes = 0
        for client, (country, currency, code, days) in WHO.items():
            vat = {"vat_id": "FR40303265045"} if country == "FR" else {}
            address = {"city": "Somewhere", "country": country}
            terms = {"terms": f"{days}d", "currency": currency, "tax": code}
            self.records += [
                made.made("client", client, name=client.upper(), address=address, **vat, **terms),
                made.made("project", f"p-{client}", name=client.upper(), client=client, hours="20h", budget="3000"),
            ]

    def books(self) -> MemoryBooks:
        return MemoryBooks(self.settings, self.records)

    def days(self, least: int, most: int, since: dt.date) -> dt.date:
        """Return a day some days later, of this year."""
        return min(dt.date(YEAR, 12, 31), since + dt.timedelta(days=self.chance.randint(least, most)))

    def post(self, day: dt.date, about: Sold, source: str, amounts: Mapping[str, Decimal], of: str = "") -> None:
        """Write postings to accounts, by their short names; they must balance. ``of``: the deposit that is deducted."""
        assert not sum(amounts.values()), (about.number, source, amounts)
        project = about.project if source in {"invoice", "void", "credit-note", "write-off"} else ""
        for name, amount in amounts.items():
            account, document = ACCOUNTS.get(name, f"income:{name}"), of if name == "deposits" and of else about.number
            if amount:
                self.posts.append(Post(day, account, amount, about.currency, about.client, project, document, source))
        self.open[about.number] = self.left(about.number)

    def keep(self, plan: Plan) -> Record:
        """Read what a plan writes as if it stood in its file, and keep it."""
        (step,) = plan.steps
        assert isinstance(step, AddRecord)
        kind = next(kind for noun in _WRITTEN if (kind := kind_of(noun)).identity(step.path))
        record: Record = made.made(kind.noun, kind.identity(step.path) or "", **step.fields)
        self.records.append(made.moved(record, step.path))
        return record

    # ── Selling ─────────────────────────────────────────────────────────────────────────────

    def issue(self, draft: Invoice, sold: Sold) -> Sold:
        """Issue a draft, and post what it should come to."""
        client = next(each for each in self.records if each.ref == f"client/{sold.client}")
        less = prepaid(self.books(), draft, sold.currency) if draft.deposits else ()
        previous = self.previous.get("invoice")
        ready = issued(draft, client, self.settings, on=sold.day, number=sold.number, previous=previous, prepaid=less)  # type: ignore[arg-type]
        ready = made.moved(ready, f"invoices/{YEAR}/{sold.number}.md")
        assert ready.issued is not None
        self.previous["invoice"] = ready.issued.digest
        self.records.append(ready)
        self.invoices[sold.number], self.sold[sold.number] = ready, sold
        self.sell(sold, sold.day, "invoice", sold.lines, sold.less)
        return sold

    def sell(self, sold: Sold, day: dt.date, source: str, lines: Lines, less: Decimal, *, sign: int = 1) -> Decimal:
        """Post a sale, or (``sign`` -1) what is taken back of it; return the gross."""
        tax = sum(sold.taxes(lines, less).values(), start=Decimal(0))
        net = sum((line[0] for line in lines), start=Decimal(0))
        amounts = {"receivable": (net - less + tax) * sign, "vat": -tax * sign, "discounts": less * sign}
        for each, _, income in lines:
            name = "deposits" if sold.deposit else income
            amounts[name] = amounts.get(name, Decimal(0)) - each * sign
        self.post(day, sold, source, amounts)
        if sold.deducts:
            before = self.sold[sold.deducts]
            taken = sum(before.taxes(before.lines, before.less).values(), start=Decimal(0))
            part = sum((line[0] for line in before.lines), start=Decimal(0))
            back = {"receivable": -(part + taken) * sign, "vat": taken * sign, "deposits": part * sign}
            self.post(day, sold, source, back, of=before.number)
        return net - less + tax

    def left(self, number: str) -> Decimal:
        """Return what is open of an invoice, by the postings."""
        return sum(
            (each.amount for each in self.posts if each.document == number and each.account == "assets:receivable"),
            start=Decimal(0),
        )


ACCOUNTS = {
    "receivable": "assets:receivable",
    "bank": "assets:bank",
    "vat": "liabilities:vat:output",
    "discounts": "expenses:discounts",
    "deposits": "liabilities:deposits",
    "credit": "liabilities:client-credit",
    "fees": "expenses:bank-fees",
    "lost": "expenses:bad-debt",
    "withheld": "assets:withheld-tax",
    "late": "income:late-charges",
}
_WRITTEN = ("payment", "refund", "void", "write-off")
