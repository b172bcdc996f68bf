"""The same questions to two books; whatever is answered differently comes back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from backoffice.core.books import Books
from backoffice.core.errors import BackofficeError
from backoffice.core.ledger import Query
from backoffice.kinds import kinds
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.books import IndexedBooks
from backoffice.workspace.index.open import indexed
from backoffice.workspace.load import load
from backoffice.workspace.place import Place

DAYS = (None, dt.date(2024, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 2, 11), dt.date(2026, 11, 21))
QUERIES = (
    Query(),
    Query(by=("account",)),
    Query(by=("document", "source"), account="assets:receivable", nonzero=False),
    *(Query(by=("document",), account="assets:receivable", until=day) for day in DAYS),
    *(Query(by=("party",), account="liabilities:payable", until=day) for day in DAYS),
    *(Query(by=("month", "account"), account="income", since=day) for day in DAYS),
    Query(by=("nature", "tax", "month"), account="expenses", until=dt.date(2026, 3, 15)),
    Query(by=("date", "record"), party="client-0"),
    Query(by=("party", "source"), among=frozenset({"client-1", "client-2", "none"}), nonzero=False),
    Query(by=("party",), account="assets:receivable", among=frozenset({"client-1"}), until=DAYS[-1]),
    Query(by=("month", "account"), among=frozenset({"2026-02"})),
)
TEXTS = ("client", "currency", "issued.digest", "issued.date", "nothing.there")
WORDS = ("cafe", "INV-2026-0001", '"colours reference"', "gmbh berlin", "nowhere-to-be-found", "Hévíz", "größe")


def fresh(place: Place) -> IndexedBooks:
    """Return the indexed books of now."""
    return indexed(place)


def differences(place: Place, *, ahead: Ahead | None = None) -> list[str]:
    """Return what the index answers differently from a scan of all files, and from an index made from nothing."""
    return differing(indexed(place, ahead), load(place.root), Path(place.root))


def differing(one: Books, other: Books, root: Path | None = None) -> list[str]:
    """Return the names of the questions that two books answer differently, each with both answers."""
    asked = zip(answers(one, root), answers(other, root), strict=True)
    return [f"{name}:\n  {mine}\n  {theirs}" for (name, mine), (_, theirs) in asked if mine != theirs]


def answers(books: Books, root: Path | None) -> Iterator[tuple[str, object]]:
    """Yield everything that can be asked, with the answer."""
    yield "unreadable", books.unreadable
    yield "problems", list(books.problems)
    yield from of_records(books)
    yield "targets", books.targets()
    yield "settings", settings_of(books)
    if settings_of(books) is not None:
        for query in QUERIES:
            yield f"balances {query}", books.balances(query)
        for day in DAYS:
            yield f"settled {day}", books.settled(Query(account="assets:receivable", until=day))
        yield "settled of a client", books.settled(Query(account="assets", party="client-1"))
        yield "entries", list(books.entries())
        yield "entries of a client", list(books.entries(Query(party="client-1", until=dt.date(2026, 6, 30))))
    for day in (dt.date(2026, 1, 1), dt.date(2026, 11, 21), dt.date.max):
        yield f"deadlines {day}", books.deadlines(day)
        yield f"deadlines {day} of what is open", books.deadlines(day, ["invoice/INV-2026-0003", "no/such"])
        yield f"deadlines {day} of nothing else", books.deadlines(day, [])
    for words in WORDS:
        yield f"search {words}", books.search(words)
    if root:
        paths = sorted(str(each.relative_to(root)) for each in root.rglob("*"))
        yield "files", [path for path in [*paths, "nothing.md", "../x", ""] if books.has_file(path)]


def of_records(books: Books) -> Iterator[tuple[str, object]]:
    """Yield what can be asked of the records of each kind, with the answer."""
    for kind in kinds():
        yield f"ids of {kind.plural}", list(books.ids(kind.noun))
        yield f"all {kind.plural}", list(books.all(kind.record))
        some = [*books.ids(kind.noun)[::7], "none"]
        yield f"single {kind.plural}", [books.get(kind.record, each) for each in some]
        yield f"some {kind.plural}", list(books.some(kind.record, some))
        yield f"texts of {kind.plural}", list(books.stated(kind.record, *TEXTS))
        yield f"drafts of {kind.plural}", list(books.within(kind.record, f"{kind.plural}/drafts"))
        yield f"what refers to {kind.plural}", [books.referring(f"{kind.noun}/{each}") for each in some]


def settings_of(books: Books) -> object:
    """Return the settings; None where there are none."""
    try:
        return books.settings
    except BackofficeError:
        return None
