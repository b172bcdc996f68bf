"""A reminder as it is printed: friendly, firm or final, with the sum and how to pay it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from backoffice.core.canonical import digest_of
from backoffice.core.money import Money
from backoffice.core.plain import tree_of
from backoffice.core.settings import Settings
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.reminder import Reminder
from backoffice.render.job import Composed
from backoffice.render.letter_page import Fact, Letter, Stationery, Subject, facts_of
from backoffice.render.localise import Wording
from backoffice.render.look import Load
from backoffice.render.own_pages import own_pages
from backoffice.render.payment_block import payment_block
from backoffice.render.sales_parts import Payment


@dataclass(frozen=True, kw_only=True)
class ReminderPage:
    """The whole reminder, in plain text."""

    letter: Letter
    opening: tuple[str, ...]
    sums: tuple[Fact, ...]
    gross: Fact
    payment: Payment
    closing: tuple[str, ...]


def reminder_page(reminder: Reminder, invoice: Invoice, issued: Issued, settings: Settings, load: Load) -> ReminderPage:
    """Return a reminder of an invoice as it is printed."""
    return _Reminding(reminder, invoice, issued, settings).page(load)


class _Reminding:
    """One reminder on its way to paper."""

    def __init__(self, reminder: Reminder, invoice: Invoice, issued: Issued, settings: Settings) -> None:
        self.reminder, self.invoice, self.issued, self.settings = reminder, invoice, issued, settings
        self.wording = Wording(reminder.language, issued.seller.address.country)
        self.total = Money.of(reminder.open, reminder.currency) + reminder.charges

    def say(self, word: str) -> str:
        """Return a sentence of this reminder, its blanks filled in."""
        date = self.wording.date
        return self.wording.say(
            word,
            number=self.issued.number,
            date=date(self.issued.date),
            due=date(self.issued.due),
            new_due=date(self.reminder.due),
            open=self.wording.money(Money.of(self.reminder.open, self.reminder.currency)),
            amount=self.wording.money(self.total),
            as_of=date(self.reminder.bank_as_of or self.reminder.date),
        )

    def page(self, load: Load) -> ReminderPage:
        """Return the whole page."""
        tone, wording = self.reminder.tone, self.wording
        closing = [self.say("remind_crossed"), self.say("remind_question")]
        if tone == "final":
            closing = [self.say("remind_final_closing"), *closing]
        return ReminderPage(
            letter=self.letter(load),
            opening=(wording.say("remind_greeting"), self.say(f"remind_{tone}")),
            sums=tuple(self.sums()),
            gross=Fact(label=wording.say("remind_total"), text=wording.money(self.total)),
            payment=self.payment(),
            closing=(*closing, wording.say("remind_regards"), self.issued.seller.name),
        )

    def letter(self, load: Load) -> Letter:
        """Return what surrounds the body."""
        paper = Stationery(seller=self.issued.seller, look=self.settings.look, wording=self.wording, load=load)
        subject = Subject(
            title=self.wording.say(f"remind_title_{self.reminder.tone}"),
            line=self.say("remind_about"),
            facts=self.facts(),
            created=f"{self.reminder.date}T00:00:00Z",
        )
        return paper.letter(self.issued.buyer, subject)

    def facts(self) -> tuple[Fact, ...]:
        """Return what stands beside the address."""
        wording, issued = self.wording, self.issued
        return facts_of(
            wording,
            ("letter_date", wording.date(self.reminder.date)),
            ("number", issued.number),
            ("date", wording.date(issued.date)),
            ("due", wording.date(issued.due)),
            ("reference", issued.reference),
        )

    def sums(self) -> Iterator[Fact]:
        """Yield what leads to the sum: the invoice, what came of it, and each charge."""
        wording, reminder = self.wording, self.reminder
        gross = Money.of(self.issued.totals.gross, reminder.currency)
        open_ = Money.of(reminder.open, reminder.currency)
        yield Fact(label=wording.say("invoice", self.issued.number), text=wording.amount(gross))
        if settled := open_ - gross:
            yield Fact(label=wording.say("remind_settled"), text=wording.amount(settled))
        for word, amount in (
            ("remind_fees", reminder.fees),
            ("remind_interest", reminder.interest),
            ("remind_compensation", reminder.compensation),
        ):
            if amount:
                text = wording.amount(Money.of(amount, reminder.currency))
                yield Fact(label=wording.say(word, wording.date(reminder.date)), text=text)

    def payment(self) -> Payment:
        """Return how to pay."""
        sentence = self.wording.say(
            "pay",
            amount=self.wording.money(self.total),
            due=self.wording.date(self.reminder.due),
            number=self.issued.number,
        )
        return payment_block(self.wording, self.issued.seller, self.total, sentence, purpose=self.issued.number)


def composed(reminder: Reminder, invoice: Invoice, issued: Issued, settings: Settings, load: Load) -> Composed:
    """Return a reminder ready to be laid out."""
    page = reminder_page(reminder, invoice, issued, settings, load)
    digest = digest_of({"reminder": tree_of(reminder), "invoice": issued.digest or ""})
    return Composed(
        name=f"reminder {reminder.id}",
        template="reminder.html",
        style="invoice",
        templates=own_pages(load),
        page=asdict(page),
        identifier=digest,
    )
