"""Settle a file that a merge left in conflict: its content in place, and staged for the commit that ends the merge."""

from __future__ import annotations

from backoffice.workspace import files
from backoffice.workspace.git.call import run
from backoffice.workspace.place import Place


def resolve(place: Place, path: str, content: bytes) -> None:
    """Write ``content`` to the file at ``path`` and stage it; the merge is left for the user to end."""
    oid = run(place, "hash-object", "-w", "--stdin", given=content).decode().strip()
    files.write(place.root, path, content)
    run(place, "update-index", "--add", "--cacheinfo", f"100644,{oid},{place.prefix}{path}")
