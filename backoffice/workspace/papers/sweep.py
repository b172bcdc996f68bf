"""Which files records name: found out for new and changed records only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from backoffice.core.filed import FileFacts
from backoffice.core.record import Record
from backoffice.kinds import kind_of, kinds
from backoffice.workspace.index.since import moment, records, since
from backoffice.workspace.index.store import Store
from backoffice.workspace.index.texts import Swept, Texts

Facts = Callable[[str], FileFacts | None]

MOST_WAITING = 1_000
"""Records whose file is missing that are asked again each time; more are asked when they change."""


def sweep(store: Store, texts: Texts, facts: Facts) -> None:
    """Bring up to date which record names which file."""
    now, before = moment(store), texts.swept()
    anew = before.database != now.database or before.run > now.run
    if not anew and before.run == now.run and not before.waiting:
        return
    found: Iterable[Record]
    nouns = [kind.noun for kind in kinds() if kind.files]
    found = since(store, nouns, 0 if anew else before.run)
    if not anew:
        found = chain(records(store, before.waiting), found)
    links, waiting = {}, []
    for record in found:
        links[record.ref], missing = _files(record, facts)
        if missing:
            waiting.append(record.ref)
    unique = tuple(dict.fromkeys(waiting))[:MOST_WAITING]
    texts.link(links.items(), Swept(now.database, now.run, unique), anew=anew)


def _files(record: Record, facts: Facts) -> tuple[list[tuple[str, str]], bool]:
    """Return the files of a record with their hashes, and whether one is not there whose hash is not known."""
    files, missing = [], False
    ask = kind_of(record.noun).files
    for path, digest in ask(record) if ask else ():
        known = digest or getattr(facts(path), "sha256", "")
        missing = missing or not known
        if known:
            files.append((path, known))
    return files, missing
