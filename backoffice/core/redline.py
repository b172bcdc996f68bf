"""The redline: what is different between two texts, word by word."""

from __future__ import annotations

from difflib import SequenceMatcher

from backoffice.core.named import NamedTuple

AROUND = 5
"""So many words before and after a change say where it is."""
LONG = 20_000
"""Longer texts are compared faster, and not always in the smallest pieces."""


class Change(NamedTuple):
    """Words that ``was`` one text and are ``now`` others, between words that are the same."""

    before: str
    was: str
    now: str
    after: str

    def __str__(self) -> str:
        """Return the change on one line: ``within [-14-]{+30+} days of``."""
        marks = f"{f'[-{self.was}-]' * bool(self.was)}{f'{{+{self.now}+}}' * bool(self.now)}"
        return " ".join(part for part in (self.before, marks, self.after) if part)


def redline(before: str, after: str) -> list[Change]:
    """Return every change from one text to another, in order; how lines are broken does not count."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > LONG)
    return [
        Change(
            " ".join(old[max(start - AROUND, 0) : start]),
            " ".join(old[start:end]),
            " ".join(new[first:last]),
            " ".join(old[end : end + AROUND]),
        )
        for what, start, end, first, last in matcher.get_opcodes()
        if what != "equal"
    ]
