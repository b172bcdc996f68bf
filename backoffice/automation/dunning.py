"""Dunning: who is to be reminded of what today, and why or why not; computed from the state of things, never stored."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from backoffice.automation.charges import NO_REFERENCE, charged
from backoffice.core.books import Books
from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Diagnostic
from backoffice.core.dunning import ClientDunning, Level, NoRateError
from backoffice.core.hints import TypeVar
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.core.report import Column, Report, Table
from backoffice.kinds.client import Client
from backoffice.kinds.dispute import Dispute
from backoffice.kinds.invoice import Invoice, Issued
from backoffice.kinds.promise import Promise
from backoffice.kinds.reminder import KIND, Reminder, Tone, identity

R = TypeVar("R", bound=Record)
FAULTS = (NO_REFERENCE,)


class Overdue(NamedTuple):
    """An invoice past its due date, and all that bears on reminding of it. Events are those up to the day, by date."""

    invoice: Invoice
    issued: Issued
    open: Money
    as_of: dt.date
    rules: ClientDunning
    levels: tuple[Level, ...]
    credit: Money
    minimum: Money
    reminders: Sequence[Reminder]
    disputes: Sequence[Dispute]
    promises: Sequence[Promise]

    @property
    def late(self) -> int:
        """Whole days past the due date."""
        return (self.as_of - self.issued.due).days

    @property
    def last(self) -> Reminder | None:
        """The latest reminder sent."""
        return self.reminders[-1] if self.reminders else None

    @property
    def sent(self) -> int:
        """The level of the latest reminder."""
        return self.last.level if self.last else 0

    @property
    def next_day(self) -> dt.date:
        """The first day of the next reminder, where there is a level for it."""
        level = self.levels[self.sent]
        day = level.after.after(self.rules.grace.after(self.issued.due))
        return max(day, level.gap.after(self.last.date)) if self.last else day


class Case(NamedTuple):
    """What follows for an overdue invoice: a reminder or none, ``why`` in one line, and what is wrong, if anything."""

    about: Overdue
    action: str
    why: str
    reminder: Reminder | None = None
    wrong: Diagnostic | None = None


def bank_known(books: Books, as_of: dt.date) -> dt.date | None:
    """Return the latest day up to which the records know the bank: that of a payment, or one that a reminder states."""
    paid = books.balances(Query(by=("date",), source="payment", until=as_of, nonzero=False))
    days = [dt.date.fromisoformat(each.key[0]) for each in paid]
    days += [each.bank_as_of for each in books.all(Reminder) if each.bank_as_of and each.bank_as_of <= as_of]
    return max(days, default=None)


def cases(books: Books, *, as_of: dt.date, bank_as_of: dt.date | None = None) -> Iterator[Case]:
    """Yield every overdue invoice with what follows for it, by number."""
    for about in overdue(books, as_of):
        yield _case(books, about, bank_as_of)


def overdue(books: Books, as_of: dt.date) -> Iterator[Overdue]:
    """Yield the invoices of which something is open past the due date."""
    settings, receivable = books.settings, books.settings.chart.receivable
    reminders, disputes, promises = (_by_invoice(books, each, as_of) for each in (Reminder, Dispute, Promise))
    unused = books.balances(Query(by=("party",), account=settings.chart.client_credit, until=as_of))
    credit = {(each.key[0], each.currency): -each.amount for each in unused}
    for balance in books.balances(Query(by=("document",), account=receivable, until=as_of)):
        invoice = books.get(Invoice, balance.key[0].partition("/")[2])
        issued = invoice.issued if invoice else None
        if invoice is None or issued is None or balance.minor < 0 or issued.due >= as_of:
            continue
        client = books.get(Client, invoice.client)
        rules = client.dunning if client else ClientDunning()
        nothing = Money.of(0, balance.currency)
        yield Overdue(
            invoice,
            issued,
            balance.amount,
            as_of,
            rules,
            rules.levels or settings.dunning.levels,
            credit.get((invoice.client, balance.currency), nothing),
            Money.of(settings.dunning.minimum, balance.currency),
            reminders[invoice.id],  # type: ignore[arg-type]
            disputes[invoice.id],  # type: ignore[arg-type]
            promises[invoice.id],  # type: ignore[arg-type]
        )


def _by_invoice(books: Books, kind: type[R], as_of: dt.date) -> defaultdict[str, list[R]]:
    found: defaultdict[str, list[R]] = defaultdict(list)
    for each in sorted(books.all(kind), key=lambda each: (each.dated or as_of, each.id)):
        if (each.dated or as_of) <= as_of:
            found[str(getattr(each, "invoice", ""))].append(each)
    return found


def _case(books: Books, about: Overdue, bank_as_of: dt.date | None) -> Case:
    for action, hinders in _HINDRANCES:
        if why := hinders(about):
            return Case(about, action, why)
    try:
        reminder = _reminder(books, about, bank_as_of)
    except NoRateError as missing:
        number = about.invoice.id
        say = f"there is no reference rate on {missing.day}, from which {number} ({about.invoice.where.path}) is late"
        wrong = NO_REFERENCE.at(books.settings.where, say, hint="add it under dunning.interest.reference")
        return Case(about, "refused", f"no reference rate on {missing.day}", wrong=wrong)
    return Case(about, f"remind {reminder.level}", _reason(about), reminder)


def _disputed(about: Overdue) -> str:
    return next((f"since {each.date}: {each.reason}" for each in about.disputes if each.lasts(about.as_of)), "")


def _promised(about: Overdue) -> str:
    latest = about.promises[-1] if about.promises else None
    return f"by {latest.pay_by}, on {latest.date}" if latest and latest.pay_by >= about.as_of else ""


def _never(about: Overdue) -> str:
    return "never reminded by letter" if about.rules.never else ""


def _covered(about: Overdue) -> str:
    return f"has {about.credit} of unused credit" if about.credit >= about.open else ""


def _small(about: Overdue) -> str:
    return f"less than {about.minimum}" if about.open < about.minimum else ""


def _done(about: Overdue) -> str:
    last, levels = about.last, len(about.levels)
    return f"all {levels} reminders are out, the last since {last.date}" if last and about.sent >= levels else ""


def _early(about: Overdue) -> str:
    since = f", the last was on {about.last.date}" if about.last else ""
    early = about.as_of < about.next_day
    return f"reminder {about.sent + 1} from {about.next_day}{since}" if early else ""


_HINDRANCES: tuple[tuple[str, Callable[[Overdue], str]], ...] = (
    ("disputed", _disputed),
    ("promised", _promised),
    ("call", _never),
    ("credit", _covered),
    ("small", _small),
    ("decide", _done),
    ("wait", _early),
)
"""What may stand in the way of a reminder, and in what order it is looked at."""


def _reason(about: Overdue) -> str:
    broken = [each for each in about.promises if each.pay_by < about.as_of]
    said = [
        f"{about.late} days late",
        f"reminder {about.sent} was on {about.last.date}" if about.last else "",
        f"the promise to pay by {broken[-1].pay_by} is broken" if broken else "",
        "a dispute is settled" if about.disputes else "",
    ]
    return ", ".join(each for each in said if each)


def _reminder(books: Books, about: Overdue, bank_as_of: dt.date | None) -> Reminder:
    level, invoice = about.levels[about.sent], about.invoice
    charges = charged(books, invoice, about.issued, about.last, level, own=bool(about.rules.levels), on=about.as_of)
    return Reminder(
        id=identity(invoice.id, about.sent + 1),
        where=invoice.where,
        invoice=invoice.id,
        level=about.sent + 1,
        tone=_tone(about.sent + 1, len(about.levels)),
        date=about.as_of,
        due=level.pay_within.after(about.as_of),
        client=invoice.client,
        currency=about.open.currency,
        language=about.issued.language,
        open=about.open.amount,
        fees=charges.fees.amount,
        interest=charges.interest.amount,
        compensation=charges.compensation.amount,
        bank_as_of=bank_as_of,
    )


def _tone(level: int, levels: int) -> Tone:
    if level == 1:
        return "friendly"
    return "final" if level == levels else "firm"


def remind(wanted: Iterable[Case]) -> Plan:
    """Plan to record the reminders of these cases, each beside its invoice."""
    steps, numbers = [], []
    for case in wanted:
        if case.reminder:
            steps.append(AddRecord(path_of(case), fields_tree(case.reminder)))
            numbers.append(f"{case.reminder.invoice} ({case.reminder.level})")
    if not steps:
        return Plan("nobody is to be reminded")
    return Plan(f"Remind of {', '.join(numbers)}", tuple(steps))


def path_of(case: Case) -> str:
    """Return the path of the reminder of a case."""
    about = case.about
    return KIND.path_of(identity(about.invoice.id, about.sent + 1), year=str(about.issued.date.year))


COLUMNS = (
    Column("number"),
    Column("client"),
    Column("days_late", "Late"),
    Column("open"),
    Column("action"),
    Column("charges"),
    Column("pay_by", "Pay by", optional=True),
    Column("why", wraps=True),
)


def dunning(found: Iterable[Case], *, as_of: dt.date) -> Report:
    """Return who is to be reminded of what, and why or why not, a row for each overdue invoice."""
    rows = [
        (
            case.about.invoice.id,
            case.about.invoice.client,
            case.about.late,
            case.about.open,
            case.action,
            (case.reminder.charges or None) if case.reminder else None,
            case.reminder.due if case.reminder else None,
            case.why,
        )
        for case in found
    ]
    table = Table("reminders", COLUMNS, rows, empty="Nothing is overdue.")
    return Report("reminders", "Reminders", (table,), scope=f"as of {as_of}")
