"""`invoice refund`, `client refund`: money paid back, or kept as the client's credit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import click

from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import found, record_id, require_readable
from backoffice.cli.settling import credit_of, credits_of, ready, standing_of
from backoffice.cli.values import AMOUNT
from backoffice.cli.verbs import verb
from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money
from backoffice.kinds import refund as refunds
from backoffice.kinds.client import Client
from backoffice.kinds.refund import CREDIT, Refund
from backoffice.render.to_json import plain

_reason = click.option("--reason", default="", metavar="TEXT", help="Why; kept with it.")
_account = click.option(
    "--account", default="bank", metavar="NAME", help="Where it comes from: bank, cash, or an account's name."
)
_again = click.option(
    "--again", default=1, type=click.IntRange(min=1), metavar="N", help="The N-th equal refund of one day."
)


@verb(
    "refund",
    examples=[
        "backoffice invoice refund 42",
        "backoffice invoice refund 42 50.00 --reason 'Paid twice'",
        "backoffice invoice refund 42 --to-credit",
    ],
)
@record_id("invoice", "number")
@click.argument("amount", type=AMOUNT, required=False)
@_reason
@options.on_day("Day on which the money left")
@_account
@click.option("--to-credit", is_flag=True, help="Keep it as the client's credit, for later invoices.")
@_again
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def refund(
    session: Session,
    identity: str,
    amount: Decimal | None,
    *,
    reason: str,
    on: dt.date | None,
    account: str,
    to_credit: bool,
    again: int,
    dry_run: bool,
) -> int:
    """Pay back what an invoice was overpaid: all, or AMOUNT of it.

    Recording the same refund twice records it once.
    """
    day, source = on or session.today, CREDIT if to_credit else account
    with session.workspace.locked():
        session.refresh()
        invoice = ready(session, identity)
        remaining = invoice.open(standing_of(session.books, invoice))
        equal = _equal(session, invoice.client, day, source, amount)
        mine = [each for each in equal if invoice.id in each.invoices]
        if len(mine) >= again and (amount is not None or remaining.amount >= 0):
            return _again_said(session, mine[0], again, dry_run=dry_run)
        plan = refunds.refund(invoice, remaining, on=day, amount=amount, account=source, reason=reason, again=again)
        return _done(session, plan, invoice.client, remaining.currency, dry_run=dry_run)


@verb("refund", examples=["backoffice client refund acme", "backoffice client refund acme 50.00 --dry-run"])
@record_id("client")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--currency", metavar="CODE", help="Credit in which currency, where there is some in several.")
@_reason
@options.on_day("Day on which the money left")
@_account
@_again
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def repay(
    session: Session,
    identity: str,
    amount: Decimal | None,
    *,
    currency: str | None,
    reason: str,
    on: dt.date | None,
    account: str,
    again: int,
    dry_run: bool,
) -> int:
    """Pay the credit of a client back: all, or AMOUNT of it.

    Recording the same refund twice records it once.
    """
    day = on or session.today
    with session.workspace.locked():
        session.refresh()
        client = found(session, Client, identity)
        require_readable(session, client.ref, "settings/settings")
        credit = _credit(session, client, currency)
        every = _equal(session, client.id, day, account, amount)
        asked = currency or (credit.currency if credit else None)
        equal = [each for each in every if not each.invoices and asked in {None, each.currency}]
        if len(equal) >= again and (amount is not None or not credit):
            return _again_said(session, equal[0], again, dry_run=dry_run)
        plan = refunds.repay(client.id, credit, on=day, amount=amount, account=account, reason=reason, again=again)
        return _done(session, plan, client.id, credit.currency, dry_run=dry_run)


def _credit(session: Session, client: Client, currency: str | None) -> Money:
    """Return the client's credit: that in the only currency in which there is some, unless it is said in which.

    Raises:
        RefusedError: when there is some in several.
    """
    if currency:
        return credit_of(session.books, client.id, currency)
    found = [credit for credit in credits_of(session.books, client.id) if credit.amount > 0]
    if len(found) > 1:
        several = " and ".join(str(each) for each in found)
        raise RefusedError(f"{client.id} has a credit of {several}", hint="say which: --currency CODE")
    return found[0] if found else Money.of(0, client.currency or session.settings.currency)


def _equal(session: Session, client: str, day: dt.date, account: str, amount: Decimal | None) -> list[Refund]:
    """Return refunds of that day that are the same as the one to be recorded."""
    return [
        each
        for each in session.books.all(Refund)
        if (each.client, each.date, each.account) == (client, day, account) and amount in {None, each.amount}
    ]


def _again_said(session: Session, earlier: Refund, again: int, *, dry_run: bool) -> int:
    say = f"this refund is recorded already, in {earlier.where.path}; --again {again + 1} records another"
    return carry_out(session, Plan(say), dry_run=dry_run, said=[], data={"client": earlier.client, "already": True})


def _done(session: Session, plan: Plan, client: str, currency: str, *, dry_run: bool) -> int:
    paths = [f"  {step.path}" for step in plan.steps if isinstance(step, AddRecord)]
    credit = credit_of(session.books, client, currency) + _more(plan, currency)
    said = [
        plan.summary.replace("Pay", "Paid", 1),
        *paths,
        *([f"  {client} has a credit of {credit}"] if credit else []),
    ]
    data = {"client": client, "credit": plain(credit), "already": False}
    return carry_out(session, plan, dry_run=dry_run, said=said, data=data)


def _more(plan: Plan, currency: str) -> Money:
    """Return by how much a plan changes the client's credit."""
    (step,) = (each for each in plan.steps if isinstance(each, AddRecord))
    amount = Money.of(str(step.fields["amount"]), currency)
    if step.fields.get("account") == CREDIT:
        return amount
    return Money.of(0, currency) if "invoices" in step.fields else -amount
