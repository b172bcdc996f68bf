"""Time and expenses that are to be billed and are not: what is left of each, at which rate, for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from backoffice.core.books import Books
from backoffice.core.hours import HOUR, Minutes
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.core.rates import HourlyRate, Rounding, rate_of
from backoffice.kinds.billed import Billed
from backoffice.kinds.client import Client
from backoffice.kinds.drawing import Account, Work, drawn
from backoffice.kinds.expense import Expense
from backoffice.kinds.project import Project
from backoffice.kinds.retainer import Retainer
from backoffice.kinds.time import TimeEntry


class Hours(NamedTuple):
    """What is left to bill of an entry of time; no ``rate``: nobody said what it costs."""

    entry: TimeEntry
    client: str
    minutes: Minutes
    rate: HourlyRate | None
    currency: str

    @property
    def amount(self) -> Money:
        """What it comes to before any rounding of time; nothing without a rate."""
        price = self.rate.price if self.rate else Decimal(0)
        return Money.of(price * self.minutes / HOUR, self.currency)


class Cost(NamedTuple):
    """An expense that is to be billed on, and to whom."""

    expense: Expense
    client: str

    @property
    def amount(self) -> Money:
        """What it is billed on for: its net amount and the markup, rounded."""
        expense = self.expense
        return Money.of((expense.amount - expense.vat) * (100 + expense.markup) / 100, expense.currency)


class Unbilled:
    """What of the books is not billed; clients and projects are looked up once."""

    def __init__(self, books: Books) -> None:
        """Take the books as they are."""
        self.books = books
        self.settings = books.settings

    @cached_property
    def billed(self) -> Billed:
        """What invoices and drafts bill."""
        return Billed(self.books)

    @cached_property
    def clients(self) -> dict[str, Client]:
        """All clients by id."""
        return {client.id: client for client in self.books.all(Client)}

    @cached_property
    def projects(self) -> dict[str, Project]:
        """All projects by id."""
        return {project.id: project for project in self.books.all(Project)}

    def client_of(self, record: TimeEntry | Expense) -> str:
        """Return the client of a record, by its project where it names no client; empty: none."""
        project = self.projects.get(record.project or "")
        return record.client or (project.client if project else "")

    def currency_of(self, client: str) -> str:
        """Return the currency in which a client is billed."""
        found = self.clients.get(client)
        return (found.currency if found else None) or self.settings.currency

    def rounding_of(self, client: str) -> Rounding:
        """Return how the time of a client is rounded when it is billed."""
        found = self.clients.get(client)
        return (found.rounding if found else None) or self.settings.rounding or Rounding(to=Minutes())

    def rate(self, entry: TimeEntry, client: str) -> HourlyRate | None:
        """Return what an hour of an entry costs, in the currency of the client."""
        project, of, currency = (
            self.projects.get(entry.project or ""),
            self.clients.get(client),
            self.currency_of(client),
        )
        levels = (
            (project.rates if project else (), currency),
            (of.rates if of else (), currency),
            (self.settings.rates, self.settings.currency),
        )
        return rate_of(levels, entry.person, entry.task, entry.date, currency)

    @cached_property
    def retainers(self) -> list[Retainer]:
        """All retainers; where two cover the same time, that of a project or task goes before the other."""
        found = list(self.books.all(Retainer))
        return sorted(found, key=lambda each: (each.project is None, not each.task, each.id))

    def account(self, retainer: Retainer, *, until: dt.date) -> Account:
        """Return what the time of a retainer's client uses of it up to a day."""
        return self._accounts(until)[retainer.id]

    def _accounts(self, until: dt.date) -> dict[str, Account]:
        """Return the accounts of all retainers; what is billed uses none, and no time uses two."""
        if until not in self._kept:
            self._kept[until] = dict(self._drawn(until))
        return self._kept[until]

    @cached_property
    def _kept(self) -> dict[dt.date, dict[str, Account]]:
        return {}

    def _drawn(self, until: dt.date) -> Iterator[tuple[str, Account]]:
        waiting = list(self._worked(until)) if self.retainers else []
        for retainer in self.retainers:
            uses = [each for each in waiting if each.client == retainer.client and _uses(retainer, each)]
            currency = retainer.currency or self.currency_of(retainer.client)
            works = [_work(each, retainer) for each in uses if retainer.amount is None or each.currency == currency]
            account = drawn(retainer.grants(until, currency), works)
            waiting = [_less(each, account.covered) for each in waiting]
            yield retainer.id, account

    def _worked(self, until: dt.date) -> Iterator[Hours]:
        """Yield what is not billed of time that may be billed up to a day, by day and time."""
        entries = [each for each in self.books.all(TimeEntry) if each.external and each.date <= until]
        for entry in sorted(entries, key=lambda each: (each.date, each.time.start or 0, each.id)):
            of, work = self.client_of(entry), self.projects.get(entry.project or "")
            left = Minutes(entry.minutes - self.billed.minutes(entry.id))
            if left > 0 and not (work and work.billing == "fixed"):
                yield Hours(entry, of, left, self.rate(entry, of), self.currency_of(of))

    def hours(self, *, until: dt.date, client: str = "", project: str = "") -> Iterator[Hours]:
        """Yield what is left of entries of time up to a day, by day and time; of one client or project only.

        What a retainer covers is paid for already.
        """
        covered: dict[str, int] = {}
        for account in self._accounts(until).values():
            covered.update({name: covered.get(name, 0) + minutes for name, minutes in account.covered.items()})
        for each in self._worked(until):
            left = _less(each, covered)
            wanted = client in {"", each.client} and project in {"", each.entry.project} and left.minutes > 0
            if wanted and self._counts(each.entry.date, until):
                yield left

    def costs(self, *, until: dt.date, client: str = "", project: str = "") -> Iterator[Cost]:
        """Yield expenses up to a day that are to be billed on and are not, by day."""
        expenses = (each for each in self.books.all(Expense) if each.rebill and self._counts(each.date, until))
        for expense in sorted(expenses, key=lambda each: (each.date, each.id)):
            of = self.client_of(expense)
            wanted = client in {"", of} and project in {"", expense.project}
            if wanted and not any(self.billed.of_expense(expense.id)):
                yield Cost(expense, of)

    def _counts(self, day: dt.date, until: dt.date) -> bool:
        settled = self.settings.settled
        return day <= until and (settled is None or day > settled)


def _uses(retainer: Retainer, hours: Hours) -> bool:
    return hours.minutes > 0 and retainer.uses(hours.entry.project, hours.entry.task)


def _work(hours: Hours, retainer: Retainer) -> Work:
    units = int(hours.minutes) if retainer.amount is None else hours.amount.minor
    return Work(hours.entry.id, hours.entry.date, hours.minutes, units)


def _less(hours: Hours, covered: Mapping[str, int]) -> Hours:
    return hours._replace(minutes=Minutes(hours.minutes - covered.get(hours.entry.id, 0)))
