"""`due` as a calendar file and as a page: where they are written, and what happens when they are written again."""

from __future__ import annotations

from icalendar import Calendar

from tests.cli.desk import Desk

LEASE = """\
---
name: Lease
type: lease
side: customer
parties: [Landlord]
owner: Linh
signed: 2025-12-01
effective: 2025-12-12
term: 12m
renewal: {mode: auto, period: 12m}
notice: {initial: 5d}
---
"""


def test_a_calendar_is_stable_and_cancels_what_is_settled(desk: Desk) -> None:
    desk.write({"contracts/lease.md": LEASE})
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message=Rent a room", "--date=2026-11-20T10:00:00+01:00")
    said = desk.run("due", "--ics", "due.ics")
    assert (said.code, said.out) == (0, "Wrote due.ics\n")
    first = (desk.root / "due.ics").read_bytes()
    (event,) = Calendar.from_ical(first).walk("VEVENT")
    committed = int(desk.git("log", "-1", "--format=%ct"))
    assert event.decoded("DTSTAMP").timestamp() == committed
    desk.run("due", "--ics", "due.ics", "--days", "30")
    assert (desk.root / "due.ics").read_bytes() == first

    desk.run("contract", "notice", "lease")
    desk.run("due", "--ics", "due.ics")
    statuses = [str(each["STATUS"]) for each in Calendar.from_ical((desk.root / "due.ics").read_bytes()).walk("VEVENT")]
    assert statuses == ["CONFIRMED", "CANCELLED"]


def test_an_event_that_was_only_looked_for_less_far_ahead_is_not_cancelled(desk: Desk) -> None:
    desk.write({"contracts/lease.md": LEASE})
    desk.run("due", "--ics", "due.ics")
    desk.run("due", "--ics", "due.ics", "--days", "1")
    assert "CANCELLED" not in (desk.root / "due.ics").read_text()


def test_the_page_of_one_person(desk: Desk) -> None:
    desk.write({"contracts/lease.md": LEASE})
    said = desk.run("due", "--page", "TODAY.md", "--person", "linh", "--format", "json")
    assert said.json["data"] == {"files": ["TODAY.md"]}
    assert "## Later\n\n- **Fri 4 Dec**, in 13 days: Lease. If nobody" in (desk.root / "TODAY.md").read_text()


def test_a_file_that_cannot_be_written_is_one_plain_line(desk: Desk) -> None:
    said = desk.run("due", "--page", "no/such/TODAY.md")
    assert (said.code, said.err.splitlines()[0]) == (
        1,
        "backoffice: error: no/such/TODAY.md cannot be written: No such file or directory",
    )


def test_no_other_file_is_taken_for_a_calendar_of_ours(desk: Desk) -> None:
    said = desk.run("due", "--ics", "backoffice.yaml")
    assert said.code == 1
    assert (desk.root / "backoffice.yaml").read_text().startswith("business:")
