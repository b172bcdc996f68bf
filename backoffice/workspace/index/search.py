"""Full-text search over records and over the papers that they name, the best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from sqlite3 import Connection, DatabaseError

from backoffice.core.asked import Term
from backoffice.core.named import NamedTuple
from backoffice.core.words import words_of
from backoffice.workspace.index.vocabulary import Vocabulary, stages

RECORDS = """
select noun || '/' || name, title, -worth from
(select rowid as id, rank as worth from words where words match ? order by rank limit ?) join fact using (id)
"""
OF_KIND = """
select noun || '/' || name, title, -bm25(words) from words join fact on fact.id = words.rowid
where words match ? and noun = ? order by bm25(words), 1 limit ?
"""
PAPERS = """
select ref, -bm25(papers) from papers join paper on paper.id = papers.rowid join link using (sha256)
where papers match ? order by bm25(papers), 1 limit ?
"""
AMONG = (
    "select noun || '/' || name from words join fact on fact.id = words.rowid where words match ? and words.rowid = ?"
)
TITLES = "select title, id from fact where noun = ? and name = ? and state = 2"
SNIPPET = """
select snippet(papers, 0, ?, ?, '…', 12), paper.text from papers join paper on paper.id = papers.rowid
join link using (sha256) where papers match ? and ref = ? limit 1
"""
FEW, MANY = 400, 20_000
"""So many records are looked at; more where filters are going to leave some out."""
TITLE, NAMED, WHOLE = 3.0, 2.0, 40.0
"""What it is worth, beside the rank of full-text search, when a word stands in a record's title, in its id, and when
all that was asked for is its id."""
_MARK = "\x01"


class Hit(NamedTuple):
    """A record that was found. ``inside``: at least in part by the text of a paper that it names."""

    ref: str
    title: str
    score: float
    inside: bool = False


class Snippet(NamedTuple):
    """The words around what was found in a paper, and the page, from 1."""

    text: str
    page: int


class Found(NamedTuple):
    """What was found, the best first. ``corrected``: words that nobody has, with those that were taken instead.

    ``partly``: no record has all of the words; these have some.
    """

    hits: Sequence[Hit]
    corrected: Sequence[tuple[str, str]] = ()
    partly: bool = False


class Matches(NamedTuple):
    """What one term is in the full text of records and of papers."""

    term: Term
    records: str
    papers: str


class Search:
    """One search; the connections are of an index and of the texts beside it."""

    def __init__(self, index: Connection, texts: Connection, noun: str = "", most: int = FEW) -> None:
        self._records = Vocabulary(index, "words")
        self._papers = Vocabulary(texts, "papers")
        self._noun = noun
        self._most = most
        self._matches: list[Matches] = []

    def find(self, terms: Sequence[Term], without: Sequence[Term] = ()) -> Found:
        """Return every record in which, or in whose papers, all terms stand and none of ``without``."""
        if not terms:
            return Found(())
        resolved = [self._resolved(term) for term in terms]
        self._matches = [matches for matches, _ in resolved]
        corrected = tuple((str(term), said) for term, (_, said) in zip(terms, resolved, strict=True) if said)
        hits = self._all(terms)
        partly = not hits and len(terms) > 1
        if partly:
            hits = self._some(terms)
        if without:
            unwanted = {
                hit.ref for term in without for hit in Search(*self._connections, self._noun, MANY).find([term]).hits
            }
            hits = [hit for hit in hits if hit.ref not in unwanted]
        return Found(hits, corrected, partly and bool(hits))

    @property
    def _connections(self) -> tuple[Connection, Connection]:
        return self._records.connection, self._papers.connection

    @property
    def words(self) -> list[str]:
        """The words, of what was found, that stand for those asked for."""
        matches = " ".join(f"{each.records} {each.papers}" for each in self._matches)
        return list(dict.fromkeys(words_of(matches.replace(" OR ", " "))))

    def snippet(self, ref: str) -> Snippet | None:
        """Return the words around what was found in a paper of a record."""
        match = " OR ".join(f"({each.papers})" for each in self._matches if each.papers)
        with suppress(DatabaseError):
            found = self._papers.connection.execute(SNIPPET, (_MARK, _MARK, match, ref)).fetchone() if match else None
            if found:
                marked, text = found
                page = 1 + text.count("\f", 0, _place(marked, text))
                return Snippet(" ".join(marked.replace(_MARK, "").replace("\f", " ").split()), page)
        return None

    def _resolved(self, term: Term) -> tuple[Matches, str]:
        """Return how a term is looked for; where it is not found as it stands, also what is taken in its place."""
        first = Matches(term, "", "")
        for number, stage in enumerate(stages()):
            matches = Matches(term, stage(self._records, term), stage(self._papers, term))
            first = first if number else matches
            if self._records.has(matches.records) or self._papers.has(matches.papers):
                return matches, _shown(matches) if number else ""
        return first, ""

    def _all(self, terms: Sequence[Term]) -> list[Hit]:
        if not all(each.records or each.papers for each in self._matches):
            return []
        scores: defaultdict[str, float] = defaultdict(float)
        titles: dict[str, str] = {}
        inside = set()
        if all(each.records for each in self._matches):
            for ref, title, rank in self._ask_records(" AND ".join(f"({each.records})" for each in self._matches)):
                titles[ref] = title
                scores[ref] += rank
        for ref, rank in self._in_papers():
            known = titles.get(ref) or self._title(ref)
            if known is not None:
                titles[ref] = known
                scores[ref] += rank
                inside.add(ref)
        hits = [
            Hit(ref, titles[ref], score + _bonus(ref, titles[ref], terms), ref in inside)
            for ref, score in scores.items()
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.ref))

    def _some(self, terms: Sequence[Term]) -> list[Hit]:
        """Return what has some of the terms, that which has most of them first."""
        counts: defaultdict[str, int] = defaultdict(int)
        best: dict[str, Hit] = {}
        whole = self._matches
        for term, matches in zip(terms, whole, strict=True):
            self._matches = [matches]
            for hit in self._all([term]):
                counts[hit.ref] += 1
                best[hit.ref] = hit._replace(score=hit.score + (best[hit.ref].score if hit.ref in best else 0))
        self._matches = whole
        most = max(counts.values(), default=0)
        hits = [hit for hit in best.values() if counts[hit.ref] == most]
        return sorted(hits, key=lambda hit: (-hit.score, hit.ref))

    def _ask_records(self, match: str) -> Iterator[tuple[str, str, float]]:
        values = (match, self._noun, self._most) if self._noun else (match, self._most)
        yield from self._records.connection.execute(OF_KIND if self._noun else RECORDS, values)

    def _in_papers(self) -> Iterator[tuple[str, float]]:
        """Yield the records in whose papers some of the terms stand and, in the record itself, all the others."""
        several = len(self._matches) > 1
        have = [dict(self._ask_papers(each.papers)) for each in self._matches]
        rows = self._ask_papers(" OR ".join(f"({each.papers})" for each in self._matches if each.papers))
        for ref, rank in rows if several else have[0].items():
            if not self._noun or ref.startswith(f"{self._noun}/"):
                missing = [each for each, refs in zip(self._matches, have, strict=True) if ref not in refs]
                if all(self._record_has(ref, each) for each in missing):
                    yield ref, rank

    def _ask_papers(self, match: str) -> list[tuple[str, float]]:
        return self._papers.connection.execute(PAPERS, (match, self._most)).fetchall() if match else []

    def _record_has(self, ref: str, matches: Matches) -> bool:
        found = self._records.connection.execute(TITLES, tuple(ref.split("/", 1))).fetchone()
        if not found or not matches.records:
            return False
        return self._records.connection.execute(AMONG, (matches.records, found[1])).fetchone() is not None

    def _title(self, ref: str) -> str | None:
        found = self._records.connection.execute(TITLES, tuple(ref.split("/", 1))).fetchone()
        return found[0] if found else None


def _shown(matches: Matches) -> str:
    words = (matches.records or matches.papers).replace('"', "").split(" OR ")
    return ", ".join(words[:4]) + (" …" if len(words) > 4 else "")  # noqa: PLR2004


def _place(marked: str, text: str) -> int:
    """Return where the first marked word of a snippet stands in its text."""
    before, word, *_ = [*marked.removeprefix("…").split(_MARK), ""]
    return max(text.find(before + word), 0) + len(before)


def _bonus(ref: str, title: str, terms: Sequence[Term]) -> float:
    name = words_of(ref.partition("/")[2])
    titled, worth = set(words_of(title)), 0.0
    for term in terms:
        worth += TITLE * sum(_weight(word, titled) for word in term.words) / len(term.words)
        worth += NAMED * sum(_weight(word, set(name)) for word in term.words) / len(term.words)
    whole = "".join(word for term in terms for word in term.words)
    return worth + (WHOLE if whole == "".join(name) else 0)


def _weight(word: str, among: set[str]) -> float:
    if word in among:
        return 1.0
    return 0.5 if any(each.startswith(word) for each in among) else 0.0
