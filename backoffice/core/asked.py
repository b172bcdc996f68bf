"""What somebody looks for: words, phrases and filters, as they are typed.

muller catalogue            both words, in any order; also as beginnings of words
"lamp catalogue"            these words side by side, exactly
RE-2026-01                  separators do not matter: also re202601, RE 2026/01
-draft                      not this word
kind:contract expires<90d   a field, a column of the list, or a reference, compared
"""

from __future__ import annotations

import datetime as dt
import re

from backoffice.core.dates import parse_date
from backoffice.core.duration import Duration
from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Literal
from backoffice.core.named import NamedTuple
from backoffice.core.period import Period
from backoffice.core.words import words_of

Sign = Literal[":", "<", "<=", ">", ">="]

_PIECE = r"""
    (?P<name>[a-z][a-z_-]*)(?P<sign>:|<=|>=|<|>)(?:"(?P<quoted_value>[^"]*)"?|(?P<value>[^\s"]+))
    | (?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))
"""


class Term(NamedTuple):
    """Words that stand side by side; ``exact``: just these, not their beginnings or the like. ``text``: as typed."""

    words: tuple[str, ...]
    exact: bool = False
    text: str = ""

    def __str__(self) -> str:
        """Return the term as it was typed."""
        return self.text or " ".join(self.words)


class Filter(NamedTuple):
    """A comparison: ``expires<90d``."""

    name: str
    sign: Sign
    value: str

    def __str__(self) -> str:
        """Return the filter as it is typed."""
        return f"{self.name}{self.sign}{self.value}"


class Asked(NamedTuple):
    """All of what is looked for: every one of the terms, none of the ``without``, each of the filters."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is looked for."""
        return bool(self.terms or self.filters)

    def value(self, name: str) -> str:
        """Return what a filter of equality asks for; empty where there is none."""
        return next((each.value for each in self.filters if each.name == name and each.sign == ":"), "")


def asked(text: str) -> Asked:
    """Return what a text asks for; words without a letter or digit ask for nothing."""
    terms: list[Term] = []
    without: list[Term] = []
    filters: list[Filter] = []
    for match in re.finditer(_PIECE, text, re.VERBOSE):
        if name := match["name"]:
            value = match["value"] if match["quoted_value"] is None else match["quoted_value"]
            filters.append(Filter(name.replace("-", "_"), _sign(match["sign"]), value))
        elif words := tuple(words_of(match["word"] or match["phrase"] or "")):
            term = Term(words, exact=match["phrase"] is not None, text=match[0].removeprefix(match["minus"]))
            (without if match["minus"] else terms).append(term)
    return Asked(tuple(terms), tuple(without), tuple(filters))


def _sign(text: str) -> Sign:
    signs: tuple[Sign, ...] = (":", "<", "<=", ">", ">=")
    return next(each for each in signs if each == text)


class Days(NamedTuple):
    """The days that a filter admits, both inclusive; None: no limit on that side."""

    first: dt.date | None
    last: dt.date | None

    def __contains__(self, day: object) -> bool:
        """Tell whether a day is among them."""
        return isinstance(day, dt.date) and (
            (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        )


def days_of(sign: Sign, value: str, today: dt.date) -> Days:
    """Return the days that a comparison with a day, a period or a duration admits.

    A duration counts from today on: ``<90d`` is from today, in less than 90 days; ``>90d`` later than that; ``>-30d``
    since 30 days ago, ``<-30d`` longer ago.

    Raises:
        ValueTextError: when the value is none of these.
    """
    if match := re.fullmatch(r"(-?)([0-9]{1,4}[dwmy])", value):
        length = Duration.parse(match[2])
        day = length.before(today) if match[1] else length.after(today)
        found = _compared(sign, day, day)
        return found._replace(first=today) if sign in {"<", "<="} and not match[1] else found
    if value == "today":
        return _compared(sign, today, today)
    try:
        day = parse_date(value)
        return _compared(sign, day, day)
    except ValueTextError:
        pass
    try:
        period = Period.parse(value)
    except ValueTextError:
        raise ValueTextError("a day, a period or a time from today, such as 2026-11-21, 2026-Q3 or 90d") from None
    return _compared(sign, period.start, period.end)


def _compared(sign: Sign, first: dt.date, last: dt.date) -> Days:
    one = dt.timedelta(days=1)
    return {
        ":": Days(first, last),
        "<": Days(None, first - one),
        "<=": Days(None, last),
        ">": Days(last + one, None),
        ">=": Days(first, None),
    }[sign]
