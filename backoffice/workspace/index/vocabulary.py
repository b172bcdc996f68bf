"""From what was typed to what full-text search is asked: exact words, beginnings, other spellings, near misses.

The index keeps words as they stand between separators. ``re202601`` finds ``RE-2026-01`` all the same: a word that
can be cut into words of the index is looked for as these words side by side. So nothing more has to be indexed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from sqlite3 import Connection

from backoffice.core.asked import Term
from backoffice.core.nearness import distance, slack

BEGINNING = 3
"""Letters from which a word stands for all words that begin with it."""
INSIDE = 5
"""Letters from which a word is looked for inside of others (Versicherung in Haftpflichtversicherung)."""
LONGEST = 24
PIECES = 5
WAYS = 16
MOST = 24
"""Words of the index that one mistyped word may stand for."""
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "ß"))
"""How people write what the index has without accents."""

Stage = Callable[["Vocabulary", Term], str]


class Vocabulary:
    """The words of one full-text table."""

    def __init__(self, connection: Connection, table: str) -> None:
        self.connection = connection
        self.table = table
        self._execute = connection.execute
        self._found: dict[str, str] = {}
        self._execute(
            f"create virtual table if not exists temp.{table}_terms using fts5vocab('main', '{table}', 'row')"
        )

    def knows(self, word: str) -> bool:
        """Tell whether the index has this very word."""
        return self._at(word) == word

    def begins(self, piece: str) -> bool:
        """Tell whether a word of the index begins with this."""
        return self._at(piece).startswith(piece)

    def _at(self, word: str) -> str:
        """Return the first word of the index that is not before ``word``; words are asked for again and again."""
        if word not in self._found:
            query = f"select term from temp.{self.table}_terms where term >= ? limit 1"  # noqa: S608 - a name of ours
            self._found[word] = (self._execute(query, (word,)).fetchone() or ("",))[0]
        return self._found[word]

    def has(self, match: str) -> bool:
        """Tell whether anything at all matches."""
        query = f"select 1 from {self.table} where {self.table} match ? limit 1"  # noqa: S608
        return bool(match) and self._execute(query, (match,)).fetchone() is not None

    def containing(self, word: str) -> list[str]:
        """Return words of the index that have a word in them, the most frequent first."""
        query = f"{self._among(word)} and instr(term, ?) order by doc desc, term limit ?"
        return [term for (term,) in self._execute(query, (word, MOST))]

    def close_to(self, word: str) -> list[str]:
        """Return the words of the index that are nearest to a word, as far as they are near at all."""
        most = slack(word)
        if not most:
            return []
        first = word[0]
        return self._like(word, most, first, chr(ord(first) + 1)) or self._like(word, most, "", chr(0x10FFFF))

    def _among(self, word: str) -> str:
        """Return the question for words that one may stand for; a word without digits never stands for one with."""
        plain = "term not glob '*[0-9]*'" if word.isalpha() else "true"
        return f"select term from temp.{self.table}_terms where {plain}"  # noqa: S608 - names of ours

    def _like(self, word: str, most: int, low: str, high: str) -> list[str]:
        query = f"{self._among(word)} and term >= ? and term < ? and length(term) between ? and ?"
        terms = self._execute(query, (low, high, len(word) - most, len(word) + most))
        near = sorted((distance(word, term, most), term) for (term,) in terms)
        return [term for apart, term in near if apart == near[0][0] <= most][:MOST]


def stages() -> tuple[Stage, ...]:
    """Return how a term is looked for, one way after the other until one of them finds something."""
    return (_plain, _inside, _mistyped)


def phrase(words: Iterable[str]) -> str:
    """Return words side by side, as full-text search has it."""
    return f'"{" ".join(words)}"'


def _plain(vocabulary: Vocabulary, term: Term) -> str:
    """As it stands, as a beginning, with other separators, with umlauts written out."""
    exact = phrase(term.words)
    if term.exact:
        return exact
    joined = "".join(term.words)
    found = [exact, *(phrase(each) for each in _spelled(term.words))]
    if len(term.words[-1]) >= BEGINNING or len(term.words) > 1:
        found.append(f"{exact} *")
    if len(term.words) > 1:
        found.append(phrase([joined]))
    found += [f"{phrase(way)} *" for way in cut(joined, vocabulary.knows, vocabulary.begins) if way != term.words]
    return " OR ".join(dict.fromkeys(found))


def _inside(vocabulary: Vocabulary, term: Term) -> str:
    word = term.words[0]
    if term.exact or len(term.words) > 1 or len(word) < INSIDE:
        return ""
    return " OR ".join(phrase([each]) for each in vocabulary.containing(word))


def _mistyped(vocabulary: Vocabulary, term: Term) -> str:
    if term.exact or len(term.words) > 1:
        return ""
    return " OR ".join(phrase([each]) for each in vocabulary.close_to(term.words[0]))


def _spelled(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield words as the index has them when umlauts were written out: ``mueller`` is ``muller`` there."""
    for pairs in itertools.chain.from_iterable(itertools.combinations(_UMLAUTS, count) for count in (1, 2)):
        other = list(words)
        for written, kept in pairs:
            other = [word.replace(written, kept) for word in other]
        if other != list(words):
            yield other


def cut(word: str, known: Callable[[str], bool], begun: Callable[[str], bool]) -> list[tuple[str, ...]]:
    """Return the ways to cut a word into words, the fewest pieces first.

    Every piece must be ``known``, but for the last, with which a word need only have ``begun``.
    """
    if not 2 <= len(word) <= LONGEST:  # noqa: PLR2004 - one letter has no pieces
        return []
    ways: list[tuple[str, ...]] = []
    open_ways: list[tuple[str, ...]] = [(word,)]
    for _ in range(PIECES - 1):
        longer = [
            (*way, rest[:at], rest[at:]) for *way, rest in open_ways for at in range(1, len(rest)) if known(rest[:at])
        ]
        ways += [way for way in longer if begun(way[-1])]
        open_ways = longer[: WAYS * 4]
    return ways[:WAYS]
