"""`invoice pay`, `void`, `write-off`: what happens to an invoice after it was issued."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import click

from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.listing import seen_of
from backoffice.cli.records import drafts_of, found, record_id, require_readable
from backoffice.cli.values import AMOUNT, REASON
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import UsageError
from backoffice.core.exact import exactly
from backoffice.core.hints import Any
from backoffice.core.kind import Standing
from backoffice.core.ledger import Query
from backoffice.core.money import Money, total
from backoffice.kinds.invoice import KIND, Invoice
from backoffice.kinds.paying import Means, paid
from backoffice.kinds.paying import pay as recorded
from backoffice.kinds.payment import Payment
from backoffice.kinds.prepaying import require_undeducted
from backoffice.kinds.recovering import recover, use_credit
from backoffice.kinds.refund import CREDIT
from backoffice.kinds.void import void as voided
from backoffice.kinds.write_off import WriteOff
from backoffice.kinds.write_off import write_off as written_off
from backoffice.render.to_json import plain

_PAST = {"Record": "Recorded", "Use": "Used"}
reason_option = click.option("--reason", required=True, type=REASON, metavar="TEXT", help="Why; kept with it.")


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
@click.option("--from-credit", is_flag=True, help="Out of the client's credit; no money arrived.")
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
    from_credit: bool,
    again: int,
    dry_run: bool,
) -> int:
    """Record that an invoice was paid: all that is open, or AMOUNT of it.

    Who pays in time what is left after the invoice's discount for paying early has paid it: name that amount, which
    is told where none is named. What comes for an invoice that was written off is a loss recovered.

    Recording the same payment twice records it once.
    """
    if from_credit and (charges or withheld or discount or converted):
        raise UsageError("--from-credit is for what is open, less nothing: no money arrived")
    means = Means(
        amount,
        CREDIT if from_credit else account,
        charges or Decimal(0),
        withheld or Decimal(0),
        discount,
        None if converted is None else exactly(converted, session.settings.currency),
    )
    return _pay(session, identity, means, {"on": on or session.today, "again": again}, dry_run=dry_run)


def _pay(session: Session, identity: str, means: Means, how: dict[str, Any], *, dry_run: bool) -> int:
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        standing = standing_of(session.books, invoice)
        remaining = invoice.open(standing)
        facts: dict[str, Any] = {"invoice": invoice.id, "on": str(how["on"])}
        equal = _equal(session.books, invoice, how["on"], means)
        whole = means.amount is None and (equal or not means.charges)
        done = _nothing_left(session.books, invoice, standing)
        used_up = means.account == CREDIT and equal and not credit_of(session.books, invoice.client, remaining.currency)
        if (done or used_up) if whole else len(equal) >= how["again"]:
            already = Plan(_already(invoice, [] if done and not means.charges and whole else equal))
            return carry_out(session, already, dry_run=dry_run, said=[], data=facts | {"already": True})
        plan, left, below, hints = _planned(session.books, invoice, remaining, means, how)
        if how["on"] > session.today:
            hints = [*hints, f"  {how['on']} is still to come: nothing counts as paid before it"]
        first = plan.summary.replace("Record", "Recorded", 1).replace("Use", "Used", 1)
        said = [first, *paths_of(plan), below]
        facts |= {"open": plain(left), "already": False}
        return carry_out(session, plan, dry_run=dry_run, said=said, hints=hints, data=facts)


def _planned(
    books: Books, invoice: Invoice, remaining: Money, means: Means, how: dict[str, Any]
) -> tuple[Plan, Money, str, list[str]]:
    """Return the plan to record a payment, what is left open (negative: too much), a line on that, and hints."""
    if plan := _otherwise(books, invoice, remaining, means.account, how | {"amount": means.amount}):
        left = remaining - _settled(plan, remaining, means.amount)
        return plan, left, _lost(books, plan, invoice) or _left(invoice, left), []
    payment = paid(invoice, remaining, means, on=how["on"])
    left = -payment.credit or remaining - payment.money(payment.allocate.get(invoice.id, Decimal(0)))
    hints = [*_missed(invoice, remaining, left), *_deductible(invoice, payment, remaining, means), *_gained(payment)]
    return recorded(invoice, payment, again=how["again"]), left, _left(invoice, left), hints


def _otherwise(books: Books, invoice: Invoice, remaining: Money, account: str, how: dict[str, Any]) -> Plan | None:
    """Return the plan to settle an invoice out of credit, or after it was written off, where it is one of these."""
    if account == CREDIT:
        return use_credit(invoice, remaining, credit_of(books, invoice.client, remaining.currency), **how)
    if (loss := books.get(WriteOff, invoice.id)) and remaining.amount <= 0:
        return recover(invoice, loss, recovered(books, loss), account=account, **how)
    return None


def _nothing_left(books: Books, invoice: Invoice, standing: Standing) -> bool:
    """Tell whether all of an invoice was paid, or all of what was written off of it came."""
    loss = books.get(WriteOff, invoice.id)
    if loss and invoice.open(standing).amount <= 0:
        return recovered(books, loss).amount >= loss.amount
    return invoice.state(standing) == "paid"


def credit_of(books: Books, client: str, currency: str) -> Money:
    """Return the credit that a client has in a currency."""
    return total((each for each in credits_of(books, client) if each.currency == currency), currency)


def credits_of(books: Books, client: str) -> list[Money]:
    """Return the credit that a client has, in each currency."""
    found = books.balances(Query(account=books.settings.chart.client_credit, party=client))
    return [-each.amount for each in found]


def recovered(books: Books, loss: WriteOff) -> Money:
    """Return what has come of what was written off."""
    query = Query(account=books.settings.chart.bad_debt, document=f"invoice/{loss.id}", source="payment")
    return total((-each.amount for each in books.balances(query) if each.currency == loss.currency), loss.currency)


def _settled(plan: Plan, remaining: Money, amount: Decimal | None) -> Money:
    """Return how much less of an invoice is open after a payment; what is paid beyond that counts too."""
    (step,) = (each for each in plan.steps if isinstance(each, AddRecord))
    if "recovers" in step.fields:
        return Money.of(0, remaining.currency)
    if step.fields.get("account") == CREDIT:
        return Money.of(str(step.fields["amount"]), remaining.currency)
    return Money.of(remaining.amount if amount is None else amount, remaining.currency)


def _already(invoice: Invoice, equal: list[Payment]) -> str:
    if not equal:
        return f"{invoice.id} is paid already"
    return f"this payment is recorded already, in {equal[0].where.path}; --again {len(equal) + 1} records another"


def _lost(books: Books, plan: Plan, invoice: Invoice) -> str:
    """Say what of a loss has not come, where a payment is for one."""
    part = next((each.fields.get("recovers") for each in plan.steps if isinstance(each, AddRecord)), None)
    loss = books.get(WriteOff, invoice.id)
    if loss is None or not isinstance(part, dict):
        return ""
    came = recovered(books, loss) + Money.of(str(part[invoice.id]), loss.currency)
    rest = Money.of(loss.amount, loss.currency) - came
    return f"  {rest} of the loss has not come" if rest else "  all of the loss has come"


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


def _deductible(invoice: Invoice, payment: Payment, remaining: Money, means: Means) -> list[str]:
    """Say what arrives of a client who deducts the discount, where nobody said what has arrived in time for it."""
    granted = invoice.issued.cash_discount if invoice.issued else None
    if granted is None or means.amount is not None or payment.discount or payment.date > granted.until:
        return []
    less = payment.money(payment.amount) - granted.of(remaining)
    return [f"  with discount until {granted.until}: {less}; name that if it is what arrived"]


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
    drafts = drafts_of(session.books, KIND) - {given}
    ids = [each for each in session.books.ids("invoice") if each not in drafts]
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
    wanted = (means.account, means.charges, means.withheld)
    return [
        each
        for each in payments
        if (each.account, each.late_charges.get(invoice.id, 0), each.withheld) == wanted
        and means.amount in {None, each.amount}
    ]


def _done(session: Session, invoice: Invoice, plan: Plan, *, dry_run: bool) -> int:
    facts = {"invoice": invoice.id, "already": not plan}
    first = plan.summary.replace("Void", "Voided", 1).replace("Write off", "Wrote off", 1)
    return carry_out(session, plan, dry_run=dry_run, said=[first, *paths_of(plan)], data=facts)


def paths_of(plan: Plan) -> list[str]:
    """Return the paths of what a plan records, as lines below an answer."""
    return [f"  {step.path}" for step in plan.steps if isinstance(step, AddRecord)]
