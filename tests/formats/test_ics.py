"""Deadlines as a calendar: another program's parser reads back what was meant; the same deadlines, the same bytes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from backoffice.core.deadline import Deadline
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money
from backoffice.formats.ics import calendar, cancelled, events

DAY = dt.date(2027, 8, 25)
NIGHT = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
NOTICE = Deadline(DAY, "contract/hosting", "notice", "Hosting; act, or it renews", period="term 1")
BILL = Deadline(dt.date(2026, 12, 1), "expense/ink", "bill", "Pay Printworks", settled_by="expense/ink")


def text(*deadlines: Deadline, open: Money | None = None, gone: Any = ()) -> str:  # noqa: A002, ANN401
    found = events("Studio", [(each, open) for each in deadlines], {}, NIGHT)
    return calendar("Studio: due", found, gone)


def read(said: str) -> list[Any]:
    return list(Calendar.from_ical(said).walk("VEVENT"))


def test_another_parser_reads_what_was_meant() -> None:
    found = events(
        "Studio",
        [(NOTICE, Money.of(24000, "EUR"))],
        {"contract/hosting": dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)},
        NIGHT,
    )
    (event,) = read(calendar("Studio, Berlin", found))
    assert event.decoded("DTSTART") == DAY
    assert event.decoded("DTSTAMP") == dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    assert str(event["SUMMARY"]) == "Hosting; act, or it renews"
    assert str(event["DESCRIPTION"]) == "Hosting; act, or it renews\n24000.00 EUR open\ncontract/hosting"
    assert event["STATUS"] == "CONFIRMED"
    alarms = [each.decoded("TRIGGER") for each in event.walk("VALARM")]
    assert alarms == [dt.timedelta(days=-6, hours=-15), dt.timedelta(hours=-15)]


def test_the_same_deadlines_give_the_same_bytes() -> None:
    assert text(NOTICE, BILL) == text(NOTICE, BILL)


def test_a_day_that_moves_moves_its_event() -> None:
    before, after = read(text(NOTICE)), read(text(NOTICE._replace(day=dt.date(2027, 8, 18))))
    assert before[0]["UID"] == after[0]["UID"]


def test_periods_businesses_and_twins_have_events_of_their_own() -> None:
    twins = read(text(NOTICE, NOTICE, NOTICE._replace(period="term 2")))
    other = events("Another studio", [(NOTICE, None)], {}, NIGHT)
    assert len({str(each["UID"]) for each in twins} | {other[0].uid}) == 4


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_any_text_survives_and_no_line_is_too_long(what: str) -> None:
    said = text(BILL._replace(what=what))
    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))
    assert str(read(said)[0]["DESCRIPTION"]) == f"{what}\nexpense/ink"


def test_control_characters_cannot_add_lines() -> None:
    said = text(BILL._replace(what="a\rEND:VEVENT\nb\x07"))
    assert str(read(said)[0]["SUMMARY"]) == "aEND:VEVENT\nb"


def test_a_long_heading_ends_with_a_word() -> None:
    (event,) = read(text(BILL._replace(what="word " * 30)))
    assert str(event["SUMMARY"]).endswith("word…")
    (event,) = read(text(BILL._replace(what="w" * 80)))
    assert str(event["SUMMARY"]) == f"{'w' * 71}…"


def test_what_is_settled_is_cancelled_and_stays_so() -> None:
    before = text(NOTICE, BILL)
    kept = [str(each["UID"]) for each in read(text(NOTICE))]
    after = text(NOTICE, gone=cancelled(before, kept, as_of=dt.date(2026, 12, 2)))
    notice, bill = read(after)
    assert (bill["STATUS"], bill["SEQUENCE"], bill.walk("VALARM")) == ("CANCELLED", 1, [])
    assert notice["STATUS"] == "CONFIRMED"
    assert text(NOTICE, gone=cancelled(after, kept, as_of=dt.date(2026, 12, 2))) == after
    assert cancelled(after, kept, as_of=dt.date(2027, 6, 1)) == []


def test_a_spoilt_event_of_an_earlier_file_is_dropped() -> None:
    spoilt = text(BILL).replace("VALUE=DATE:2026", "VALUE=DATE:26")
    assert cancelled(spoilt, [], as_of=DAY) == []


def test_no_file_of_somebody_else_is_overwritten() -> None:
    with pytest.raises(RefusedError, match="another sort of file"):
        cancelled("BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\n", [], as_of=DAY)
