"""Document numbers: a pattern such as ``INV-{year}-{n:04}`` and the numbers made by it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from backoffice.core.hints import Pattern
from backoffice.core.named import NamedTuple

_FILE_NAME = r"[A-Za-z0-9][A-Za-z0-9-]{0,62}"
_PLACE = r"{(year|n)(?::0?(\d+))?}"


class Series(NamedTuple):
    """The numbers that one pattern makes. With ``{year}`` in it, ``n`` begins at 1 every year."""

    pattern: str

    def makes_numbers(self) -> bool:
        """Tell whether the pattern holds ``{n}`` once, and its numbers can name a file and are known again."""
        import re

        places, rest = [place[1] for place in re.finditer(_PLACE, self.pattern)], re.sub(_PLACE, "", self.pattern)
        if sorted(places) not in (["n"], ["n", "year"]) or set(rest) & set("{}"):
            return False
        number = self.number(2026, 1)
        return re.fullmatch(_FILE_NAME, number) is not None and self.place(number) == ("year" in places and 2026, 1)

    def number(self, year: int, n: int) -> str:
        """Return number ``n`` of a year."""
        return self.pattern.format(year=year, n=n)

    def place(self, number: str) -> tuple[int, int] | None:
        """Return ``(year, n)`` of a number of this series (year 0 where it has none), None for any other text."""
        match = _matcher(self.pattern).fullmatch(number)
        return (int(match.groupdict().get("year") or 0), int(match["n"])) if match else None

    def latest(self, numbers: Iterable[str]) -> str | None:
        """Return the last of those ``numbers`` that belong to this series."""
        placed = [(place, number) for number in numbers if (place := self.place(number))]
        return max(placed)[1] if placed else None


@cache
def _matcher(pattern: str) -> Pattern[str]:
    """Return what knows the numbers of a pattern; a series has thousands, and asks for each."""
    import re

    literals = re.split(_PLACE, pattern)
    text = ""
    for position in range(0, len(literals), 3):
        text += re.escape(literals[position])
        if position + 1 < len(literals):
            text += r"(?P<year>\d{4})" if literals[position + 1] == "year" else r"(?P<n>\d+)"
    return re.compile(text)
