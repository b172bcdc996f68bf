"""Interactions: what was said to whom on which day, as dated lines in free text.

    - 2026-11-02 (Linh): Called about the spring campaign; they decide in December.
    - **2026-11-16** Sent the drafts,
      all three of them.

The dash, the name and the colon are optional; lines that are indented go on with the one above. All else is text like
any other.
"""

from __future__ import annotations

import datetime as dt

from backoffice.core.named import NamedTuple

_LINE = r"(?:[-*] +)?(?:\*\*)?([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\*\*)?(?: \(([^()]{1,60})\))?:? +(\S.*)"


class Interaction(NamedTuple):
    """One of them; ``by`` is who of us, empty where nobody is named."""

    date: dt.date
    by: str
    text: str

    def __str__(self) -> str:
        """Return the line that reads back as this."""
        return f"- {self.date}{f' ({self.by})' * bool(self.by)}: {self.text}"


def interactions(text: str) -> list[Interaction]:
    """Return the dated lines of a text, the latest first; of one day, the lower first."""
    found, _ = _read(text)
    return sorted(found, key=lambda each: each.date)[::-1]


def undated(text: str) -> str:
    """Return a text without its dated lines."""
    _, rest = _read(text)
    return "\n".join(rest)


def wrong_days(text: str) -> list[str]:
    """Return what looks like the day of an interaction and is in no calendar."""
    import re

    days = [match[1] for each in text.splitlines() if (match := re.fullmatch(_LINE, each.rstrip()))]
    return [each for each in days if _day(each) is None]


def _read(text: str) -> tuple[list[Interaction], list[str]]:
    """Return the interactions in the order of the text, and the other lines."""
    import re

    found: list[Interaction] = []
    rest: list[str] = []
    dated = False
    for line in text.splitlines():
        match = re.fullmatch(_LINE, line.rstrip())
        day = _day(match[1]) if match else None
        if match and day:
            found.append(Interaction(day, (match[2] or "").strip(), match[3]))
            dated = True
        elif dated and line.startswith("  ") and line.strip():
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {line.strip()}")
        else:
            rest.append(line)
            dated = False
    return found, rest


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
