"""What is due as a page to read in the morning: late, today, this week, later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from backoffice.core.deadline import Deadline
from backoffice.core.money import Money
from backoffice.render.text import cell_text
from backoffice.render.to_markdown import literal

WEEK = 7


def today_page(business: str, dues: Iterable[tuple[Deadline, Money | None]], *, as_of: dt.date, whose: str = "") -> str:
    """Return a Markdown page; deadlines come by day."""
    found = list(dues)
    title = f"{as_of:%A}, {as_of.day} {as_of:%B %Y}"
    lines = [f"# {title}", "", literal(f"{business}: {whose or 'what is due'}, the first to act on first."), ""]
    groups: dict[str, list[tuple[Deadline, Money | None]]] = {}
    for each in found:
        groups.setdefault(_heading(each[0].day, as_of), []).append(each)
    for heading, dues_of in groups.items():
        lines += [f"## {heading}", "", *(f"- {line}" for line in _lines(dues_of, as_of)), ""]
    if not found:
        lines += ["Nothing is due.", ""]
    return "\n".join(lines)


def _heading(day: dt.date, as_of: dt.date) -> str:
    if day < as_of:
        return "Late"
    if day == as_of:
        return "Today"
    return "Within a week" if (day - as_of).days <= WEEK else "Later"


def _lines(dues: Iterable[tuple[Deadline, Money | None]], as_of: dt.date) -> Iterator[str]:
    for deadline, amount in dues:
        money = f" **{cell_text(amount, grouped=True)}**" if amount else ""
        about = " · ".join(part for part in (deadline.subject, deadline.who) if part)
        when = f"**{deadline.day:%a} {deadline.day.day} {deadline.day:%b}**{_distance(deadline.day, as_of)}"
        yield f"{when}: {literal(deadline.what)}{money} ({literal(about)})"


def _distance(day: dt.date, as_of: dt.date) -> str:
    days = (day - as_of).days
    if not days:
        return ""
    unit = "day" if abs(days) == 1 else "days"
    return f", {-days} {unit} late" if days < 0 else f", in {days} {unit}"
