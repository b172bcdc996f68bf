"""A client's statement as it is printed: open items, or movements with the running balance, in the client's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from backoffice.core.canonical import digest_of
from backoffice.core.hours import Minutes
from backoffice.core.money import Money, round_to, total
from backoffice.core.period import Period
from backoffice.core.settings import Settings
from backoffice.kinds.client import Client
from backoffice.kinds.retained import Grant
from backoffice.render.job import Composed
from backoffice.render.letter_page import Fact, Letter, Stationery, Subject, facts_of
from backoffice.render.localise import Wording
from backoffice.render.look import Load
from backoffice.render.own_pages import own_pages
from backoffice.reports.client_statement import Account, Item, Statement


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One table: headings, rows of texts (the last ``figures`` of them amounts), and sums below."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: int
    sums: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """The whole statement, in plain text."""

    letter: Letter
    opening: str
    listings: tuple[Listing, ...]
    closing: str


KNOWN = ("invoice", "payment", "credit_note", "refund", "void", "write_off")
"""What can move a balance, by noun, with a word of its own."""


class _Stating:
    """One statement on its way to paper."""

    def __init__(self, found: Statement, client: Client, settings: Settings, as_of: dt.date) -> None:
        self.found, self.client, self.settings, self.as_of = found, client, settings, as_of
        self.wording = Wording(client.language or settings.look.language, settings.business.address.country)

    def page(self, load: Load, period: Period | None) -> StatementPage:
        """Return the whole page."""
        listings = [self.movements(each) for each in self.found.accounts] if period else list(self.open())
        return StatementPage(
            letter=self.letter(load, period),
            opening=self.wording.say("statement_opening" if listings else "statement_nothing"),
            listings=(*listings, *self.charges(), *self.retainers()),
            closing=self.wording.say("statement_closing", self.wording.date(self.as_of)),
        )

    def letter(self, load: Load, period: Period | None) -> Letter:
        """Return what surrounds the body."""
        wording, seller = self.wording, self.settings.business
        paper = Stationery(seller=seller, look=self.settings.look, wording=wording, load=load)
        span = wording.period(str(period))[1] if period else wording.date(self.as_of)
        facts = (("letter_date", wording.date(self.as_of)), ("reference", self.client.reference))
        return paper.letter(
            self.client.party,
            Subject(
                title=wording.say("statement_title"),
                line=wording.say("statement_moved" if period else "statement_open", span),
                facts=facts_of(wording, *facts),
                created=f"{self.as_of}T00:00:00Z",
            ),
        )

    def open(self) -> Iterator[Listing]:
        """Yield a table of open items for each currency."""
        amounts = [*(each.open for each in self.found.items), *(-each for each in self.found.credit)]
        for currency in sorted({each.currency for each in amounts}):
            mine = [each for each in self.found.items if each.open.currency == currency]
            rows = [self.item(each) for each in sorted(mine, key=lambda each: (str(each.date), each.number))]
            rows += [
                ("", self.wording.say("statement_credit"), "", "", self.wording.amount(-each))
                for each in self.found.credit
                if each.currency == currency
            ]
            words = ("letter_date", "statement_document", "due", "statement_amount", "statement_left")
            whole = total((each for each in amounts if each.currency == currency), currency)
            yield self.listing(words, currency, rows, 2, (("statement_sum", whole),))

    def item(self, item: Item) -> tuple[str, ...]:
        """Return the row of one open document."""
        wording = self.wording
        return (
            wording.date(item.date) if item.date else "",
            wording.say("invoice", item.number),
            wording.date(item.due) if item.due else "",
            wording.amount(item.gross) if item.gross else "",
            wording.amount(item.open),
        )

    def movements(self, account: Account) -> Listing:
        """Return the table of what moved in one currency."""
        wording = self.wording
        rows = [("", wording.say("statement_forward"), "", wording.amount(account.opening))]
        rows += [
            (
                wording.date(each.date),
                f"{self.source(each.source)} {', '.join(each.about)}".strip(),
                wording.amount(each.amount),
                wording.amount(each.balance),
            )
            for each in account.movements
        ]
        words = ("letter_date", "statement_document", "statement_amount", "statement_balance")
        return self.listing(words, account.closing.currency, rows, 2, (("statement_sum", account.closing),))

    def source(self, noun: str) -> str:
        """Return what a record is called."""
        name = noun.replace("-", "_")
        return self.wording.say(f"statement_{name}") if name in KNOWN else noun

    def listing(
        self,
        words: tuple[str, ...],
        currency: str,
        rows: Sequence[tuple[str, ...]],
        figures: int,
        sums: tuple[tuple[str, Money], ...],
    ) -> Listing:
        """Return a table with its headings and sums in words."""
        return Listing(
            title=currency,
            headings=tuple(self.wording.say(word) for word in words),
            rows=tuple(rows),
            figures=figures,
            sums=tuple(Fact(label=self.wording.say(word), text=self.wording.money(amount)) for word, amount in sums),
        )

    def charges(self) -> Iterator[Listing]:
        """Yield what reminders claim beside the invoices."""
        if self.found.charges:
            rows = tuple(
                (self.wording.say("invoice", number), self.wording.money(amount))
                for number, amount in self.found.charges
            )
            heading = self.wording.say("statement_charges")
            yield Listing(title="", headings=(heading, ""), rows=rows, figures=1, sums=())

    def retainers(self) -> Iterator[Listing]:
        """Yield what can be used of retainers, each period of each by itself."""
        if self.found.grants:
            words = ("granted", "used", "left", "until")
            heads = (self.wording.say(f"statement_retainer_{word}") for word in words)
            headings = (self.wording.say("statement_retainers"), *heads)
            rows = tuple(self.grant(each) for each in self.found.grants)
            yield Listing(title="", headings=headings, rows=rows, figures=4, sums=())

    def grant(self, grant: Grant) -> tuple[str, ...]:
        """Return the row of one grant."""
        wording = self.wording
        name = " · ".join(filter(None, (grant.retainer.task, wording.period(str(grant.covers))[1])))
        amounts = (self.units(each) for each in (grant.granted, grant.used, grant.left))
        return name, *amounts, wording.date(grant.usable)

    def units(self, amount: Minutes | Money) -> str:
        """Return an amount of money, or a length of time in hours."""
        if isinstance(amount, Money):
            return self.wording.money(amount)
        return self.wording.quantity(round_to(amount.hours, 2), "hour")


def composed(
    found: Statement, client: Client, settings: Settings, load: Load, *, as_of: dt.date, period: Period | None
) -> Composed:
    """Return a statement ready to be laid out."""
    page = asdict(_Stating(found, client, settings, as_of).page(load, period))
    return Composed(
        name=f"the statement for {client.id}",
        template="statement.html",
        style="invoice",
        templates=own_pages(load),
        page=page,
        identifier=digest_of({"rows": str(page["listings"]), "client": client.id, "as_of": str(as_of)}),
    )
