"""LastPass's CSV."""

from __future__ import annotations

from backoffice.vault.imports.gathering import Gathering, Imported, rows

_NOTE = "http://sn"
"""What LastPass writes as the address of a secure note."""


def read(raw: bytes, path: str) -> Imported:
    """Return the entries of an export.

    Raises:
        RefusedError: It is no such file.
    """
    gathering = Gathering()
    for row in rows(raw, path, ("url", "username", "password", "extra", "name", "grouping")):
        url = "" if row["url"] == _NOTE else row["url"]
        gathering.add(
            (*row["grouping"].split("\\"), row["name"].replace("/", "-")),
            {**row, "url": url, "notes": row["extra"]},
            tags=["favorite"] if row.get("fav") == "1" else [],
        )
    return gathering.done()
