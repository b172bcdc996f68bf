"""`quote bill`: the draft of a deposit, of progress, of a milestone, or of all that is left."""

from __future__ import annotations

from decimal import Decimal

import click

from backoffice.automation.quoting import Part, billed_already, drafted, worth
from backoffice.automation.quoting import bill as planned
from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import found, record_id, require_readable
from backoffice.cli.values import Value
from backoffice.cli.verbs import verb
from backoffice.core.change import AddRecord, Plan
from backoffice.core.errors import UsageError, ValueTextError
from backoffice.core.money import parse_decimal
from backoffice.kinds import kind_of
from backoffice.kinds.quote.offer import HUNDRED, Quote
from backoffice.kinds.quote.situation import Situation, situation_of
from backoffice.render.to_json import plain


def _percent(text: str) -> Decimal:
    """Read ``30`` or ``30%``."""
    share = parse_decimal(text.removesuffix("%").rstrip())
    if not 0 < share <= HUNDRED:
        raise ValueTextError("a percentage above 0, up to 100")
    return share


PERCENT = Value("percent", _percent)


@verb(
    "bill",
    examples=[
        "backoffice quote bill 7 --deposit 30",
        "backoffice quote bill 7 --progress 40% --dry-run",
        "backoffice quote bill 7 --milestone 2",
        "backoffice quote bill 7 --final",
    ],
)
@record_id("quote")
@click.option("--deposit", type=PERCENT, metavar="PERCENT", help="So much of it in advance, by a deposit invoice.")
@click.option("--progress", type=PERCENT, metavar="PERCENT", help="What is delivered, up to so much of it.")
@click.option("--milestone", type=click.IntRange(min=1), metavar="N", help="Its milestone N.")
@click.option("--final", is_flag=True, help="All that is left; deposits are deducted.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def bill(
    session: Session,
    identity: str,
    *,
    deposit: Decimal | None,
    progress: Decimal | None,
    milestone: int | None,
    final: bool,
    dry_run: bool,
) -> int:
    """Draft the invoice of a part of an accepted quote; never more than was agreed.

    Without an option the deposit that the quote asks for. Billing the same part again says which invoice bills it.
    """
    with session.workspace.locked():
        session.refresh()
        stands = sound(session, identity)
        if not (deposit or progress or milestone or final):
            deposit = stands.quote.deposit
        part = part_of(deposit=deposit, progress=progress, milestone=milestone, final=final)
        if earlier := billed_already(stands, part):
            plan, left = Plan(f"{earlier.id} bills that already ({earlier.where.path})"), stands.left()
        else:
            draft = drafted(session.books, stands, part)
            plan, left = planned(draft), stands.left() - worth(session.books, stands, draft)
        data = {"quote": stands.quote.id, "left": plain(left), "already": not plan}
        paths = [f"  {step.path}" for step in plan.steps if isinstance(step, AddRecord)]
        said = [plan.summary.replace("Draft", "Drafted", 1), *paths, f"  {left} of {stands.quote.id} is left to bill"]
        return carry_out(session, plan, dry_run=dry_run, said=said, data=data)


def part_of(*, deposit: Decimal | None, progress: Decimal | None, milestone: int | None, final: bool) -> Part:
    """Return the part that options name.

    Raises:
        UsageError: when they name none, or several.
    """
    named = [
        *([Part("deposit", deposit)] if deposit else []),
        *([Part("progress", progress)] if progress else []),
        *([Part("milestone", number=milestone)] if milestone else []),
        *([Part("final")] if final else []),
    ]
    if len(named) != 1:
        say = "name one part to bill" if named else "name the part to bill"
        raise UsageError(say, hint="--deposit 30, --progress 40, --milestone 2, or --final")
    return named[0]


def sound(session: Session, given: str) -> Situation:
    """Return where a quote stands, if its file and all that bill it can be read.

    Raises:
        MissingError: when there is none, or several could be meant.
        RefusedError: when its file, its answer, the settings, or some invoice or credit note cannot be read.
    """
    quote = found(session, Quote, given)
    broken = [
        f"{noun}/{identity}"
        for each in session.books.problems
        if each.severity == "error"
        for noun in ("invoice", "credit-note", "void")
        if (identity := kind_of(noun).identity(each.where.path))
    ]
    require_readable(session, quote.ref, f"answer/{quote.id}", "settings/settings", *broken)
    return situation_of(session.books, quote)
