"""All books at once, in memory: every folder listed, every record read. Slow and simple, and needs nothing but files.

The index answers the same questions in a fraction of the time; the tests hold it against this.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.errors import RefusedError
from backoffice.core.ledger import Chart
from backoffice.core.settings import PATH, Settings
from backoffice.workspace import files
from backoffice.workspace.claims import Claim, Claims
from backoffice.workspace.faults import NO_ACCESS, clash, missing_settings, no_settings
from backoffice.workspace.folders import walk
from backoffice.workspace.hashing import facts_of
from backoffice.workspace.records import Stated, nothing, stated


def load(root: str) -> MemoryBooks:
    """Return the books of the workspace at ``root``."""
    claims = Claims.of_kinds()
    found = walk(root, claims, {}, 0)
    paths = [path for path in claims.roots if os.path.lexists(f"{root}/{path}")]
    paths += [path for folder in found.changed for path in folder.files]
    read = {path: _stated(root, path, claims) for path in sorted(paths)}
    strange = [each for folder in found.changed for each in folder.said]
    problems = [*strange, *clashes(read, claims)]
    everything = [one for several in read.values() for one in several]
    problems += [each for one in everything for each in one.said]
    settings = read[PATH][0].record if PATH in read else None
    if PATH not in read:
        problems.append(missing_settings())
    return MemoryBooks(
        settings if isinstance(settings, Settings) else no_settings(problems),
        [one.record for one in everything if one.record],
        files=_regular(root),
        facts=partial(facts_of, root),
        problems=problems,
        unreadable=sum(one.record is None for one in everything) + sum(each.severity == "error" for each in strange),
    )


def clashes(paths: Mapping[str, Sequence[Stated]], claims: Claims) -> Iterator[Diagnostic]:
    """Yield every path whose id clashes with that of one before it."""
    groups: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(paths):
        noun = (claims.of(path) or Claim("", "")).noun
        for one in paths[path]:
            groups[noun, one.name.lower()].append((one.name, path))
    for (noun, _), (first, *others) in groups.items():
        for identity, path in others:
            yield clash(noun, path, identity, first)


def _stated(root: str, path: str, claims: Claims) -> tuple[Stated, ...]:
    claim = claims.of(path)
    name = claim.identity if claim else path
    try:
        raw = files.read(root, path)
    except RefusedError as error:
        return (nothing(name, NO_ACCESS.at(Location(path), error.message, hint=error.hint)),)
    if raw is None or claim is None:
        return (nothing(name, NO_ACCESS.at(Location(path), "the file is gone")),)
    return stated(claims, claim, path, raw, Chart())


def _regular(root: str) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        if ".git" in folders:
            folders.remove(".git")
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                yield os.path.relpath(path, root)
