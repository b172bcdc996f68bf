"""Drafts from schedules: each period once, the same everywhere."""

import datetime as dt
from typing import Any

from backoffice.automation.recurring import draft, due, floods
from backoffice.core.change import AddRecord
from backoffice.core.record import Record
from backoffice.formats.write import new_file
from backoffice.kinds.issuing import issued
from backoffice.kinds.schedule import Schedule
from tests import made

MARCH = dt.date(2026, 3, 31)
LINE = {"text": "Design {period}", "price": "310"}


def schedule(identity: str = "retainer", **more: Any) -> Schedule:  # noqa: ANN401
    fields = {"client": "acme", "every": "month on last", "start": "2026-01-01", "lines": [LINE]} | more
    record: Schedule = made.made("schedule", identity, **fields)
    return record


def names(*records: Record, files: tuple[str, ...] = (), until: dt.date = MARCH) -> list[str]:
    return [each.name for each in due(made.books(*records, files=files), until=until)]


def test_every_period_that_has_come_and_has_no_invoice_is_due() -> None:
    assert names(schedule()) == ["retainer-2026-01", "retainer-2026-02", "retainer-2026-03"]
    assert names(schedule(), until=dt.date(2026, 2, 27)) == ["retainer-2026-01"]
    assert names() == []


def test_a_draft_an_issued_invoice_and_an_unreadable_file_each_bill_their_period() -> None:
    (january, *_) = due(made.books(schedule()), until=MARCH)
    invoice = made.moved(
        issued(january.draft, made.client(), made.settings(), on=MARCH, number="INV-2026-0001"),
        "invoices/2026/INV-2026-0001.md",
    )
    march = made.draft("retainer-2026-03")
    unreadable = ("invoices/drafts/retainer-2026-02.md",)
    assert names(schedule(), invoice, march, files=unreadable) == []
    assert names(schedule(), invoice, march) == ["retainer-2026-02"]


def test_a_draft_follows_from_schedule_and_period_alone() -> None:
    of = schedule(
        subject="Retainer {period}",
        intro="For {period}:",
        closing="Thank you.",
        terms="30d",
        reference="PO 7",
        currency="USD",
        project="site",
    )
    found = list(due(made.books(of, made.made("project", "site", name="Site", client="acme")), until=MARCH))
    (step,) = draft(found[:1], until=MARCH).steps
    assert isinstance(step, AddRecord)
    assert step.path == "invoices/drafts/retainer-2026-01.md"
    assert (
        new_file(step.path, step.fields)
        == """\
---
client: acme
project: site
subject: Retainer 2026-01
reference: PO 7
delivered: 2026-01
planned: 2026-01-31
currency: USD
terms: 30d
intro: "For 2026-01:"
lines:
  - text: Design 2026-01
    price: 310
closing: Thank you.
---
"""
    )


def test_the_plan_says_how_much_it_makes() -> None:
    found = list(due(made.books(schedule()), until=MARCH))
    assert draft(found, until=MARCH).summary == "Draft 3 invoices of schedules, due by 2026-03-31"
    assert draft(found[:1], until=MARCH).summary == "Draft retainer-2026-01"
    nothing = draft([], until=MARCH)
    assert (bool(nothing), nothing.summary) == (False, "no schedule has anything to bill by 2026-03-31")


def test_invoices_may_be_dated_when_they_are_issued() -> None:
    (first, *_) = due(made.books(schedule(date="issued")), until=MARCH)
    assert first.draft.planned is None


def test_catching_up_on_more_than_three_periods_is_worth_a_second_look() -> None:
    many = list(due(made.books(schedule(), schedule("hosting")), until=dt.date(2026, 4, 29)))
    assert list(floods(many)) == []
    many = list(due(made.books(schedule(), schedule("hosting", start="2026-04-01")), until=dt.date(2026, 4, 30)))
    assert list(floods(many)) == [("retainer", 4)]
