"""Records left out by the text of a few fields alone, before anything is made of them.

A question over a hundred thousand records keeps a handful; to make all of them first would take most of its time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from sqlite3 import Connection

from backoffice.core.named import NamedTuple
from backoffice.workspace.json_text import listed

Path = tuple[str, ...]
"""Where a text stands among the fields of a record: ``("issued", "due")``."""


class Look(NamedTuple):
    """A place, and what the text there must pass; it is None where nothing stands there."""

    path: Path
    passes: Callable[[str | None], bool]


Test = Sequence[Look]
"""Looks of which one must be passed."""


def sieved(
    connection: Connection, noun: str, tests: Sequence[Test], among: Collection[str] | None = None
) -> Iterator[str]:
    """Yield the ids of the records of a kind, or of those ``among`` them, that pass all tests; sorted."""
    looks = [look for test in tests for look in test]
    texts = "".join(", json_extract(tree, ?)" for _ in looks)
    only = "" if among is None else "and name in (select value from json_each(?))"
    query = f"select name{texts} from fact where noun = ? and state = 2 {only} order by name"  # noqa: S608 - ours
    ids = () if among is None else (listed(sorted(among)),)
    rows = connection.execute(query, (*(_named(look.path) for look in looks), noun, *ids))
    if len(looks) == 1:  # the usual case
        passes = _once(looks[0].passes)
        return (name for name, text in rows if passes(text))
    columns = iter(range(1, 1 + len(looks)))
    chosen = [[(next(columns), _once(look.passes)) for look in test] for test in tests]
    return (row[0] for row in rows if all(any(passes(row[at]) for at, passes in test) for test in chosen))


def _named(path: Path) -> str:
    return "$" + "".join(f'."{name}"' for name in path)


def _once(passes: Callable[[str | None], bool]) -> Callable[[str | None], bool]:
    """Ask once for each text: days, names and categories come again and again."""
    known: dict[str | None, bool] = {}

    def ask(text: str | None) -> bool:
        if text not in known:
            known[text] = passes(text)
        return known[text]

    return ask
