"""Which contracts are still on the old terms: those made from a template whose text has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.books import Books
from backoffice.core.document import Tree
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.core.scope import Declared, Scope
from backoffice.kinds.clause import Clause
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.situation import OVER, UNSIGNED, Situation
from backoffice.kinds.contract_template import ContractTemplate

COLUMNS = (
    Column("contract"),
    Column("party"),
    Column("state", optional=True),
    Column("template"),
    Column("version"),
    Column("terms"),
    Column("now"),
    Column("until", "Bound until", optional=True),
)


def contract_terms(books: Books, *, as_of: dt.date) -> Report:
    """Return every contract made from standard terms that is not over; those on old terms come first."""
    now = _editions(books)
    rows = sorted(_rows(books, now, as_of), key=lambda row: (row[5] == "current", str(row[3]), str(row[0])))
    old = sum(1 for row in rows if row[5] != "current")
    table = Table("contract_terms", COLUMNS, rows, empty="No contract was made from standard terms.")
    notes = (f"{old} of {len(rows)} are not on the terms as they are now",) if rows else ()
    return Report("contract-terms", "Standard terms", (table,), scope=f"as of {as_of}", notes=notes)


def _editions(books: Books) -> dict[str, tuple[str, str]]:
    """Return version and digest of every template as it is now."""
    texts: dict[str, Tree] = {
        each.id: {"heading": each.heading, "text": each.notes.strip()} for each in books.all(Clause)
    }
    return {each.id: (each.version, each.digest(texts)) for each in books.all(ContractTemplate)}


def _rows(books: Books, now: dict[str, tuple[str, str]], as_of: dt.date) -> Iterator[tuple[Cell, ...]]:
    for facts in gather(books).values():
        seen, terms = Situation.of(facts, as_of), facts.contract.terms
        if terms is None or seen.state in OVER:
            continue
        version, digest = now.get(terms.template, ("", ""))
        state = "current" if digest == terms.digest else "old" if version else "gone"
        contract = seen.contract
        until = None if seen.state in UNSIGNED else seen.bound_until
        yield contract.id, contract.party, seen.state, terms.template, terms.version, state, version, until


def _build(books: Books, scope: Scope) -> Report:
    return contract_terms(books, as_of=scope.as_of)


REPORT = Declared("contract-terms", "Which contracts are still on the old standard terms.", _build)
