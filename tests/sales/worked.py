"""Working time of the year, and what clients have bought of it ahead: each minute is drawn by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from backoffice.core.named import NamedTuple
from tests import made
from tests.sales.handkept import YEAR, HandKept

MINUTE = Decimal("1.50")
"""What a minute costs, at 90.00 an hour."""


class Piece(NamedTuple):
    """Work of one day, in minutes."""

    day: dt.date
    client: str
    task: str
    minutes: int
    project: str = ""


class Grant(NamedTuple):
    """Minutes bought ahead for some days, and the last day on which they can be used."""

    name: str
    start: dt.date
    end: dt.date
    usable: dt.date
    minutes: int


class Fate(NamedTuple):
    """What became of a grant, in minutes."""

    grant: Grant
    used: int
    left: int
    lapsed: int
    over: int


class Worked(HandKept):
    """Books in which people work too: for c3 and c5, who have retainers, and for c4, who has none."""

    def work(self) -> None:
        """Work for c4 in December, 95 minutes a day, and for the others in every month; bill none of it."""
        self.pieces = [Piece(dt.date(YEAR, 12, day), "c4", "Support", 95) for day in range(1, 21)]
        for n in range(1, 13):
            days = (dt.date(YEAR, n, day) for day in (5, 15, 25))
            self.pieces += [Piece(day, "c3", "Care", (n * 67 + day.day * 13) % 300 + 20) for day in days]
            self.pieces.append(Piece(dt.date(YEAR, n, 9), "c5", "Ads", (n * 53) % 170 + 40, "p-c5"))
            self.pieces.append(Piece(dt.date(YEAR, n, 10), "c5", "Design", 120, "p-c5"))
        for each in self.pieces:
            whose = {"project": each.project} if each.project else {"client": each.client}
            text = f"{each.minutes}m"
            self.records.append(made.worked("ada", str(each.day), text, **whose, task=each.task, text="Work"))
        care = {"client": "c3", "every": "month", "start": f"{YEAR}-01-01", "hours": "8h", "keeps": "1m"}
        ads = {"client": "c5", "every": "quarter", "start": f"{YEAR}-01-01", "amount": "450", "task": "Ads"}
        self.records += [made.made("retainer", "care", **care), made.made("retainer", "ads", **ads)]

    def granted(self, retainer: str) -> Iterator[Grant]:
        """Yield 8 hours a month that keep for a month more, or 450.00 a quarter that do not."""
        if retainer == "care":
            for n in range(1, 13):
                yield Grant(f"{YEAR}-{n:02}", _first(n), _last(n), _last(n + 1), 480)
        else:
            for n in range(1, 5):
                yield Grant(f"{YEAR}-Q{n}", _first(3 * n - 2), _last(3 * n), _last(3 * n), 300)

    def drawn(self, retainer: str, on: dt.date) -> tuple[list[Fate], dict[Piece, int]]:
        """Return what became of each grant until a day, and how many minutes of each piece none covers."""
        task = {"care": "Care", "ads": "Ads"}[retainer]
        grants = [each for each in self.granted(retainer) if each.start <= on]
        pool = {each: each.minutes for each in grants}
        beyond: dict[Piece, int] = {}
        for piece in sorted(each for each in self.pieces if each.task == task and each.day <= on):
            for _ in range(piece.minutes):
                usable = [each for each in grants if each.start <= piece.day <= each.usable and pool[each]]
                if usable:
                    pool[usable[0]] -= 1
                else:
                    beyond[piece] = beyond.get(piece, 0) + 1
        fates = [
            Fate(
                each,
                each.minutes - pool[each],
                pool[each] if on <= each.usable else 0,
                0 if on <= each.usable else pool[each],
                sum(minutes for piece, minutes in beyond.items() if each.start <= piece.day <= each.end),
            )
            for each in grants
        ]
        return fates, beyond

    def unbilled(self, on: dt.date) -> dict[Piece, int]:
        """Return the minutes of each piece that wait to be billed on a day."""
        free = {each: each.minutes for each in self.pieces if each.task in {"Support", "Design"} and each.day <= on}
        return free | self.drawn("care", on)[1] | self.drawn("ads", on)[1]


def _first(month: int) -> dt.date:
    return dt.date(YEAR + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _last(month: int) -> dt.date:
    return _first(month + 1) - dt.timedelta(days=1)
