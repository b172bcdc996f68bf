"""Deadlines as a calendar file (RFC 5545) that other programs subscribe to: the same deadlines give the same bytes.

Every deadline is an event of a whole day. Its UID follows from the business, the record, the kind and the period of the
deadline, so that a day that moves moves the event. What was in the file and is settled stays in it as cancelled, since
a calendar that has imported the event would keep it otherwise.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from backoffice.core.deadline import Deadline
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple

PRODUCT = "PRODID:-//backoffice//due//EN"
WIDTH = 75
"""A line has at most so many octets, not counting its end (RFC 5545, 3.1)."""
SHORT = 72
"""A heading has about so many characters."""
KEPT = 90
"""So many days after its day a cancelled event leaves the file."""
ALARMS: Mapping[str, tuple[int, ...]] = {"notice": (7, 1)}
"""So many days before an event of a kind its alarms go off, at nine in the morning; others: the day before."""


class Event(NamedTuple):
    """One deadline in the calendar; ``stamp`` is when its record was last changed, in UTC."""

    uid: str
    deadline: Deadline
    open: Money | None
    stamp: dt.datetime


def events(
    business: str, dues: Iterable[tuple[Deadline, Money | None]], stamps: Mapping[str, dt.datetime], usual: dt.datetime
) -> list[Event]:
    """Return events for deadlines; ``stamps`` by the ref of a record, ``usual`` for one that is not among them."""
    import uuid

    met: Counter[str] = Counter()
    found = []
    for deadline, amount in dues:
        key = f"{business}/{deadline.subject}/{deadline.kind}/{deadline.period}"
        met[key] += 1
        name = key if met[key] == 1 else f"{key}#{met[key]}"
        uid = f"{uuid.uuid5(uuid.NAMESPACE_URL, f'backoffice:{name}')}@backoffice"
        found.append(Event(uid, deadline, amount, stamps.get(deadline.subject, usual)))
    return found


def calendar(name: str, found: Iterable[Event], gone: Iterable[tuple[str, ...]] = ()) -> str:
    """Return the calendar file: events by day, then what is ``gone`` from an earlier one."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", PRODUCT, "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escaped(name)}")
    lines += (line for each in found for line in _event(each))
    lines += (line for each in gone for line in each)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(event: Event) -> Iterator[str]:
    deadline = event.deadline
    about = "\n".join([deadline.what, *([f"{event.open} open"] if event.open else []), deadline.subject])
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}"
    yield f"SUMMARY:{escaped(_short(deadline.what))}"
    yield f"DESCRIPTION:{escaped(about)}"
    yield f"CATEGORIES:{escaped(deadline.kind)}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    for days in ALARMS.get(deadline.kind, (1,)):
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:-P{f'{days - 1}D' * (days > 1)}T15H"
        yield f"DESCRIPTION:{escaped(_short(deadline.what))}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _short(text: str) -> str:
    """Return the beginning of a text, up to the end of a word."""
    if len(text) <= SHORT:
        return text
    return f"{text[: SHORT - 1].rpartition(' ')[0] or text[: SHORT - 1]}…"


def escaped(text: str) -> str:
    r"""Return ``text`` as a value: backslash, comma and semicolon escaped, line ends as ``\n`` (RFC 5545, 3.3.11)."""
    plain = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line cut into pieces of at most 75 octets, never within a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > WIDTH:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)


def cancelled(earlier: str, still: Iterable[str], *, as_of: dt.date) -> list[tuple[str, ...]]:
    """Return the events of an ``earlier`` file that are not ``still`` (UIDs) in the calendar, as cancelled ones.

    Raises:
        RefusedError: when the file is not one of ours.
    """
    lines = re.sub(r"\r?\n[ \t]", "", earlier).splitlines()
    if PRODUCT not in lines:
        raise RefusedError("there is another sort of file of that name", hint="choose another name")
    kept = set(still)
    blocks = re.findall(r"BEGIN:VEVENT\n.*?\nEND:VEVENT", "\n".join(lines), re.DOTALL)
    return [_cancelled(each) for each in blocks if _value(each, "UID") not in kept and not _is_old(each, as_of)]


def _is_old(block: str, as_of: dt.date) -> bool:
    try:
        day = dt.date.fromisoformat(_value(block, "DTSTART;VALUE=DATE"))
    except ValueError:
        return True
    return (as_of - day).days > KEPT


def _value(block: str, name: str) -> str:
    return next((line.removeprefix(f"{name}:") for line in block.split("\n") if line.startswith(f"{name}:")), "")


def _cancelled(block: str) -> tuple[str, ...]:
    without = re.sub(r"\nBEGIN:VALARM\n.*?\nEND:VALARM", "", block, flags=re.DOTALL)
    return tuple(without.replace("\nSTATUS:CONFIRMED", "\nSEQUENCE:1\nSTATUS:CANCELLED").split("\n"))
