"""What an index knows of how the files stood when it was found to say what they say; see ``standing``."""

from __future__ import annotations

import os
from collections.abc import Collection

from backoffice.workspace.claims import Claims
from backoffice.workspace.index.standing import MOST, Standing
from backoffice.workspace.index.store import Store


def standing_of(store: Store, empty: Collection[str] = ()) -> Standing | None:
    """Return how the files stood when the index was found to be right.

    Args:
        store: The index, still held as it was found.
        empty: More places at which there must have been nothing.

    Returns:
        None where that cannot be told again by comparing: something had changed a moment before, cannot be looked at,
        is hidden from git, or there is too much of it.
    """
    ahead, meta = store.seen, store.meta()
    if ahead is None or meta.get("unseen", "[]") != "[]":
        return None
    signed = dict(store.connection.execute("select path, stat from folder"))
    signed |= dict(store.connection.execute("select path, stat from tree where stat <> ''"))
    young = store.connection.execute("select 1 from tree where stat = '' and blob is not null").fetchone()
    claims = Claims.of_text(meta["places"])
    tracked = {path for (path,) in store.connection.execute("select path from tree where path not like '%/%'")}
    gone = {path for (path,) in store.connection.execute("select path from tree where blob is null")}
    empty = {*empty, *gone, *(set(claims.tops) - signed.keys()), *(set(claims.roots) - tracked - signed.keys())}
    root = ahead.place.root
    if young or not all(signed.values()) or len(signed) > MOST or any(os.path.lexists(f"{root}/{at}") for at in empty):
        return None
    marks = [word for each in (signed | dict.fromkeys(empty, "")).items() for word in each]
    return Standing(ahead.said() or b"", ahead.index.encode(), b"\0".join(map(os.fsencode, marks)))
