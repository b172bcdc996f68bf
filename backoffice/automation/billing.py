"""Drafts of invoices from time and expenses: what is not billed yet becomes lines that name what they bill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from backoffice.checks.periods import draft_name
from backoffice.core.books import Books
from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.errors import RefusedError
from backoffice.core.hours import Minutes
from backoffice.core.lines import Line
from backoffice.core.period import Period
from backoffice.core.plain import fields_tree
from backoffice.core.rates import Rounding, printed_hours
from backoffice.kinds.invoice import KIND, Invoice
from backoffice.kinds.time import TimeEntry
from backoffice.kinds.unbilled import Cost, Hours, Unbilled

By: TypeAlias = Literal["task", "day", "person", "project"]
Said: TypeAlias = Callable[[dt.date], str]
"""How a day is written for the client: in the language of the invoice."""
NO_HOURLY_RATE = Fault(
    "no-hourly-rate",
    "Time is to be billed, and neither its project, its client nor the settings say what an hour costs in the currency "
    "of the invoice. Put it under `rates:`, such as `- {price: 95}`; with `since` where it has not held for ever.",
)
WRONG_CURRENCY = Fault(
    "foreign-expense",
    "An expense in one currency is to be billed on in another. Write that line by hand, with the rate of that day.",
)
FAULTS = (NO_HOURLY_RATE, WRONG_CURRENCY)
TEXTS = 240
"""So many characters of what was done are put on one line of an invoice."""


class Wanted(NamedTuple):
    """What is to be drafted: for whom, up to which day, of time and expenses or one of them, and how it is grouped."""

    client: str
    until: dt.date
    period: Period | None = None
    time: bool = True
    expenses: bool = False
    by: By = "task"
    project: str = ""

    @property
    def name(self) -> str:
        """The name of the draft: the key that makes two runs, on two machines, write one file."""
        what = "time" if self.time else "expenses"
        return f"{(self.project or self.client)[:34]}-{what}-{self.when.replace('..', '-')}"

    @property
    def when(self) -> str:
        """The period; without one the day up to which it is."""
        return str(self.period or self.until)

    def has(self, day: dt.date) -> bool:
        """Tell whether a day is asked for."""
        return day <= self.until and (self.period is None or day in self.period)


class Bill(NamedTuple):
    """The draft that comes out, and the plan that writes it; where nothing is left to bill, what bills it already."""

    draft: Invoice | None
    plan: Plan
    billed_by: tuple[str, ...] = ()


def bill(books: Books, wanted: Wanted, said: Said = str) -> Bill:
    """Plan the draft of an invoice for what a client has not been billed of a period; days in it as ``said``.

    Raises:
        RefusedError: when some hour has no rate, or an expense another currency.
    """
    source = Unbilled(books)
    hours, costs = list(_hours(source, wanted)), list(_costs(source, wanted))
    if not hours and not costs:
        by = tuple(dict.fromkeys(_already(source, wanted)))
        return Bill(None, Plan(_nothing(wanted, by)), by)
    if wrong := [*_unpriced(hours), *_uncounted(costs, source.currency_of(wanted.client))]:
        raise RefusedError(f"{wanted.name} cannot be drafted", diagnostics=wrong)
    lines = (*time_lines(hours, source, wanted.by, said), *(cost_line(each, said) for each in costs))
    projects = {each.entry.project for each in hours} | {each.expense.project for each in costs}
    days = [*(each.entry.date for each in hours), *(each.expense.date for each in costs)]
    name = _free(books, wanted.name)
    draft = Invoice(
        id=name,
        where=Location(KIND.path_of(name)),
        client=wanted.client,
        project=projects.pop() if len(projects) == 1 else None,
        delivered=str(wanted.period or Period(min(days), max(days))),
        lines=lines,
    )
    return Bill(
        draft, Plan(f"Draft {name} from {_what(hours, costs)}", (AddRecord(draft.where.path, fields_tree(draft)),))
    )


def _hours(source: Unbilled, wanted: Wanted) -> Iterator[Hours]:
    if wanted.time:
        found = source.hours(until=wanted.until, client=wanted.client, project=wanted.project)
        yield from (each for each in found if wanted.has(each.entry.date))


def _costs(source: Unbilled, wanted: Wanted) -> Iterator[Cost]:
    if wanted.expenses:
        found = source.costs(until=wanted.until, client=wanted.client, project=wanted.project)
        yield from (each for each in found if wanted.has(each.expense.date))


def time_lines(hours: Sequence[Hours], source: Unbilled, by: By, said: Said = str) -> Iterator[Line]:
    """Yield a line for each group of entries, each group at one price; time is rounded here and nowhere else."""
    groups: dict[tuple[str, Decimal], list[Hours]] = {}
    several = len({each.entry.project for each in hours}) > 1
    for each in hours:
        price = each.rate.price if each.rate else Decimal(0)
        groups.setdefault((_heading(each, source, by, said, several=several), price), []).append(each)
    for (heading, price), group in groups.items():
        yield Line(
            text="\n".join(filter(None, (heading, _texts(group, heading)))),
            quantity=printed_hours(rounded(group, source.rounding_of(group[0].client))),
            unit="hour",
            price=price,
            time={each.entry.id: each.minutes for each in group},
        )


def rounded(hours: Iterable[Hours], rounding: Rounding) -> Minutes:
    """Return the time of a line as it is billed."""
    if rounding.per == "entry":
        return Minutes(sum(rounding.of(each.minutes) for each in hours))
    return rounding.of(Minutes(sum(each.minutes for each in hours)))


def cost_line(cost: Cost, said: Said = str) -> Line:
    """Return the line that bills an expense on."""
    expense = cost.expense
    text = expense.text or expense.category
    return Line(
        text=f"{text}\n{expense.supplier}, {said(expense.date)}",
        price=cost.amount.amount,
        income="rebilled",
        expenses=(expense.id,),
    )


def _heading(hours: Hours, source: Unbilled, by: By, said: Said, *, several: bool) -> str:
    entry = hours.entry
    project = source.projects.get(entry.project or "")
    name = project.name if project else ""
    if by == "day":
        return said(entry.date)
    if by == "person":
        return entry.person.replace("-", " ").title()
    if by == "project" or not entry.task:
        return name or "Work"
    return f"{name}: {entry.task}" if several and name else entry.task


def _texts(group: Sequence[Hours], heading: str) -> str:
    """Return what was done, each text once, as far as it has room."""
    found = ""
    for text in dict.fromkeys(each.entry.text for each in group if each.entry.text not in {"", heading}):
        if len(found) + len(text) > TEXTS:
            return f"{found} …"
        found = f"{found}; {text}" if found else text
    return found


def _free(books: Books, name: str) -> str:
    """Return a name that no draft has or had; repeating what is billed already never comes this far."""
    taken = {draft_name(invoice) for invoice in books.all(Invoice)}
    names = (name, *(f"{name}-{count}" for count in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken and not books.has_file(KIND.path_of(each)))


def _unpriced(hours: Sequence[Hours]) -> Iterator[Diagnostic]:
    for each in hours:
        if each.rate is None:
            entry = each.entry
            say = f"no rate in {each.currency} for {entry.person} on {entry.project or each.client}"
            yield NO_HOURLY_RATE.at(entry.where, say, hint=f"put rates: [{{price: …}}] into clients/{each.client}.md")


def _uncounted(costs: Sequence[Cost], currency: str) -> Iterator[Diagnostic]:
    for cost in costs:
        if cost.expense.currency != currency:
            say = f"{cost.expense.id} is in {cost.expense.currency}, the invoice in {currency}"
            yield WRONG_CURRENCY.at(cost.expense.where, say)


def _nothing(wanted: Wanted, by: Sequence[str]) -> str:
    what = " or ".join(name for name, asked in (("time", wanted.time), ("expenses", wanted.expenses)) if asked)
    billed = f"; {', '.join(by)} bill{'s' * (len(by) == 1)} it" if by else ""
    return f"no {what} of {wanted.project or wanted.client} in {wanted.when} is left to bill{billed}"


def _already(source: Unbilled, wanted: Wanted) -> Iterator[str]:
    for entry in source.books.all(TimeEntry) if wanted.time else ():
        if wanted.has(entry.date) and source.client_of(entry) == wanted.client:
            yield from source.billed.of_time(entry.id)


def _what(hours: Sequence[Hours], costs: Sequence[Cost]) -> str:
    minutes = Minutes(sum(each.minutes for each in hours))
    expenses = f"{len(costs)} expense{'s' * (len(costs) != 1)}"
    return " and ".join(text for text, found in ((f"{minutes} of time", hours), (expenses, costs)) if found)
