"""The history of a branch: who committed what, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from backoffice.core.errors import BackofficeError
from backoffice.core.named import NamedTuple
from backoffice.workspace.git.call import run
from backoffice.workspace.git.read import head
from backoffice.workspace.place import Place

FORMAT = "%H%x00%P%x00%aI%x00%an%x00%s%x00%(trailers:key=Undoes,valueonly=true,separator=%x2C)"
FIELDS = 6


class Commit(NamedTuple):
    """One commit: its id and parents, when and by whom it was written, its subject, the commit that it undoes."""

    oid: str
    parents: tuple[str, ...]
    date: dt.datetime
    author: str
    subject: str
    undoes: str = ""


def changed_at(place: Place, paths: Sequence[str]) -> dict[str, dt.datetime]:
    """Return when each file was last changed by a commit, by path; those that no commit holds are left out."""
    if not paths or head(place) is None:
        return {}
    words = ("-z", "--format=%x01%cI", "--no-show-signature", "--name-only", "--relative", "--no-renames")
    content = run(place, "log", *words, "--", *paths).decode("utf-8", "surrogateescape")
    found: dict[str, dt.datetime] = {}
    when: dt.datetime | None = None
    for each in content.split("\0"):
        word = each.lstrip("\n")
        if word.startswith("\1"):
            when = dt.datetime.fromisoformat(word[1:])
        elif word and when:
            found.setdefault(word, when)
    return found


def author(place: Place) -> str:
    """Return the name of whoever would commit now; empty where git knows none, or there is no repository."""
    try:
        said = run(place, "var", "GIT_AUTHOR_IDENT").decode("utf-8", "replace")
    except BackofficeError:
        return ""
    return said.partition(" <")[0]


def log(place: Place, path: str | None = None, *, limit: int | None = None) -> list[Commit]:
    """Return the commits that changed the file at ``path``, or the workspace, newest first."""
    where = ["--", path or "."] if path or place.prefix else []
    return commits(place, *([f"--max-count={limit}"] if limit else []), *where)


def commits(place: Place, *words: str) -> list[Commit]:
    """Return the commits that ``git log WORDS`` finds, newest first; none before the first commit."""
    if head(place) is None:
        return []
    content = run(place, "log", "-z", f"--format={FORMAT}", "--no-show-signature", *words)
    fields = content.decode("utf-8", "surrogateescape").split("\0")
    rows = [fields[at : at + FIELDS] for at in range(0, len(fields) - FIELDS + 1, FIELDS)]
    return [
        Commit(oid, tuple(parents.split()), dt.datetime.fromisoformat(date), author, subject, undoes)
        for oid, parents, date, author, subject, undoes in rows
    ]
