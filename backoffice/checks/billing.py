"""What invoices bill of time and expenses is there, is of their client, and is billed once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.hints import TypeAlias
from backoffice.core.hours import Minutes
from backoffice.core.record import Record
from backoffice.kinds.billed import Billed
from backoffice.kinds.expense import Expense
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.project import Project
from backoffice.kinds.time import TimeEntry

Link: TypeAlias = tuple[str, str]
"""What a line of an invoice bills: the field that says so, and the id in it."""

TWICE = Fault(
    "billed-twice",
    "More of an entry of time is billed than was worked, or an expense is billed on twice: two people made a draft of "
    "the same, or the entry was changed afterwards. Delete the draft; if both invoices are out, credit one line.",
)
NOWHERE = Fault(
    "billed-nothing",
    "An invoice bills an entry of time or an expense that is not there (any more). Where the day or the begin of an "
    "entry changes (or its words, where it has no begin), so does its id: write the new one into the draft, or bring "
    "the entry back.",
)
FOREIGN = Fault("billed-to-another", "An invoice bills time or an expense that belongs to another client.")


def billing(books: Books) -> Iterator[Diagnostic]:
    """Yield links from invoices to time and expenses that are wrong."""
    billed = Billed(books)
    if billed.time or billed.expenses:
        yield from _wrong(books, billed)


def misbilled(books: Books, draft: Invoice) -> list[Diagnostic]:
    """Return what is wrong with the links of a draft, such as that another invoice bills the same."""
    names = {name for line in draft.lines for name in (*line.time, *line.expenses)}
    if not names:
        return []
    billed = Billed(books)
    for bills in (billed.time, billed.expenses):
        for name in bills.keys() - names:
            del bills[name]
    return list(_wrong(books, billed))


def _wrong(books: Books, billed: Billed) -> Iterator[Diagnostic]:
    clients = {project.id: project.client for project in books.all(Project)}
    broken = tuple(each.where.path for each in books.problems if each.severity == "error")
    yield from _time(books, billed, clients, broken)
    yield from _expenses(books, billed, clients, broken)


def _time(books: Books, billed: Billed, clients: Mapping[str, str], broken: Sequence[str]) -> Iterator[Diagnostic]:
    unread = any(path.startswith("time/") for path in broken)
    for name, by in billed.time.items():
        link = ("time", name)
        invoices = _invoices(books, {number for number, minutes in by.items() if minutes})
        entry = books.get(TimeEntry, name)
        if entry is None:
            yield from () if unread else _missing(invoices, "entry of time", link)
            continue
        yield from _foreign(invoices, entry, link, clients.get(entry.project or "") or entry.client)
        much = Minutes(sum(by.values()))
        if much > entry.minutes:
            say = f"{much} of {entry.where} ({name}) is billed, but only {entry.minutes} was worked"
            yield from _once(invoices, link, say)


def _expenses(books: Books, billed: Billed, clients: Mapping[str, str], broken: Sequence[str]) -> Iterator[Diagnostic]:
    for name, by in billed.expenses.items():
        link = ("expenses", name)
        invoices = _invoices(books, {number for number, count in by.items() if count})
        expense = books.get(Expense, name)
        if expense is None:
            yield from () if any(f"/{name}.md" in path for path in broken) else _missing(invoices, "expense", link)
            continue
        yield from _foreign(invoices, expense, link, expense.client or clients.get(expense.project or ""))
        if sum(by.values()) > 1:
            yield from _once(invoices, link, f"{expense.where} is billed on {sum(by.values())} times")


def _invoices(books: Books, numbers: set[str]) -> list[Invoice]:
    """Return invoices in the order in which they bill: issued ones by number, then drafts."""
    found = [each for number in numbers if (each := books.get(Invoice, number))]
    return sorted(found, key=lambda each: (each.issued is None, each.id))


def _missing(invoices: Sequence[Invoice], what: str, link: Link) -> Iterator[Diagnostic]:
    for invoice in invoices:
        say, at = f"{invoice.id} bills {link[1]}, but there is no such {what}", _line(invoice, link)
        yield NOWHERE.at(invoice.where, say, hint=_way(invoice, at), about=("lines", at, *link))


def _foreign(invoices: Sequence[Invoice], record: Record, link: Link, client: str | None) -> Iterator[Diagnostic]:
    for invoice in invoices:
        if client != invoice.client:
            say = f"{invoice.id} to {invoice.client} bills {record.where}, which is of {client or 'no client'}"
            yield FOREIGN.at(invoice.where, say, about=("lines", _line(invoice, link), *link))


def _once(invoices: Sequence[Invoice], link: Link, say: str) -> Iterator[Diagnostic]:
    """Yield the fault at the last of the invoices, which is a draft if one of them is."""
    *others, last = invoices
    also, at = ", ".join(f"{each.id} ({each.where})" for each in others), _line(last, link)
    say = f"{say}; {also} bills it already" if also else say
    yield TWICE.at(last.where, say, hint=_way(last, at), about=("lines", at, *link))


def _line(invoice: Invoice, link: Link) -> int:
    """Return the position, from 0, of the last line that bills something."""
    field, name = link
    return max(at for at, line in enumerate(invoice.lines) if name in getattr(line, field))


def _way(invoice: Invoice, at: int) -> str:
    if invoice.issued is None:
        return f"delete {invoice.where.path}, and draft it anew"
    return f"backoffice invoice credit {invoice.id} --line {at + 1} --reason TEXT, and draft it anew"


CHECK = Check("billing", "Time and expenses are billed once, to their client.", billing, (TWICE, NOWHERE, FOREIGN))
