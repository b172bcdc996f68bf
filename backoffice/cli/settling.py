"""`invoice pay`, `void`, `write-off`: what happens to an invoice after it was issued."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import click

from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.issuing import is_draft
from backoffice.cli.listing import seen_of
from backoffice.cli.records import found, record_id, require_readable
from backoffice.cli.values import AMOUNT
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.change import AddRecord, Plan
from backoffice.core.kind import Standing
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.kinds.invoice import KIND, Invoice
from backoffice.kinds.paying import Means, paid
from backoffice.kinds.paying import pay as planned
from backoffice.kinds.payment import Payment
from backoffice.kinds.prepaying import require_undeducted
from backoffice.kinds.void import void as voided
from backoffice.kinds.write_off import write_off as written_off
from backoffice.render.to_json import plain

reason_option = click.option("--reason", required=True, metavar="TEXT", help="Why; kept with it.")


@verb(
    "pay",
    examples=[
        "backoffice invoice pay 42",
        "backoffice invoice pay 42 500.00 --on 2026-11-20",
        "backoffice invoice pay 42 --dry-run",
    ],
)
@record_id("invoice", "number")
@click.argument("amount", type=AMOUNT, required=False)
@options.on_day("Day the money arrived")
@click.option("--account", default="bank", metavar="NAME", help="Where it arrived: bank, cash, or an account's name.")
@click.option("--charges", type=AMOUNT, metavar="AMOUNT", help="What of it settles late charges that reminders claim.")
@click.option("--withheld", type=AMOUNT, metavar="AMOUNT", help="Tax that the client withheld and pays in our name.")
@click.option("--discount", is_flag=True, help="Less the discount for paying early, though its last day be past.")
@click.option("--converted", type=AMOUNT, metavar="AMOUNT", help="What the bank made of it in the books' currency.")
@click.option("--again", default=1, type=click.IntRange(min=1), metavar="N", help="The N-th equal payment of one day.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def pay(
    session: Session,
    identity: str,
    amount: Decimal | None,
    *,
    on: dt.date | None,
    account: str,
    charges: Decimal | None,
    withheld: Decimal | None,
    discount: bool,
    converted: Decimal | None,
    again: int,
    dry_run: bool,
) -> int:
    """Record that an invoice was paid: all that is open, or AMOUNT of it.

    Who pays in time what is left after the invoice's discount for paying early has paid it. Recording the same payment
    twice records it once.
    """
    day = on or session.today
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        standing = standing_of(session.books, invoice)
        remaining = invoice.open(standing)
        facts: dict[str, Any] = {"invoice": invoice.id, "on": str(day)}
        home = None if converted is None else Money.of(converted, session.settings.currency)
        means = Means(amount, account, charges or Decimal(0), withheld or Decimal(0), discount, home)
        equal = _equal(session.books, invoice, day, means)
        if len(equal) >= again or (amount is None and not charges and invoice.state(standing) == "paid"):
            done = Plan(_already(invoice, equal))
            return carry_out(session, done, dry_run=dry_run, said=[], data=facts | {"already": True})
        payment = paid(invoice, remaining, means, on=day)
        plan = planned(invoice, payment, again=again)
        left = -payment.credit or remaining - payment.money(payment.allocate.get(invoice.id, Decimal(0)))
        said = [plan.summary.replace("Record", "Recorded", 1), *paths_of(plan), _left(invoice, left)]
        said += [*_missed(invoice, remaining, left), *_gained(payment)]
        facts |= {"open": plain(left), "already": False}
        return carry_out(session, plan, dry_run=dry_run, said=said, data=facts)


def _already(invoice: Invoice, equal: list[Payment]) -> str:
    if not equal:
        return f"{invoice.id} is paid already"
    return f"this payment is recorded already, in {equal[0].where.path}; --again {len(equal) + 1} records another"


def _left(invoice: Invoice, left: Money) -> str:
    if left.amount < 0:
        return f"  {-left} more than was open: kept as credit of {invoice.client}"
    return f"  {left} of {invoice.id} is still open" if left else f"  {invoice.id} is paid"


def _missed(invoice: Invoice, remaining: Money, left: Money) -> list[str]:
    """Say so where what is left is just the discount for paying early, which came too late."""
    granted = invoice.issued.cash_discount if invoice.issued else None
    if granted and left.amount > 0 and left == granted.of(remaining):
        return [f"  its discount of {granted.percent} % ended on {granted.until}; undo, and --discount grants it still"]
    return []


def _gained(payment: Payment) -> list[str]:
    """Say what the change of the exchange rate brought."""
    if payment.conversion is None:
        return []
    gain = payment.conversion.gain(payment.money(payment.amount))
    word = "lost" if gain.amount < 0 else "gained"
    return [f"  {abs(gain)} {word} since it was issued, at {payment.conversion.rate}"]


@verb("void", examples=['backoffice invoice void 42 --reason "wrong client"'])
@record_id("invoice", "number")
@reason_option
@options.on_day("Day of the void")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def void(session: Session, identity: str, reason: str, on: dt.date | None, dry_run: bool) -> int:
    """Take an unpaid invoice back whole; its number stays listed."""
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        require_undeducted(session.books, invoice)
        plan = voided(invoice, standing_of(session.books, invoice), on=on or session.today, reason=reason)
        return _done(session, invoice, plan, dry_run=dry_run)


@verb("write-off", examples=['backoffice invoice write-off 42 --reason "insolvent"'])
@record_id("invoice", "number")
@reason_option
@options.on_day("Day of the write-off")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def write_off(session: Session, identity: str, reason: str, on: dt.date | None, dry_run: bool) -> int:
    """Give up what is still open of an invoice, as a loss."""
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        plan = written_off(invoice, standing_of(session.books, invoice), on=on or session.today, reason=reason)
        return _done(session, invoice, plan, dry_run=dry_run)


def ready(session: Session, given: str) -> Invoice:
    """Return an issued invoice, whose file and settings are sound; a draft only when it is named in full."""
    ids = [each for each in session.books.ids("invoice") if each == given or not is_draft(session, each)]
    invoice = found(session, Invoice, given, among=ids)
    require_readable(session, invoice.ref, "settings/settings")
    return invoice


def standing_of(books: Books, invoice: Invoice) -> Standing:
    """Return all that is known of the invoice, of whatever day."""
    return seen_of(KIND, books, invoice, dt.date.max).standing


def _equal(books: Books, invoice: Invoice, day: dt.date, means: Means) -> list[Payment]:
    """Return payments of that day that are the same as the one to be recorded."""
    query = Query(document=invoice.ref, source="payment", since=day, until=day)
    ids = sorted({entry.record.partition("/")[2] for entry in books.entries(query)})
    payments = [payment for each in ids if (payment := books.get(Payment, each))]
    return [each for each in payments if (each.account, each.amount) == (means.account, means.amount)]


def _done(session: Session, invoice: Invoice, plan: Plan, *, dry_run: bool) -> int:
    facts = {"invoice": invoice.id, "already": not plan}
    return carry_out(session, plan, dry_run=dry_run, said=[plan.summary, *paths_of(plan)], data=facts)


def paths_of(plan: Plan) -> list[str]:
    """Return the paths of what a plan records, as lines below an answer."""
    return [f"  {step.path}" for step in plan.steps if isinstance(step, AddRecord)]
