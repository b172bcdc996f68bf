"""What the plain-text ledgers share: text on one line, tags, and the tally at the foot."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from backoffice.core.ledger import Entry, Posting
from backoffice.core.money import Money

TAGS = ("document", "party", "project", "tax", "nature")
"""What a posting knows beside its account and amount; the exports keep all of it, under these names."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """Return ``text`` on one line, every run of space one blank, without control characters and lone surrogates."""
    shown = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _UNSEEN)
    return " ".join(shown.split())


def own_tags(posting: Posting) -> dict[str, str]:
    """Return what ``posting`` has to say under ``TAGS``."""
    return {name: value for name in TAGS if (value := getattr(posting, name))}


def split_tags(entry: Entry) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the tags that all postings of ``entry`` have in common, and for each posting the rest of its own."""
    tags = [own_tags(posting) for posting in entry.postings]
    common = {name: value for name, value in tags[0].items() if all(each.get(name) == value for each in tags)}
    return common, [{name: each[name] for name in each if name not in common} for each in tags]


class Tally:
    """Counts what passes through: records, entries, and what was debited and credited in each currency."""

    def __init__(self) -> None:
        self._records: set[str] = set()
        self._entries = 0
        self._sides: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])

    def over(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield ``entries`` unchanged, counting them."""
        for entry in entries:
            self._records.add(entry.record)
            self._entries += 1
            for posting in entry.postings:
                self._sides[posting.amount.currency][posting.amount.minor < 0] += posting.amount.minor
            yield entry

    def comment(self) -> str:
        """Return the counts as comment lines of either ledger."""
        records, entries = len(self._records), self._entries
        one, two = "record" if records == 1 else "records", "entry" if entries == 1 else "entries"
        lines = [f"{records} {one} in {entries} {two}"]
        for currency, sides in sorted(self._sides.items()):
            debits, credits_ = (Money.of_minor(minor, currency) for minor in sides)
            lines.append(f"debits {debits}, credits {credits_}")
        return "".join(f"; {line}\n" for line in lines)
