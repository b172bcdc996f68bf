"""Drafts from schedules: one for each period that has come and is not billed, the same on every machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from backoffice.checks.periods import draft_name
from backoffice.core.books import Books
from backoffice.core.change import AddRecord, Plan
from backoffice.core.diagnostic import Location
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree
from backoffice.kinds.invoice import KIND, Invoice
from backoffice.kinds.schedule import Instalment, Schedule

FLOOD = 3
"""More periods of one schedule at once are worth a second look."""


class Due(NamedTuple):
    """An instalment of a schedule that is to become a draft."""

    schedule: Schedule
    instalment: Instalment

    @property
    def name(self) -> str:
        """The name of the draft: the key that makes two runs, on two machines, write one file."""
        return f"{self.schedule.id}-{self.instalment.name}"

    @property
    def draft(self) -> Invoice:
        """The draft, which follows from schedule and period alone, never from the day it is made."""
        schedule, time = self.schedule, self.instalment.time
        return Invoice(
            id=self.name,
            where=Location(KIND.path_of(self.name)),
            client=schedule.client,
            project=schedule.project,
            subject=schedule.subject.replace("{period}", time),
            reference=schedule.reference,
            delivered=str(self.instalment.covers),
            planned=self.instalment.day if schedule.date == "scheduled" else None,
            currency=schedule.currency,
            terms=schedule.terms,
            prices=schedule.prices,
            intro=schedule.intro.replace("{period}", time),
            lines=schedule.lines_of(self.instalment),
            closing=schedule.closing,
        )


def due(books: Books, *, until: dt.date) -> Iterator[Due]:
    """Yield what schedules bill up to a day and nothing bills yet, by schedule and day.

    A void invoice bills its period all the same: whoever voids it decides what comes instead.
    """
    names = {draft_name(invoice) for invoice in books.all(Invoice)}
    for schedule in books.all(Schedule):
        for instalment in schedule.instalments(until):
            each = Due(schedule, instalment)
            if each.name not in names and not books.has_file(KIND.path_of(each.name)):
                yield each


def draft(found: Sequence[Due], *, until: dt.date) -> Plan:
    """Plan the drafts of what is due."""
    if not found:
        return Plan(f"no schedule has anything to bill by {until}")
    what = found[0].name if len(found) == 1 else f"{len(found)} invoices of schedules"
    steps = (AddRecord(each.draft.where.path, fields_tree(each.draft)) for each in found)
    return Plan(f"Draft {what}, due by {until}" if len(found) > 1 else f"Draft {what}", tuple(steps))


def floods(found: Sequence[Due]) -> Iterator[tuple[str, int]]:
    """Yield schedules that catch up on more than ``FLOOD`` periods, with how many."""
    ids = [each.schedule.id for each in found]
    yield from ((identity, ids.count(identity)) for identity in dict.fromkeys(ids) if ids.count(identity) > FLOOD)
